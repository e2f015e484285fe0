import type { AttemptOutcome, EpochMs } from '../contract/index.ts'
import { numberPeriodDays } from './attempts-to-number.ts'
import { nextLawfulDay, nextLawfulMoment } from './lawful-hours.ts'
import { clockText, hourMs, localTime, minuteMs } from './local-time.ts'
import type { RetryRule, RetryRules } from './retry-rules.ts'

export type PastAttempt = { outcome: AttemptOutcome; startedAt: EpochMs }

export type AttemptEnded = {
  outcome: AttemptOutcome
  /** Charged attempts of the order or record, the one that just ended included. */
  attemptsMade: number
  /** Charged attempts of the number today, the one that just ended included. */
  attemptsOfDay: number
  /** Attempts of the number that count against its limit, the one that just ended included: see `attemptsToNumber`. */
  attemptsToNumber: number
  /** Its earlier attempts and the one that just ended, oldest first. */
  lastOutcomes: readonly PastAttempt[]
  now: EpochMs
  timeZone: string
  rules: RetryRules
}

/** `because` is a sentence for its timeline. */
export type NextAttempt = { at: EpochMs; because: string } | { exhausted: true; because: string }

/** A sentence for timelines; the screens know it. */
export function numberIsUsedUp({ attemptsToNumber }: Pick<RetryRules, 'attemptsToNumber'>): string {
  return `all ${attemptsToNumber} attempts to the number in ${numberPeriodDays} days are made, without a talk`
}

type Wait = { minutes: number; otherHour: boolean; because: string } | { stop: string }

/** Decides when, if ever, an order or record is dialled again after an attempt that did not settle it. */
export function planNextAttempt(ended: AttemptEnded): NextAttempt {
  const { attemptsMade, attemptsToNumber, rules } = ended
  const wait = waitAfter(ended, rules.ofOutcome[ended.outcome])
  if ('stop' in wait) return { exhausted: true, because: wait.stop }
  if (attemptsMade >= rules.attemptsInTotal) {
    return { exhausted: true, because: `all ${rules.attemptsInTotal} attempts are made` }
  }
  if (attemptsToNumber >= rules.attemptsToNumber) return { exhausted: true, because: numberIsUsedUp(rules) }
  const at = firstFittingMoment(ended, wait)
  const { day, minuteOfDay } = localTime(at, ended.timeZone)
  return { at, because: `${wait.because}: again ${day} ${clockText(minuteOfDay)} (${ended.timeZone})` }
}

function waitAfter({ outcome, lastOutcomes, rules }: AttemptEnded, rule: RetryRule): Wait {
  switch (rule.kind) {
    case 'stop':
      return { stop: rule.because }
    case 'free': {
      const seen = lastOutcomes.filter((past) => past.outcome === outcome).length
      if (rule.times !== undefined && seen > rule.times) return { stop: `${outcome} ${seen} times` }
      const minutes = Math.min(rule.afterMinutes * 2 ** (runLength(lastOutcomes, outcome) - 1), rule.longestMinutes)
      return { minutes, otherHour: false, because: `${outcome}, not charged` }
    }
    case 'retry': {
      const seen = lastOutcomes.filter((past) => past.outcome === outcome).length
      if (seen <= rule.times) return waitOf(rule, `${outcome}, ${seen} of ${rule.times}`)
      const then = rules.ofOutcome['no-answer']
      if (rule.otherwise === 'stop' || then.kind !== 'retry') return { stop: `${outcome} ${seen} times` }
      return waitOf(then, `${outcome} ${seen} times`)
    }
  }
}

function waitOf(rule: RetryRule & { kind: 'retry' }, because: string): Wait {
  return { minutes: rule.afterMinutes, otherHour: rule.otherHour, because }
}

/** How many of the last attempts in a row ended so; at least one. */
function runLength(lastOutcomes: readonly PastAttempt[], outcome: AttemptOutcome): number {
  const lastOther = lastOutcomes.findLastIndex((past) => past.outcome !== outcome)
  return Math.max(1, lastOutcomes.length - 1 - lastOther)
}

function firstFittingMoment(ended: AttemptEnded, wait: Exclude<Wait, { stop: string }>): EpochMs {
  const { now, timeZone, rules } = ended
  const after = now + wait.minutes * minuteMs
  const isDayUsedUp =
    ended.attemptsOfDay >= rules.attemptsOfDay && localTime(after, timeZone).day === localTime(now, timeZone).day
  const local = { timeZone, hours: rules.hours }
  const at = isDayUsedUp ? nextLawfulDay({ now, ...local }) : nextLawfulMoment({ now: after, ...local })
  return wait.otherHour ? inAnotherHour(at, ended) : at
}

/**
 * Who did not answer at 10 may answer at 14: moves on to the next full hour of the day that was not tried. When all
 * lawful hours were, the given moment is as good as any.
 */
function inAnotherHour(at: EpochMs, { lastOutcomes, timeZone, rules }: AttemptEnded): EpochMs {
  const tried = new Set(lastOutcomes.map((past) => localTime(past.startedAt, timeZone).hour))
  let candidate = at
  for (let step = 0; step < 24; step += 1) {
    const { hour, minuteOfDay } = localTime(candidate, timeZone)
    if (!tried.has(hour)) return candidate
    const nextFullHour = candidate + hourMs - (minuteOfDay % 60) * minuteMs
    candidate = nextLawfulMoment({ now: nextFullHour, timeZone, hours: rules.hours })
  }
  return at
}
