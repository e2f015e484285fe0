import { z } from 'zod'
import { channelVariables, type ChannelSnapshot, type ChannelVariables, type TelephonyCommands } from '../port.ts'
import { ariBridgeSchema, ariChannelSchema, ariEndpointSchema, type AriChannel } from './ari-schemas.ts'
import type { AriOptions } from './ari-options.ts'
import { cleanText } from './clean-text.ts'
import { uri, type Requester } from './requester.ts'
import { endpointOf, stasisArguments } from './translate-event.ts'

type Commands = Pick<TelephonyCommands, 'listChannels' | 'listBridges' | 'listRegistered' | 'startedAt' | 'hasSound'>
type ListingOptions = { requester: Requester; options: AriOptions }

const variableSchema = z.object({ value: z.string() })
const infoSchema = z.object({ status: z.object({ startup_time: z.string() }) })

/** What Asterisk has at this moment. */
export function createListing({ requester, options }: ListingOptions): Commands {
  async function list<T>(parts: string[], schema: z.ZodType<T>): Promise<T[]> {
    return z.array(schema).parse(await requester.request({ method: 'GET', uri: uri(parts) }))
  }

  async function listBridges() {
    const bridges = await list(['bridges'], ariBridgeSchema)
    return bridges.map(({ id, channels }) => ({ bridgeId: id, channelIds: channels }))
  }

  async function listChannels(): Promise<ChannelSnapshot[]> {
    // Bridges after channels: a channel that moved meanwhile is then told where it is, not where it was.
    const channels = await list(['channels'], ariChannelSchema)
    const bridgeOf = new Map(
      (await listBridges()).flatMap(({ bridgeId, channelIds }) => channelIds.map((id) => [id, bridgeId] as const)),
    )
    return Promise.all(
      channels.map(async (channel) =>
        describeChannel(channel, {
          bridgeId: bridgeOf.get(channel.id) ?? null,
          variables: await readVariables(channel.id),
          options,
        }),
      ),
    )
  }

  async function readVariables(channelId: string): Promise<ChannelVariables> {
    const read = async (variable: string) => {
      const path = uri(['channels', channelId, 'variable'], { variable })
      const found = variableSchema.safeParse(await requester.request({ method: 'GET', uri: path }, [404, 409]))
      return found.success && found.data.value !== '' ? [[variable, found.data.value]] : []
    }
    return Object.fromEntries((await Promise.all(channelVariables.map(read))).flat()) as ChannelVariables
  }

  async function listRegistered(): Promise<string[]> {
    const endpoints = await list(['endpoints', 'PJSIP'], ariEndpointSchema)
    const isPhone = (name: string) => name !== options.trunkEndpoint
    return endpoints.flatMap(({ resource, state }) => (state === 'online' && isPhone(resource) ? [resource] : []))
  }

  async function startedAt(): Promise<number> {
    const answer = await requester.request({ method: 'GET', uri: uri(['asterisk', 'info'], { only: 'status' }) })
    return parseTime(infoSchema.parse(answer).status.startup_time)
  }

  async function hasSound(name: string): Promise<boolean> {
    const found = await requester.request({ method: 'GET', uri: uri(['sounds', name]) }, [404])
    return typeof found === 'object' && found !== null && 'id' in found
  }

  return { listBridges, listChannels, listRegistered, startedAt, hasSound }
}

type Whereabouts = Pick<ChannelSnapshot, 'bridgeId' | 'variables'> & { options: AriOptions }

function describeChannel(channel: AriChannel, { bridgeId, variables, options }: Whereabouts): ChannelSnapshot {
  const entrance = stasisArguments(channel, options.app)
  const [kind, did] = entrance ?? []
  const endpoint = endpointOf(channel.name)
  return {
    channelId: channel.id,
    state: channel.state === 'Up' ? 'up' : channel.state === 'Down' ? 'down' : 'ringing',
    entered: entrance !== undefined,
    bridgeId,
    username: endpoint === undefined || endpoint === options.trunkEndpoint ? null : endpoint,
    did: kind === 'inbound' ? (did ?? null) : null,
    callerNumber: cleanText(channel.caller.number),
    callerName: cleanText(channel.caller.name),
    createdAt: parseTime(channel.creationtime),
    variables,
    leavesMessage: channel.dialplan.context === 'take-message',
  }
}

/** ARI writes the zone as +0000, which Date.parse reads only with a colon. */
function parseTime(text: string): number {
  return Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
}
