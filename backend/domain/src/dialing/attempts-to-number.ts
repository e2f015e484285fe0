import type { AttemptOutcome, CallbackSource, EpochMs } from '../contract/index.ts'
import { hourMs } from './local-time.ts'
import { isCharged } from './retry-rules.ts'

/**
 * How far back attempts to a number count. Long enough that several orders, lists and campaigns one after the other add
 * up to one disturbance; short enough that a number which has got another owner, or an owner back from a journey, is not
 * given up for ever.
 */
export const numberPeriodDays = 30
export const numberPeriodMs = numberPeriodDays * 24 * hourMs

/** One dial of a number, whatever the order, record, campaign or client. `isTalk`: its customer and an agent heard each other. */
export type DialOfNumber = { startedAt: EpochMs; outcome: AttemptOutcome | null; isTalk: boolean }

/** What was dialled of a number in the period, in any order, and when its owner last called us and was talked to. */
export type NumberHistory = { dials: readonly DialOfNumber[]; calledUsAt: EpochMs | null }

/**
 * How many attempts count against the limit of a number: those of the period that reached nobody. A talk begins the count
 * anew, whoever called whom, so that a customer who orders often and is talked to never comes near it. An order by itself
 * does not: anybody can write a stranger's number into a shop's form, again and again.
 */
export function attemptsToNumber({ dials, calledUsAt }: NumberHistory, now: EpochMs): number {
  const talks = dials.flatMap(({ isTalk, startedAt }) => (isTalk ? [startedAt] : []))
  const after = Math.max(now - numberPeriodMs, calledUsAt ?? -Infinity, ...talks)
  return dials.filter((dial) => dial.startedAt > after && isCounted(dial)).length
}

export type Promised = { at: EpochMs; source: CallbackSource }

/** What we owe for an abandoned call, or what an agent dials by hand, is nothing that the customer has asked for. */
const wished: readonly CallbackSource[] = ['agent', 'queue', 'missed']

/**
 * Whether this dial is the one that the customer wants: it was asked for, and the number was not rung since its time. The
 * limits of attempts do not stand against it; those that follow when it reaches nobody are attempts as any other.
 */
export function isWishedCall(promised: Promised | null, { dials }: Pick<NumberHistory, 'dials'>): boolean {
  if (!promised || !wished.includes(promised.source)) return false
  return !dials.some((dial) => dial.startedAt >= promised.at && isCounted(dial))
}

/** One under way does. */
function isCounted({ outcome }: DialOfNumber): boolean {
  return outcome === null || isCharged(outcome)
}
