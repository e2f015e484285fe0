import { transaction, type Database } from '@orderline/db'
import type { DialOrder, InFlight, OrderStatus, Postponement } from '@orderline/domain/contract'
import type { RetryRules } from '@orderline/domain/dialing'
import type { Claims } from '@orderline/runtime/claims'
import type { Clock } from '@orderline/runtime/clock'
import type { Logger } from '@orderline/runtime/logger'
import { assignCall, changeOrder, findClientTimeZone, lockOrder } from './dialing-repository.ts'
import { openAttempt, withdrawAttempt } from './open-attempt.ts'
import type { StartDialedCall } from './ports.ts'

export type DialServiceDeps = {
  db: Database
  rules: RetryRules
  inFlight: Claims<InFlight>
  startDialedCall: StartDialedCall
  /** Tells the dialer that an order or an agent is free again. */
  wakeDialer: () => Promise<unknown>
  now: Clock
  log: Logger
}

/**
 * dialed: the call is under way. given-back: the dialer may choose the order again. repeated: another run of the same
 * dial order was here, and whatever it left is the sweeper's. stale: the order belongs to another attempt by now.
 */
export type DialResult = 'dialed' | 'given-back' | 'repeated' | 'stale'
type Opened = { order: DialOrder; claim: InFlight; previousStatus: OrderStatus }
export type DialService = ReturnType<typeof createDialService>

/**
 * Carries out dial orders. The steps stand in such an order that a death between any two leaves either nothing, or
 * an open attempt which the sweeper closes when no live call belongs to it: claim (dialer) → attempt in MariaDB →
 * agent, live call and originate ({@link StartDialedCall}). A second run of the same order stops at the attempt.
 */
export function createDialService(deps: DialServiceDeps) {
  const { db, inFlight, now, log } = deps

  async function giveBack(order: DialOrder, because: string): Promise<'given-back'> {
    log.info({ orderId: order.subject.id, attemptId: order.attemptId, because }, 'dial order given back')
    await inFlight.release(order.subject.id, order.attemptId)
    await deps.wakeDialer()
    return 'given-back'
  }

  async function start({ order, claim, previousStatus }: Opened): Promise<DialResult> {
    const { attemptId } = order
    const orderId = order.subject.id
    const withdraw = async (because: string) => {
      await withdrawAttempt(db, order, previousStatus)
      return giveBack(order, because)
    }
    if (now() >= order.expiresAt) return withdraw('expired while it was written down')
    const started = await deps.startDialedCall(order)
    if (!started.started) return withdraw(started.because)
    const { callId, agentId } = started
    await inFlight.change(orderId, { ...claim, startedAt: now() })
    await assignCall(db, { attemptId, callId, agentId })
    log.info({ callId, agentId, orderId, attemptId }, 'order dialled')
    return 'dialed'
  }

  /** Writes down when an order that is due may be dialled; one that never may again is exhausted. */
  async function postpone({ subject, until, because }: Postponement): Promise<void> {
    const orderId = subject.id
    const isChanged = await transaction(db, async (trx) => {
      const order = await lockOrder(trx, orderId)
      // An inactive client may be active again tomorrow: its orders wait.
      if (!order || (await findClientTimeZone(trx, order.clientId)) === undefined) return false
      if (order.nextAttemptAt !== null && order.nextAttemptAt > now()) return false
      const change = until === null ? { status: 'exhausted' as const, nextAttemptAt: null } : { nextAttemptAt: until }
      return changeOrder(trx, { orderId, from: ['new', 'retry'], change })
    })
    if (isChanged) log.info({ orderId, until, because }, 'order postponed')
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
      await postpone({ subject: order.subject, until: opened.notBefore, because: opened.because })
      return giveBack(order, opened.because)
    },
    postpone,
  }
}
