import type { SipAccountView } from '@orderline/domain/contract'
import { ApiError } from '../api/api-error.ts'
import { createRetrySchedule } from '../timing/retry-schedule.ts'
import type { Leg, LegEvents } from './leg.ts'
import { createSipAgent, type Invite, type SipAgent } from './sip-agent.ts'

/** replaced: a later login of the same person has the phone now. */
export type RegistrationState = 'connecting' | 'registered' | 'replaced'

type Deps = {
  fetchAccount: () => Promise<SipAccountView>
  socketUrl: string
  onState: (state: RegistrationState) => void
  /** Another account takes the place of the one over which the present leg was made, and ends that leg. */
  onReplacing: () => void
  onInvited: (invite: Invite) => void
}

/**
 * Keeps this login's account registered. A lost socket JsSIP mends by itself; after a refusal the account is asked for
 * again, because the exchange may have been restarted or the server may have made a new one.
 */
export function createRegistration({ fetchAccount, socketUrl, onState, onReplacing, onInvited }: Deps) {
  const retry = createRetrySchedule(1000, 10_000)
  let sipAgent: SipAgent | undefined
  let account: SipAccountView | undefined
  let isClosed = false

  async function register(): Promise<void> {
    try {
      account = await fetchAccount()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      onState(error.status === 404 ? 'replaced' : 'connecting')
      if (!isClosed) retry.again(() => void register())
      return
    }
    if (isClosed) return
    if (sipAgent?.username === account.username) sipAgent.registerAgain()
    else replaceSipAgent(account)
  }

  function replaceSipAgent(next: SipAccountView): void {
    onReplacing()
    sipAgent?.close()
    sipAgent = createSipAgent(next, socketUrl, { registered, unregistered, invited: onInvited })
  }

  function registered(): void {
    retry.reset()
    onState('registered')
  }

  function unregistered(wasRefused: boolean): void {
    if (isClosed) return
    onState('connecting')
    if (wasRefused) retry.again(() => void register())
  }

  onState('connecting')
  void register()

  return {
    /** Calls the room; undefined while there is no account yet. */
    callRoom: (microphone: MediaStream, events: LegEvents): Leg | undefined =>
      account && sipAgent?.call(account.roomExtension, microphone, events),
    close(): void {
      isClosed = true
      retry.cancel()
      sipAgent?.close()
    },
  }
}
