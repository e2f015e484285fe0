import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attemptOutcomes, type AttemptOutcome } from '../contract/index.ts'
import { defaultRetryRules, isCharged, lawfulNow, localTime, planNextAttempt, type PastAttempt } from './index.ts'

const timeZone = 'Europe/Kyiv'
const rules = defaultRetryRules
const minute = 60_000
const noon = Date.parse('2026-01-15T10:00:00Z')

function after(outcomes: AttemptOutcome[], now = noon) {
  const lastOutcomes = outcomes.map((outcome) => ({ outcome, startedAt: now - minute }))
  return planAfter(lastOutcomes, now)
}

function planAfter(lastOutcomes: PastAttempt[], now: number) {
  const charged = lastOutcomes.filter((past) => isCharged(past.outcome))
  const today = localTime(now, timeZone).day
  return planNextAttempt({
    outcome: lastOutcomes.at(-1)!.outcome,
    attemptsMade: charged.length,
    attemptsOfDay: charged.filter((past) => localTime(past.startedAt, timeZone).day === today).length,
    attemptsToNumber: charged.length,
    lastOutcomes,
    now,
    timeZone,
    rules,
  })
}

describe('the plan after an attempt', () => {
  it('tries a busy number again in 5 minutes, three times', () => {
    expect(after(['busy'])).toMatchObject({ at: noon + 5 * minute })
    expect(after(['busy', 'busy', 'busy'])).toMatchObject({ at: noon + 5 * minute })
  })

  it('treats a number that is busy for the fourth time like one that does not answer', () => {
    const past = [busyAt('06:00'), busyAt('06:05'), busyAt('06:10'), busyAt('06:15')]
    const plan = planNextAttempt({
      ...ended('busy', past),
      attemptsOfDay: 0,
      now: Date.parse('2026-01-15T06:15:30Z'),
    })
    expect(plan).toMatchObject({ at: Date.parse('2026-01-15T07:15:30Z') })
  })

  it('waits an hour when nobody answers, four times, then gives up', () => {
    expect(after(['no-answer'])).toMatchObject({ at: noon + 60 * minute })
    expect(planNextAttempt({ ...ended('no-answer', times('no-answer', 5)), attemptsOfDay: 1 })).toMatchObject({
      exhausted: true,
    })
  })

  it('never tries twice in the same hour of the day when nobody answers', () => {
    const evening = Date.parse('2026-01-15T18:30:00Z')
    const past: PastAttempt[] = [
      { outcome: 'no-answer', startedAt: Date.parse('2026-01-15T06:10:00Z') },
      { outcome: 'no-answer', startedAt: evening },
    ]
    expect(planAfter(past, evening)).toMatchObject({ at: Date.parse('2026-01-16T07:00:00Z') })
  })

  it('charges nothing for congestion and waits longer each time, at most a quarter of an hour', () => {
    expect(after(['congestion'])).toMatchObject({ at: noon + minute })
    expect(after(['no-answer', 'congestion', 'congestion', 'congestion'])).toMatchObject({ at: noon + 4 * minute })
    expect(after(times('congestion', 40).map((past) => past.outcome))).toMatchObject({ at: noon + 15 * minute })
  })

  it('forgives one refusal, not two', () => {
    expect(after(['rejected'])).toMatchObject({ at: noon + 120 * minute })
    expect(after(['rejected', 'rejected'])).toMatchObject({ exhausted: true })
  })

  it('never dials a number again that is not in use', () => {
    expect(after(['unallocated'])).toMatchObject({ exhausted: true, because: 'the number is not in use' })
  })

  it('waits for the next day when the attempts of this one are used up', () => {
    const plan = after(['busy', 'no-answer', 'busy', 'cancelled'])
    expect(plan).toMatchObject({ at: Date.parse('2026-01-16T06:00:00Z') })
  })

  it('gives up when all attempts of the order are made', () => {
    const plan = planNextAttempt({ ...ended('busy', times('busy', 1)), attemptsMade: rules.attemptsInTotal })
    expect(plan).toMatchObject({ exhausted: true, because: 'all 8 attempts are made' })
  })

  it('gives up when all attempts to the number are made, for other orders or lists', () => {
    const plan = planNextAttempt({ ...ended('busy', times('busy', 1)), attemptsToNumber: rules.attemptsToNumber })
    const because = 'all 20 attempts to the number in 30 days are made, without a talk'
    expect(plan).toEqual({ exhausted: true, because })
    const before = planNextAttempt({ ...ended('busy', times('busy', 1)), attemptsToNumber: rules.attemptsToNumber - 1 })
    expect(before).toMatchObject({ at: noon + 5 * minute })
  })

  it('plans only lawful moments after now, whatever happened, and comes to an end', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...attemptOutcomes), { minLength: 1, maxLength: 60 }), (outcomes) => {
        const past: PastAttempt[] = []
        let now = noon
        for (const outcome of outcomes) {
          past.push({ outcome, startedAt: now })
          const plan = planAfter(past, now)
          if ('exhausted' in plan) break
          expect(plan.at).toBeGreaterThan(now)
          expect(lawfulNow({ now: plan.at, timeZone, hours: rules.hours })).toBe(true)
          now = plan.at
        }
        const charged = past.filter((attempt) => isCharged(attempt.outcome))
        expect(charged.length).toBeLessThanOrEqual(rules.attemptsInTotal)
        expect(mostOnOneDay(charged)).toBeLessThanOrEqual(rules.attemptsOfDay)
      }),
      { numRuns: 50 },
    )
  })
})

function mostOnOneDay(attempts: PastAttempt[]): number {
  const days = attempts.map((attempt) => localTime(attempt.startedAt, timeZone).day)
  return Math.max(0, ...days.map((day) => days.filter((other) => other === day).length))
}

function times(outcome: AttemptOutcome, count: number): PastAttempt[] {
  return Array.from({ length: count }, () => ({ outcome, startedAt: noon }))
}

function busyAt(clock: string): PastAttempt {
  return { outcome: 'busy', startedAt: Date.parse(`2026-01-15T${clock}:00Z`) }
}

function ended(outcome: AttemptOutcome, lastOutcomes: PastAttempt[]) {
  const counts = { attemptsMade: lastOutcomes.length, attemptsOfDay: 1, attemptsToNumber: lastOutcomes.length }
  return { outcome, ...counts, lastOutcomes, now: noon, timeZone, rules }
}
