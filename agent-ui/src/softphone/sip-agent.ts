import type { SipAccountView } from '@orderline/domain/contract'
import { UA, WebSocketInterface } from 'jssip'
import type { RTCSession } from 'jssip/lib/RTCSession'
import { createLeg, type Leg, type LegEvents } from './leg.ts'

/** `callId`: the call that the INVITE names; null when it names none. */
export type Invite = { take: (events: LegEvents) => Leg; callId: string | null; callerNumber: string }

export type SipAgentEvents = {
  registered: () => void
  /** Not registered (any more); JsSIP reconnects its socket by itself, a refused account it does not try again. */
  unregistered: (wasRefused: boolean) => void
  /** An INVITE arrived; whoever takes it gives the leg its listeners. */
  invited: (invite: Invite) => void
}

/** Of the event `newRTCSession`, what we use. */
type NewSession = {
  originator: string
  session: RTCSession
  request: { getHeader(name: string): string | undefined }
}

export type SipAgent = ReturnType<typeof createSipAgent>

/** Registers the account over `/sip` of the page's own origin and makes legs. Starts at once. */
export function createSipAgent(account: SipAccountView, socketUrl: string, events: SipAgentEvents) {
  const iceServers = account.iceServers as RTCIceServer[]
  const ua = new UA({
    sockets: [new WebSocketInterface(socketUrl)],
    uri: `sip:${account.username}@${account.realm}`,
    authorization_user: account.username,
    password: account.password,
    realm: account.realm,
    register_expires: 120,
    session_timers: false,
    connection_recovery_min_interval: 1,
    connection_recovery_max_interval: 4,
  })

  let isClosed = false
  const lose = (wasRefused: boolean): void => {
    // One that was closed takes leave for a while yet, when another may be registered already.
    if (!isClosed) events.unregistered(wasRefused)
  }

  ua.on('registered', () => events.registered())
  ua.on('unregistered', () => lose(false))
  ua.on('disconnected', () => lose(false))
  ua.on('registrationFailed', () => lose(ua.isConnected()))
  ua.on('newRTCSession', ({ originator, session, request }: NewSession) => {
    if (originator !== 'remote') return
    const take = (legEvents: LegEvents) => createLeg(session, iceServers, legEvents)
    const callId = request.getHeader('X-Orderline-Call') ?? null
    events.invited({ take, callId, callerNumber: session.remote_identity.uri.user })
  })
  ua.start()

  return {
    username: account.username,
    call(extension: string, microphone: MediaStream, legEvents: LegEvents): Leg {
      const session = ua.call(`sip:${extension}@${account.realm}`, {
        mediaStream: microphone,
        pcConfig: { iceServers },
      })
      return createLeg(session, iceServers, legEvents)
    },
    registerAgain(): void {
      if (ua.isConnected()) ua.register()
    },
    close(): void {
      isClosed = true
      ua.stop()
    },
  }
}
