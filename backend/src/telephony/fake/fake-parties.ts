import type { LeftAlone } from '../port.ts'
import { pickUp, type FakeExchange } from './fake-exchange.ts'

export type CustomerCall = { did: string; number?: string | null; name?: string | null; channelId?: string }

/** The people and phones at the other end. */
export function createFakeParties(exchange: FakeExchange, createId: () => string) {
  const { tell, channel } = exchange

  return {
    /** A customer dials one of our numbers; returns the channel. */
    customerCalls({ did, number = null, name = null, channelId = createId() }: CustomerCall): string {
      const caller = { callerNumber: number, callerName: name }
      exchange.addChannel({ channelId, did, ...caller, state: 'ringing', entered: true })
      tell({ type: 'customerArrived', channelId, did, ...caller, answered: false })
      return channelId
    },
    /** An agent's phone registers, if its account has been pushed; returns whether it was let in. */
    phoneRegisters(username: string, password?: string): boolean {
      const expected = exchange.accounts.get(username)
      if (expected === undefined || (password !== undefined && password !== expected)) return false
      exchange.registered.add(username)
      tell({ type: 'phoneRegistered', username })
      return true
    },
    phoneUnregisters(username: string): void {
      if (exchange.registered.delete(username)) tell({ type: 'phoneUnregistered', username })
    },
    /** An agent's phone dials the room extension; returns the channel. */
    phoneCallsRoom(username: string, channelId: string = createId()): string {
      exchange.addChannel({ channelId, username, state: 'ringing', entered: true })
      tell({ type: 'roomEntered', channelId, username })
      return channelId
    },
    /** The phone that we called rings. */
    rings(channelId: string): void {
      channel(channelId).state = 'ringing'
      tell({ type: 'channelRinging', channelId })
    },
    /** The one whom we called picks up, and is listened to: what answers is not known yet. */
    picksUp: (channelId: string): void => pickUp(exchange, channel(channelId)),
    /** The one whom we called picks up; a machine is noticed only where that was asked for. */
    answers(channelId: string, { isMachine = false } = {}): void {
      const called = channel(channelId)
      if (!called.purpose || called.entered) return
      pickUp(exchange, called)
      called.entered = true
      const verdict = isMachine && called.detectsMachine ? { isMachine: true as const } : {}
      tell({ type: 'legAnswered', channelId, purpose: called.purpose, ...verdict })
    },
    /** Picks up while nobody listens: waits, and hears the farewell if it takes too long. */
    answersAlone(channelId: string, left: LeftAlone): void {
      channel(channelId).state = 'up'
      exchange.leftAlone.set(channelId, left)
    },
    /** The exchange takes a customer back whose stay is over, and finds that somebody listens. */
    arrivesAgain(channelId: string): void {
      const found = Object.assign(channel(channelId), { state: 'up', bridgeId: null })
      const { did, callerNumber, callerName, purpose } = found
      if (purpose) return tell({ type: 'legAnswered', channelId, purpose })
      tell({ type: 'customerArrived', channelId, did: did ?? '', callerNumber, callerName, answered: true })
    },
    /** The exchange has taken a customer back, and nobody listens. */
    leavesMessage: (channelId: string): void =>
      void Object.assign(channel(channelId), { state: 'up', bridgeId: null, entered: false, leavesMessage: true }),
    /** Gets in by a later try of the exchange. */
    isLetIn(channelId: string, aloneMs: number): void {
      const called = channel(channelId)
      called.entered = true
      if (called.purpose) tell({ type: 'legAnswered', channelId, purpose: called.purpose, aloneMs })
    },
    /** Ends the call from the other end; for one whom we called and who has not answered, `cause` says why not. */
    hangsUp: (channelId: string, cause = 16): void => exchange.dropChannel(channelId, cause),
    presses: (channelId: string, digit: string): void => tell({ type: 'dtmfReceived', channelId, digit }),
  }
}
