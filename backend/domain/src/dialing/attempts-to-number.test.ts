import { describe, expect, it } from 'vitest'
import type { AttemptOutcome } from '../contract/index.ts'
import { attemptsToNumber, isWishedCall, type DialOfNumber } from './index.ts'

const now = Date.parse('2026-02-15T10:00:00Z')
const day = 86_400_000
const dial = (daysAgo: number, over: Partial<DialOfNumber> = {}): DialOfNumber => ({
  startedAt: now - daysAgo * day,
  outcome: 'no-answer',
  isTalk: false,
  ...over,
})
const count = (dials: DialOfNumber[], calledUsAt: number | null = null) => attemptsToNumber({ dials, calledUsAt }, now)

describe('the attempts to a number', () => {
  it('are those of the last 30 days, the one under way included', () => {
    expect(count([dial(31), dial(30), dial(29.9), dial(1), dial(0, { outcome: null })])).toBe(3)
  })

  it.each<AttemptOutcome>(['congestion', 'system-failure', 'skipped'])('are none that ended in %s', (outcome) => {
    expect(count([dial(1), dial(2, { outcome })])).toBe(1)
  })

  it('begin anew with a talk, whoever called whom, and whatever the order in which they are told', () => {
    expect(count([dial(1), dial(3, { outcome: 'answered', isTalk: true }), dial(2), dial(9)])).toBe(2)
    expect(count([dial(1), dial(3), dial(5)], now - 2 * day)).toBe(1)
  })

  it('are not forgotten for a message that was heard, or a call that found no agent', () => {
    expect(count([dial(1, { outcome: 'answered' }), dial(2, { outcome: 'abandoned' }), dial(3)])).toBe(3)
  })
})

describe('a call that the customer has asked for', () => {
  const at = now - 60_000

  it.each(['agent', 'queue', 'missed'] as const)('is one that was promised: %s', (source) => {
    expect(isWishedCall({ at, source }, { dials: [dial(1)] })).toBe(true)
  })

  it.each(['abandoned', 'hand'] as const)('is none that we owe, or that an agent wants: %s', (source) => {
    expect(isWishedCall({ at, source }, { dials: [] })).toBe(false)
    expect(isWishedCall(null, { dials: [] })).toBe(false)
  })

  it('is one dial: when it has rung, for whomever, the wish is kept; what never left the house kept nothing', () => {
    const promised = { at, source: 'agent' } as const
    const since = (outcome: AttemptOutcome | null) => ({ dials: [dial(0, { outcome })] })
    expect(isWishedCall(promised, since('no-answer'))).toBe(false)
    expect(isWishedCall(promised, since(null))).toBe(false)
    expect(isWishedCall(promised, since('congestion'))).toBe(true)
  })
})
