import { once } from 'node:events'
import WebSocket from 'ws'
import { basicAuth } from '../../../bin/lib/readiness.mjs'

type Carrier = { url: string; ari: { username: string; password: string } }
type Channel = { id: string; name: string; state: string; dialplan: { exten: string } }
type NetworkEvent = { type: string; channel?: Channel; cause?: number }
/** One call that reached the network: to which number, and from when to when. */
export type Dial = { channelId: string; number: string; startedAt: number; endedAt: number | null }
export type CustomerCall = { did: string; number?: string; name?: string }
export type Network = Awaited<ReturnType<typeof watchNetwork>>
export type Customer = Awaited<ReturnType<Network['customerCalls']>>

/**
 * The telephone network as its operator sees it: it has customers call, and knows of each call whether it is up and
 * which numbers the centre dialled. So what a customer suffers is seen from the customer's side.
 */
export async function watchNetwork({ url, ari }: Carrier) {
  const headers = { authorization: basicAuth(ari) }
  const address = `${url.replace('http', 'ws')}/ari/events?app=watch&subscribeAll=true`
  const socket = new WebSocket(address, { headers })
  const ended = new Map<string, number>()
  const dials = new Map<string, Dial>()
  let customers = 0
  socket.on('message', (text: Buffer) => note(JSON.parse(text.toString()) as NetworkEvent))
  await once(socket, 'open')

  function note({ type, channel, cause }: NetworkEvent): void {
    if (!channel) return
    if (type === 'ChannelCreated' && !channel.id.startsWith('customer-')) {
      dials.set(channel.id, {
        channelId: channel.id,
        number: channel.dialplan.exten,
        startedAt: Date.now(),
        endedAt: null,
      })
    }
    if (type !== 'ChannelDestroyed') return
    ended.set(channel.id, cause ?? 0)
    const dial = dials.get(channel.id)
    if (dial) dial.endedAt = Date.now()
  }

  async function ask(method: string, path: string): Promise<Response> {
    return fetch(`${url}/ari/${path}`, { method, headers })
  }

  async function heardPackets(channelId: string): Promise<number> {
    const statistics = (await (await ask('GET', `channels/${channelId}/rtp_statistics`)).json()) as { rxcount: number }
    return statistics.rxcount
  }

  return {
    /** A customer calls and talks once answered, until hanging up or being hung up on. */
    async customerCalls({ did, number = '+380671234567', name = 'Customer' }: CustomerCall) {
      const channelId = `customer-${(customers += 1)}-${Date.now()}`
      const query = new URLSearchParams({
        endpoint: `PJSIP/${did}@centre`,
        context: 'customer-talks',
        extension: 's',
        priority: '1',
        callerId: `"${name}" <${number}>`,
        timeout: '300',
        channelId,
      })
      const response = await ask('POST', `channels?${query.toString()}`)
      if (!response.ok) throw new Error(`the network refused: ${await response.text()}`)
      return {
        channelId,
        number,
        /** The line is not ended, by nobody. */
        isConnected: () => !ended.has(channelId),
        async isAnswered(): Promise<boolean> {
          const channel = (await (await ask('GET', `channels/${channelId}`)).json()) as Partial<Channel>
          return channel.state === 'Up'
        },
        /** Sound packets that the customer got so far. */
        heardPackets: () => heardPackets(channelId),
        async hangUp(): Promise<void> {
          await ask('DELETE', `channels/${channelId}`)
        },
      }
    },
    /** Sound packets that the customer of a dial got so far. */
    heardPackets,
    /** Calls that the centre placed, in order. */
    dials: (number?: string): Dial[] =>
      [...dials.values()].filter((dial) => number === undefined || dial.number === number),
    close: (): void => socket.close(),
  }
}
