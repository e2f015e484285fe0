import { transaction, type Database } from '@orderline/db'
import type { DialOrder, DialSubject, InFlight, Postponement } from '@orderline/domain/contract'
import type { RetryRules } from '@orderline/domain/dialing'
import type { Claims } from '@orderline/runtime/claims'
import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import { decideDial } from './decide-dial.ts'
import { assignCall } from './dialing-repository.ts'
import { openAttempt, withdrawAttempt } from './open-attempt.ts'
import type { StartDialedCall } from './ports.ts'
import { writeRefusal } from './write-refusal.ts'
import { lockSubject } from './subjects-repository.ts'

export type DialServiceDeps = {
  db: Database
  rules: RetryRules
  inFlight: Claims<InFlight>
  startDialedCall: StartDialedCall
  /** Whether the customer of this number talks to us, or waits to. */
  isOnTheLine: (number: string) => boolean
  /** Tells the dialer that a subject or an agent is free again. */
  wakeDialer: () => Promise<unknown>
  now: Clock
  log: Logger
}

/**
 * dialed: the call is under way. given-back: the dialer may choose the subject again. repeated: another run of the same
 * dial order was here, and whatever it left is the sweeper's. stale: the subject belongs to another attempt by now.
 */
export type DialResult = 'dialed' | 'given-back' | 'repeated' | 'stale'
type Opened = { order: DialOrder; claim: InFlight; previousStatus: 'new' | 'retry' }
export type DialService = ReturnType<typeof createDialService>

/**
 * Carries out dial orders. The steps stand in such an order that a death between any two leaves either nothing, or
 * an open attempt which the sweeper closes when no live call belongs to it: claim (dialer) → attempt in MariaDB →
 * agent, live call and originate ({@link StartDialedCall}). A second run of the same order stops at the attempt.
 */
export function createDialService(deps: DialServiceDeps) {
  const { db, inFlight, now, log } = deps

  async function giveBack(order: DialOrder, because: string): Promise<'given-back'> {
    log.info({ ...namesOf(order.subject), attemptId: order.attemptId, because }, 'dial order given back')
    await inFlight.release(order.subject.id, order.attemptId)
    await deps.wakeDialer()
    return 'given-back'
  }

  async function start({ order, claim, previousStatus }: Opened): Promise<DialResult> {
    const { attemptId, subject } = order
    const withdraw = async (because: string) => {
      await withdrawAttempt(db, order, previousStatus)
      return giveBack(order, because)
    }
    if (now() >= order.expiresAt) return withdraw('expired while it was written down')
    const started = await deps.startDialedCall(order)
    if (!started.started) return withdraw(started.because)
    const { callId, agentId } = started
    await inFlight.change(subject.id, { ...claim, startedAt: now() })
    await assignCall(db, { attemptId, callId, agentId })
    log.info({ callId, agentId, ...namesOf(subject), attemptId }, 'number dialled')
    return 'dialed'
  }

  /**
   * Something due may not be dialled: asked anew, now that it is locked, and written down. It goes by what is true
   * now; `until` tells only that there was a reason to ask.
   */
  async function postpone({ subject, because }: Postponement): Promise<void> {
    const change = await transaction(db, async (trx) => {
      const locked = await lockSubject(trx, subject)
      if (!locked) return undefined
      const { number } = locked
      const isOnTheLine = deps.isOnTheLine(number)
      const question = { locked, number, mode: 'gentlest', isOnTheLine, now: now(), rules: deps.rules } as const
      const decision = await decideDial(trx, question)
      return decision.allowed ? undefined : writeRefusal(trx, { locked, refusal: decision, at: now() })
    })
    if (change) log.info({ ...namesOf(subject), ...change, because }, 'dial postponed')
  }

  return {
    /** Rejects when storage or telephony fails in the middle; nothing is tried again then, the sweeper clears up. */
    async carryOut(order: DialOrder): Promise<DialResult> {
      const claim = await inFlight.get(order.subject.id)
      if (claim?.attemptId !== order.attemptId) return 'stale'
      if (now() >= order.expiresAt) return giveBack(order, 'expired')
      const opened = await openAttempt({ db, rules: deps.rules }, { order, now: now() })
      if (opened.kind === 'repeated') return 'repeated'
      if (opened.kind === 'opened') return start({ order, claim, previousStatus: opened.previousStatus })
      const { because, notBefore: until } = opened.refusal
      await postpone({ subject: order.subject, until, because })
      return giveBack(order, because)
    },
    postpone,
  }
}

function namesOf({ kind, id }: DialSubject): { orderId: string } | { recordId: string } {
  return kind === 'order' ? { orderId: id } : { recordId: id }
}
