import { mayDial, planNextAttempt, defaultRetryRules, type DialQuestion } from '@orderline/domain/dialing'
import { expect, it } from 'vitest'
import { readDialReason } from './dial-reason.ts'

const now = Date.parse('2026-01-15T10:00:00Z')
const due: DialQuestion = {
  status: 'new',
  nextAttemptAt: now,
  ...{ attemptsMade: 0, attemptsOfDay: 0, attemptsToNumber: 0, isPromised: false, isWished: false },
  campaign: { status: 'running', startsAt: null, endsAt: null },
  mode: 'progressive',
  ...{ isPaid: false, doNotCall: null, heldUntil: null, isNumberUnderWay: false, now, timeZone: 'Europe/Kyiv' },
  rules: defaultRetryRules,
}
const ended = { attemptsMade: 1, attemptsOfDay: 1, attemptsToNumber: 1, lastOutcomes: [], now, timeZone: 'Europe/Kyiv' }

it.each<[Partial<DialQuestion>, string, object]>([
  [{ attemptsMade: 8 }, 'attempts', {}],
  [{ attemptsToNumber: 20 }, 'attemptsToNumber', { n: '20', days: '30' }],
  [{ isPaid: true }, 'paidNumber', {}],
  [{ doNotCall: 'all' }, 'doNotCall', {}],
  [{ doNotCall: 'client' }, 'doNotCall', {}],
])('knows why a number is dialled no more: %o', (over, key, figures) => {
  const decision = mayDial({ ...due, ...over })
  expect(decision).toMatchObject({ allowed: false })
  expect(readDialReason(decision.allowed ? '' : decision.because)).toEqual({ key, figures })
})

it('knows why an attempt was the last one', () => {
  const after = (over: object) => {
    const plan = planNextAttempt({ outcome: 'busy', ...ended, rules: defaultRetryRules, ...over })
    return readDialReason(plan.because)
  }
  expect(after({ attemptsMade: 8 })).toEqual({ key: 'attemptsOf', figures: { n: '8' } })
  expect(after({ attemptsToNumber: 20 })).toEqual({ key: 'attemptsToNumber', figures: { n: '20', days: '30' } })
  expect(after({ outcome: 'unallocated' })).toEqual({ key: 'unallocated', figures: {} })
  const times = Array.from({ length: 5 }, () => ({ outcome: 'no-answer', startedAt: now }))
  const figures = { outcome: 'no-answer', n: '5' }
  expect(after({ outcome: 'no-answer', lastOutcomes: times })).toEqual({ key: 'outcomeTimes', figures })
})

it('leaves alone what people write', () => {
  expect(readDialReason('asked me to call 5 times')).toBeUndefined()
})
