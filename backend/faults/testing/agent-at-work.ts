import { io, type Socket } from 'socket.io-client'
import type { AgentDesktop, SessionView, SipAccountView } from '@orderline/domain/contract'
import { openSipPhone, type SipPhone } from '../../src/telephony/testing/sip-phone.ts'
import { become } from './become.ts'
import type { FaultCentre } from './fault-centre.ts'

export type AgentAtWork = Awaited<ReturnType<typeof bringAgentToWork>>

/**
 * An agent as a page is one: session, socket, phone through the backend's own address, a room when that is the
 * agent's way, ready. After an outage the socket comes back by itself, the phone by `reconnectPhone`.
 */
export async function bringAgentToWork(centre: FaultCentre, key: string, { url = centre.url } = {}) {
  const api = await centre.logIn(key, url)
  const { userId, audioMode } = await api.get<SessionView>('/api/session')
  const account = await api.get<SipAccountView>('/api/agent/sip-account')
  const hasRoom = audioMode === 'persistent'
  let phone = await openPhone()
  const { socket, screen } = openScreen(url, api.cookie(), () => hasRoom)
  await enter()

  function openPhone(): Promise<SipPhone> {
    const sip = `${url.replace('http', 'ws')}/sip`
    return openSipPhone({ url: sip, headers: { cookie: api.cookie() }, ...account, onCall: 'ring' })
  }

  async function enter(): Promise<void> {
    const status = await phone.register()
    if (status !== 200) throw new Error(`the phone of ${key} may not register: ${status}`)
    if (hasRoom) await phone.call(account.roomExtension)
  }

  const desktop = () => api.get<AgentDesktop>('/api/agent/desktop')

  return {
    userId,
    api,
    desktop,
    /** What the page shows: the last desktop that was pushed. */
    screen,
    /** Waits until the page shows it, by pushes alone. */
    until: (what: string, isSo: (desktop: AgentDesktop) => boolean, within?: number) =>
      become(
        `the screen of ${key}: ${what}`,
        () => {
          const shown = screen()
          return shown && isSo(shown) ? shown : undefined
        },
        within,
      ),
    async getReady(): Promise<void> {
      await become(`${key} can be ready`, async () => {
        const { agent } = await desktop()
        if (hasRoom && !agent.roomReady) return false
        if (['ready', 'reserved'].includes(agent.state)) return true
        return (await api.ask('POST', '/api/agent/state', { body: { to: 'ready' } })).status === 204
      })
    },
    /** Answers as the page does: the phone, which rings a little after the card came, or the room by a click. */
    async answer(): Promise<void> {
      const { call } = await desktop()
      if (call?.audio === 'room') await api.post('/api/agent/call/answer')
      else await become(`the phone of ${key} rings`, () => phone.answerRinging())
    },
    async wrapUp(): Promise<void> {
      const { agent } = await desktop()
      if (agent.state !== 'wrap-up') return
      await api.post('/api/agent/wrap-up', { callId: agent.callId, disposition: 'other' })
    },
    /** Ends a talk, writes it down, and takes no other. */
    async rest(): Promise<void> {
      await become(`${key} rests`, async () => {
        const { agent } = await desktop()
        if (agent.state === 'break') return true
        if (agent.state === 'talking') await api.ask('POST', '/api/agent/call/hang-up', { body: {} })
        // The break first: with the wrap-up over, the next customer would come at once.
        await api.ask('POST', '/api/agent/state', { body: { to: 'break', reason: 'short', afterCall: true } })
        const { callId } = agent
        if (agent.state === 'wrap-up') await api.post('/api/agent/wrap-up', { callId, disposition: 'other' })
        return false
      })
    },
    /** The page's phone opens its line again and registers; a room that is up is left as it is. */
    async reconnectPhone({ room = false } = {}): Promise<void> {
      phone.close()
      phone = await openPhone()
      const statuses = [await phone.register(), ...(room ? [await phone.call(account.roomExtension)] : [])]
      if (statuses.some((status) => status !== 200)) throw new Error(`${key} is not let in: ${statuses.join(', ')}`)
    },
    leave(): void {
      socket.close()
      phone.close()
    },
  }
}

function openScreen(
  url: string,
  cookie: string,
  isRoomUp: () => boolean,
): { socket: Socket; screen: () => AgentDesktop | undefined } {
  let shown: AgentDesktop | undefined
  const socket = io(url, {
    transports: ['websocket'],
    extraHeaders: { cookie },
    reconnectionDelay: 200,
    reconnectionDelayMax: 1000,
  })
  const health = () => ({
    registered: true,
    roomUp: isRoomUp(),
    microphoneLevel: null,
    packetLossPercent: null,
    roundTripMs: null,
  })
  socket.on('connect', () => socket.emit('phone', health()))
  socket.on('desktop', (desktop: AgentDesktop) => (shown = desktop))
  return { socket, screen: () => shown }
}
