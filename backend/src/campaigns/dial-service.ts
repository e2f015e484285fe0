import type { DialOrder, InFlight } from '@orderline/domain/contract'
import type { Claims } from '@orderline/runtime/claims'
import { assignCall } from './dialing-repository.ts'
import { openAttempt, withdrawAttempt } from './open-attempt.ts'
import type { StartDialedCall } from './ports.ts'
import { createPostponeDial, type PostponeDialDeps } from './postpone-dial.ts'
import { namesOf } from './subjects-repository.ts'

export type DialServiceDeps = PostponeDialDeps & {
  inFlight: Claims<InFlight>
  startDialedCall: StartDialedCall
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
  const postpone = createPostponeDial(deps)

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
