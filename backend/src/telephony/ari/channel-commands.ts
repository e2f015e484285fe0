import { z } from 'zod'
import { AppError } from '@orderline/runtime/errors'
import {
  hangUpCauses,
  type ChannelVariables,
  type Endpoint,
  type LeftAlone,
  type OriginateInput,
  type TelephonyCommands,
  type TelephonyErrorCode,
} from '../port.ts'
import type { AriOptions } from './ari-options.ts'
import { soundNames } from './media-uris.ts'
import { uri, type Requester } from './requester.ts'
import { whyNotOriginated } from './why-not-originated.ts'
import { legArguments } from './translate-event.ts'

type Commands = Pick<
  TelephonyCommands,
  | 'answer'
  | 'ring'
  | 'hangUp'
  | 'originate'
  | 'startMoh'
  | 'stopMoh'
  | 'limitStay'
  | 'hold'
  | 'unhold'
  | 'mute'
  | 'unmute'
  | 'sendDtmf'
  | 'setVariables'
  | 'takeLeftAlone'
>

const gone = [404]
/** Customers come in by the dialplan, which looks after them while nobody listens. */
const dialed = { context: 'dialed', extension: 's', priority: 1 }
const noteSchema = z.object({ value: z.enum(['waits', 'told', 'machine']) })
/** ARI answers so when the channel has left our hands, which for taking something back is as good as gone. */
const goneOrLeft = [404, 409]

/** What is done to one channel. */
export function createChannelCommands(requester: Requester, { app, trunkEndpoint }: AriOptions): Commands {
  const on = (channelId: string, part: string, query = {}) => uri(['channels', channelId, part], query)
  const post = async (path: string) => void (await requester.request({ method: 'POST', uri: path }))
  const remove = async (path: string, fine: number[]) =>
    void (await requester.request({ method: 'DELETE', uri: path }, fine))

  async function originate(input: OriginateInput): Promise<void> {
    const query = {
      endpoint: dialString(input.endpoint, trunkEndpoint),
      ...(input.endpoint.kind === 'trunk' ? dialed : { app, appArgs: legArguments(input.purpose) }),
      callerId: callerId(input.callerName, input.callerNumber),
      timeout: input.timeoutSeconds,
      originator: input.originator,
    }
    const body = { variables: { ...input.variables, ...headerOf(input), ...wishesOf(input) } }
    try {
      await requester.request({ method: 'POST', uri: uri(['channels', input.channelId], query), body })
    } catch (error) {
      throw await whyNotOriginated(requester, input, error)
    }
  }

  async function setVariables(channelId: string, variables: ChannelVariables): Promise<void> {
    const pairs = Object.entries(variables)
    await Promise.all(pairs.map(([variable, value]) => post(on(channelId, 'variable', { variable, value }))))
  }

  async function takeLeftAlone(channelId: string): Promise<LeftAlone | null> {
    const path = uri(['asterisk', 'variable'], { variable: `LEFT_ALONE_${channelId}` })
    const found = noteSchema.safeParse(await requester.request({ method: 'GET', uri: path }, gone))
    if (!found.success) return null
    // A variable that is given no value is removed.
    await post(path)
    return found.data.value
  }

  return {
    takeLeftAlone,
    answer: (channelId) => post(on(channelId, 'answer')),
    ring: (channelId) => post(on(channelId, 'ring')),
    hangUp: (channelId, cause = 'normal') =>
      remove(uri(['channels', channelId], { reason_code: hangUpCauses[cause] }), gone),
    originate,
    startMoh: (channelId) => post(on(channelId, 'moh')),
    stopMoh: (channelId) => remove(on(channelId, 'moh'), goneOrLeft),
    // The dialplan has an extension for its end (`T` of `[from-trunk]` and of `[dialed]`).
    limitStay: (channelId, seconds) =>
      post(on(channelId, 'variable', { variable: 'TIMEOUT(absolute)', value: seconds ?? 0 })),
    hold: (channelId) => post(on(channelId, 'hold')),
    unhold: (channelId) => remove(on(channelId, 'hold'), goneOrLeft),
    mute: (channelId, direction) => post(on(channelId, 'mute', { direction })),
    unmute: (channelId, direction) => remove(on(channelId, 'mute', { direction }), goneOrLeft),
    sendDtmf: (channelId, digits) => post(on(channelId, 'dtmf', { dtmf: digits })),
    setVariables,
  }
}

/** What the dialplan is to do with a customer who answers. */
function wishesOf({ detectMachine = false, farewell = [] }: OriginateInput): Record<string, string> {
  return {
    ...(detectMachine && { ORDERLINE_DETECT: '1' }),
    ...(farewell.length > 0 && { ORDERLINE_FAREWELL: soundNames(farewell) }),
  }
}

/** An agent's INVITE names the call (dialplan function PJSIP_HEADER): two offers may follow each other at once. */
function headerOf({ endpoint, purpose }: OriginateInput): Record<string, string> {
  return endpoint.kind === 'agent' ? { 'PJSIP_HEADER(add,X-Orderline-Call)': purpose.callId } : {}
}

/** Only digits and account names get into a dial string, where other characters have a meaning. */
function dialString(endpoint: Endpoint, trunk: string): string {
  const isSafe =
    endpoint.kind === 'trunk' ? /^\+?\d{1,20}$/.test(endpoint.number) : /^[\w-]{1,64}$/.test(endpoint.username)
  if (!isSafe) throw new AppError<TelephonyErrorCode>('telephony/refused', { endpoint: endpoint.kind })
  return endpoint.kind === 'trunk' ? `PJSIP/${endpoint.number}@${trunk}` : `PJSIP/${endpoint.username}`
}

/** `"Name" <number>`; quotes and brackets would end a part early (RFC 3261 §25.1, name-addr). */
function callerId(name: string | null, number: string | null): string | undefined {
  if (name === null && number === null) return undefined
  const quoted = `"${(name ?? '').replaceAll(/["\\<>]/g, '')}"`
  return `${quoted} <${(number ?? '').replaceAll(/[^\d+*#]/g, '')}>`
}
