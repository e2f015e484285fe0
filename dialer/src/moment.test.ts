import { describe, expect, it } from 'vitest'
import type { InFlight } from '@orderline/domain/contract'
import type { SeenCall } from './live-view.ts'
import { callersWithoutAgent, createMoment, stageOf, type Moment } from './moment.ts'

const claim: InFlight = {
  attemptId: 'a',
  campaignId: 'c',
  queueId: 'q',
  mode: 'predictive',
  number: '+12125550100',
  placedAt: 1_000,
}
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

function moment(seen?: SeenCall, campaigns: Moment['directory']['campaigns'] = new Map()): Moment {
  const directory = { campaigns, clients: new Map(), queues: new Map() }
  const calls = new Map(seen ? [['x', seen]] : [])
  return createMoment({ now: 10_000, directory, agents: [], calls, claims: new Map(), progress: new Map() })
}

describe('a line', () => {
  it('is placed until a backend begins it, and rings until somebody answers', () => {
    expect(stageOf(claim, moment())).toBe('placed')
    expect(stageOf({ ...claim, startedAt: 9_000 }, moment(call('dialing')))).toBe('ringing')
    expect(stageOf(claim, moment(call('dialing')))).toBe('ringing')
  })

  it('waits when its customer answered and there is no agent, and is taken after that', () => {
    expect(stageOf(claim, moment(call('waiting', { connectBy: 12_000 })))).toBe('waiting')
    for (const state of ['talking', 'announcing', 'ended']) expect(stageOf(claim, moment(call(state)))).toBe('taken')
    expect(stageOf(claim, moment(call('waiting')))).toBe('taken')
  })

  it('is held for a ringing one while its call may not have been heard of, and no longer', () => {
    expect(stageOf({ ...claim, startedAt: 8_500 }, moment())).toBe('ringing')
    expect(stageOf({ ...claim, startedAt: 7_000 }, moment())).toBe('taken')
  })
})

describe('customers without an agent', () => {
  it('are those who called, and answered dials of a campaign that is no more', () => {
    const answered = call('waiting', { connectBy: 12_000 })
    expect(callersWithoutAgent(moment(call('waiting', { attemptId: null })))).toHaveLength(1)
    expect(callersWithoutAgent(moment(answered))).toHaveLength(1)
    // The cast: of the campaign only its being there counts.
    const campaigns = new Map([['c', {}]]) as unknown as Moment['directory']['campaigns']
    expect(callersWithoutAgent(moment(answered, campaigns))).toEqual([])
    expect(callersWithoutAgent(moment(call('talking')))).toEqual([])
  })
})
