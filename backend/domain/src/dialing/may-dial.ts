import type { EpochMs, OrderStatus } from '../contract/index.ts'
import { lawfulNow, nextLawfulDay, nextLawfulMoment } from './lawful-hours.ts'
import { clockText, localTime } from './local-time.ts'
import type { RetryRules } from './retry-rules.ts'

export type DialQuestion = {
  status: OrderStatus
  nextAttemptAt: EpochMs | null
  /** Charged attempts of the order. */
  attemptsMade: number
  /** Charged attempts of the number today, whatever the order. */
  attemptsOfDay: number
  now: EpochMs
  timeZone: string
  rules: RetryRules
}

/** `notBefore`: the first moment at which the same question may have another answer; null: never by itself. */
export type DialDecision =
  { allowed: true; because: string[] } | { allowed: false; because: string; notBefore: EpochMs | null }

/**
 * Whether this number may be dialled for this order at this moment. Asked by the dialer when it chooses, and again by
 * the backend at the moment of dialling. An order that is being dialled, talked to or settled is refused here; that
 * two do not ask at once is kept by the in-flight entry and by the database's unique key.
 */
export function mayDial(question: DialQuestion): DialDecision {
  return refusal(question) ?? { allowed: true, because: reasons(question) }
}

function refusal(question: DialQuestion): (DialDecision & { allowed: false }) | undefined {
  const { status, nextAttemptAt, now, timeZone, rules } = question
  const local = { now, timeZone, hours: rules.hours }
  if (status !== 'new' && status !== 'retry') return refuse(`the order is ${status}`, null)
  if (nextAttemptAt === null) return refuse('no attempt is planned', null)
  if (nextAttemptAt > now) return refuse('the next attempt is planned for later', nextAttemptAt)
  if (question.attemptsMade >= rules.attemptsInTotal) return refuse('all attempts of the order are made', null)
  if (!lawfulNow(local)) return refuse(`out of hours in ${timeZone}`, nextLawfulMoment(local))
  if (question.attemptsOfDay >= rules.attemptsOfDay) {
    return refuse('all attempts of the day to this number are made', nextLawfulDay(local))
  }
  return undefined
}

function refuse(because: string, notBefore: EpochMs | null): DialDecision & { allowed: false } {
  return { allowed: false, because, notBefore }
}

function reasons({ now, timeZone, attemptsMade, attemptsOfDay, rules }: DialQuestion): string[] {
  const { fromMinute, untilMinute } = rules.hours
  const localClock = clockText(localTime(now, timeZone).minuteOfDay)
  return [
    `local time ${localClock} in ${timeZone} is within ${clockText(fromMinute)}–${clockText(untilMinute)}`,
    `attempt ${attemptsMade + 1} of ${rules.attemptsInTotal}`,
    `today ${attemptsOfDay + 1} of ${rules.attemptsOfDay}`,
  ]
}
