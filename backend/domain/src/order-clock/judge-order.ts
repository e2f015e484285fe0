import type { AttemptOutcome, ClockExclusion, ClockRisk, EpochMs, OrderClock, OrderStatus } from '../contract/index.ts'
import { lawfulNow, type CallingHours } from '../dialing/index.ts'

/** The promise to a shop: from the receipt of an order until logistics has it. */
export const promiseMs = 15 * 60_000

const minuteMs = 60_000
/** Less than this left: a dial, a talk and the hand-over hardly fit any more. */
const firstDialNeedsMs = 10 * minuteMs
const talkNeedsMs = 5 * minuteMs
/** Logistics answers within a second when all is well. */
const handOverNeedsMs = 30_000

/** Attempts that found nobody because of the customer or the number; what we or the network spoiled is not among them. */
export const unreachedOutcomes: readonly AttemptOutcome[] = ['busy', 'no-answer', 'rejected', 'machine', 'unallocated']

export type ClockFacts = Omit<OrderClock, 'placedAt'> & {
  status: OrderStatus
  nextAttemptAt: EpochMs | null
  /** End of the first attempt with one of {@link unreachedOutcomes}. */
  unreachedAt: EpochMs | null
  /** When the customer first asked to be called at another time. */
  postponedAt: EpochMs | null
  /** See {@link isPromiseStaffed}. */
  isStaffed: boolean
}

/**
 * kept, late: logistics has it. missed: the time is over and logistics has it not. running: the time is not over.
 * excluded: the promise is not meant for it.
 */
export type ClockVerdict =
  | { kind: 'kept' | 'late'; tookMs: number }
  | { kind: 'missed' }
  | { kind: 'running'; deadlineAt: EpochMs; risk: ClockRisk | null }
  | { kind: 'excluded'; because: ClockExclusion }

/** Whether the centre calls during all of the 15 minutes after this moment, by the wall clock of the shop. */
export function isPromiseStaffed(receivedAt: EpochMs, { timeZone, hours }: { timeZone: string; hours: CallingHours }) {
  const isOpen = (now: EpochMs) => lawfulNow({ now, timeZone, hours })
  return isOpen(receivedAt) && isOpen(receivedAt + promiseMs - 1)
}

/**
 * How an order stands against the promise. Not meant are, in this order: cancelled ones; those received when the centre
 * does not call for 15 minutes on end; those whose customer asked, within the 15 minutes, to be called later; those whose
 * customer was called within them, was not there (`unreachedOutcomes`), and was not talked to within them either.
 * The last two are known only when the time is over: until then an order runs.
 */
export function judgeOrder(facts: ClockFacts, now: EpochMs): ClockVerdict {
  const deadlineAt = facts.receivedAt + promiseMs
  if (facts.status === 'cancelled') return excluded('cancelled')
  if (!facts.isStaffed) return excluded('unstaffed')
  const { handedOverAt } = facts
  if (handedOverAt !== null && handedOverAt <= deadlineAt) return took('kept', facts.receivedAt, handedOverAt)
  if (handedOverAt === null && now <= deadlineAt) {
    return { kind: 'running', deadlineAt, risk: riskOf(facts, { deadlineAt, now }) }
  }
  const inTime = (at: EpochMs | null) => at !== null && at <= deadlineAt
  if (inTime(facts.postponedAt)) return excluded('postponed')
  if (inTime(facts.unreachedAt) && !inTime(facts.contactedAt)) return excluded('unreachable')
  return handedOverAt === null ? { kind: 'missed' } : took('late', facts.receivedAt, handedOverAt)
}

/** So long before the time is over somebody can still do something about it. */
export const alarmBeforeMs = 2 * minuteMs

/**
 * Whether people must be told: the promise is missed, or will be in {@link alarmBeforeMs} if nothing changes. Not of an
 * order for which it will turn out not to be meant.
 */
export function needsAlarm(facts: ClockFacts, now: EpochMs): boolean {
  const verdict = judgeOrder(facts, now)
  if (verdict.kind !== 'running') return verdict.kind === 'missed'
  const isNear = verdict.risk !== null && verdict.deadlineAt - now <= alarmBeforeMs
  return isNear && judgeOrder(facts, verdict.deadlineAt + 1).kind === 'missed'
}

function riskOf(facts: ClockFacts, { deadlineAt, now }: { deadlineAt: EpochMs; now: EpochMs }): ClockRisk | null {
  const left = deadlineAt - now
  if (facts.confirmedAt !== null) {
    return now - facts.confirmedAt > handOverNeedsMs || left < handOverNeedsMs ? 'waiting-logistics' : null
  }
  if (facts.status === 'exhausted') return 'no-more-attempts'
  if (facts.status === 'retry') {
    const nextAt = facts.nextAttemptAt ?? Infinity
    return deadlineAt - Math.max(nextAt, now) < talkNeedsMs ? 'retry-later' : null
  }
  if (facts.status === 'new') return left < firstDialNeedsMs ? 'no-attempt' : null
  return left < talkNeedsMs ? 'in-contact' : null
}

function excluded(because: ClockExclusion): ClockVerdict {
  return { kind: 'excluded', because }
}

function took(kind: 'kept' | 'late', receivedAt: EpochMs, handedOverAt: EpochMs): ClockVerdict {
  return { kind, tookMs: handedOverAt - receivedAt }
}
