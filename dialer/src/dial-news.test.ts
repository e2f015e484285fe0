import { describe, expect, it } from 'vitest'
import { readNews } from './dial-news.ts'
import type { SeenCall } from './live-view.ts'

const call = (state: string, over: Partial<SeenCall> = {}): SeenCall => ({
  state,
  since: 5_000,
  requiredSkills: [],
  campaignId: 'c',
  attemptId: 'a',
  customerNumber: '+12125550100',
  customerAnsweredAt: null,
  answeredAt: null,
  connectBy: null,
  outcome: null,
  ...over,
})
const ringing = call('dialing')
const waits = call('waiting', { connectBy: 7_000 })
const talks = call('talking', { answeredAt: 5_100 })
const ended = (outcome: string, over: Partial<SeenCall> = {}) => call('ended', { outcome, ...over })
const told = (
  previous: SeenCall | undefined,
  value: SeenCall | undefined,
  origin: 'elsewhere' | 'reload' = 'elsewhere',
) => readNews({ id: 'x', previous, value, origin }).map(({ type }) => type)

describe('what becomes of a dial', () => {
  it('CC-41: is told step by step: answered, then connected or abandoned', () => {
    expect(told(undefined, ringing)).toEqual([])
    expect(told(ringing, waits)).toEqual(['answered'])
    expect(told(waits, talks)).toEqual(['connected'])
    expect(told(waits, ended('abandoned'))).toEqual(['abandoned'])
    expect(told(talks, ended('completed', { answeredAt: 5_100 }))).toEqual([])
  })

  it('is told whole when several steps are seen as one', () => {
    expect(told(ringing, talks)).toEqual(['answered', 'connected'])
    expect(told(ringing, ended('abandoned'))).toEqual(['answered', 'abandoned'])
    expect(told(undefined, ended('completed', { answeredAt: 5_100 }))).toEqual(['answered', 'connected'])
    expect(told(ringing, talks, 'reload')).toEqual(['answered', 'connected'])
  })

  it.each(['busy', 'no-answer', 'rejected', 'unallocated', 'machine'])('is unanswered after %s', (outcome) => {
    expect(told(ringing, ended(outcome))).toEqual(['unanswered'])
  })

  it.each(['congestion', 'system-failure'])('is refused after %s', (outcome) => {
    expect(told(ringing, ended(outcome))).toEqual(['refused'])
  })

  it.each(['no-answer', 'system-failure'])(
    'says nothing of the trunk when nobody heard how it came to %s',
    (outcome) => {
      expect(told(ringing, ended(outcome, { foundLate: true }))).toEqual([])
    },
  )

  it.each(['cancelled', 'skipped'])('says nothing of customers when it was %s', (outcome) => {
    expect(told(ringing, ended(outcome))).toEqual([])
  })

  it('of a talk that the exchange cut off is that it was connected, and no refusal', () => {
    expect(told(talks, ended('system-failure', { answeredAt: 5_100 }))).toEqual([])
  })

  it('is not told of a call that is first seen after a gap, nor of a removal or of one who called us', () => {
    expect(told(undefined, talks, 'reload')).toEqual([])
    expect(told(talks, undefined)).toEqual([])
    expect(told(undefined, call('waiting', { attemptId: null }))).toEqual([])
  })
})
