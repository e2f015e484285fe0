import { describe, expect, it } from 'vitest'
import { campaignActions, campaignInputSchema, campaignStatuses, type CampaignView } from '../contract/index.ts'
import { defaultCallingHours, defaultRetryRules } from '../dialing/index.ts'
import { applyCampaignAction, assignCampaign, callerNumber, checkCampaign, isDialing, retryRulesOf } from './index.ts'

const clientId = '0197a000-0000-7000-8000-000000000003'
const plain = {
  name: 'New orders',
  clientId,
  queueId: '0197a000-0000-7000-8000-000000000004',
  mode: 'progressive',
  source: { kind: 'orders' },
}

function input(over: Record<string, unknown> = {}) {
  return campaignInputSchema.parse({ ...plain, ...over })
}

function campaign(over: Partial<CampaignView> = {}): CampaignView {
  return { ...input(), id: crypto.randomUUID(), status: 'running', createdAt: 1, updatedAt: 1, ...over }
}

describe('an action on a campaign', () => {
  it('pauses and resumes, drains and stops what runs', () => {
    expect(applyCampaignAction('running', 'pause')).toBe('paused')
    expect(applyCampaignAction('paused', 'resume')).toBe('running')
    expect(applyCampaignAction('running', 'drain')).toBe('draining')
    expect(applyCampaignAction('draining', 'stop')).toBe('stopped')
  })

  it('never brings back what was stopped, and never makes a campaign a draft', () => {
    for (const action of campaignActions) {
      expect(applyCampaignAction('stopped', action)).toBeUndefined()
      for (const status of campaignStatuses) expect(applyCampaignAction(status, action)).not.toBe('draft')
    }
  })
})

describe('a campaign dials', () => {
  it('while it runs or drains', () => {
    const dials = campaignStatuses.filter((status) => isDialing({ status, startsAt: null, endsAt: null }, 100))
    expect(dials.sort()).toEqual(['draining', 'running'])
  })

  it('from its first moment on, and not in its last one any more', () => {
    const dialsAt = (at: number) => isDialing({ status: 'running', startsAt: 100, endsAt: 200 }, at)
    expect([99, 100, 199, 200].map(dialsAt)).toEqual([false, true, true, false])
  })
})

describe('the campaign of an order', () => {
  const order = { totalMinor: 50_000, delivery: { region: 'Львівська область' }, source: { source: 'google' } }
  const filtered = (filter: object, over: Partial<CampaignView> = {}) =>
    campaign({ source: { kind: 'orders', filter }, ...over })

  it('is the one of the highest priority whose filter it passes, the oldest of equals', () => {
    const all = campaign({ priority: 10 })
    const dear = filtered({ minTotalMinor: 50_001 }, { priority: 90 })
    const region = filtered({ regions: ['львівська ОБЛАСТЬ'] }, { priority: 20, createdAt: 5 })
    const younger = filtered({ sources: ['Google'] }, { priority: 20, createdAt: 6 })
    expect(assignCampaign(order, [all, younger, dear, region])?.id).toBe(region.id)
  })

  it('is one that runs before one that waits, and none that is over', () => {
    const paused = campaign({ status: 'paused', priority: 90 })
    const running = campaign({ priority: 1 })
    expect(assignCampaign(order, [paused, running])?.id).toBe(running.id)
    expect(assignCampaign(order, [paused])?.id).toBe(paused.id)
    const over = (['draining', 'stopped', 'finished'] as const).map((status) => campaign({ status }))
    expect(assignCampaign(order, over)).toBeUndefined()
  })

  it('is none that dials a list, and none whose filter asks for what the order does not tell', () => {
    expect(assignCampaign(order, [campaign({ source: { kind: 'list' } })])).toBeUndefined()
    expect(assignCampaign(order, [filtered({ deliveryMethods: ['courier'] })])).toBeUndefined()
    expect(assignCampaign(order, [filtered({ deliveryMethods: [] })])).toBeDefined()
  })
})

describe('the number that a customer sees', () => {
  const ask = (callerNumbers: CampaignView['callerNumbers'], customerNumber = '+380671234567') =>
    callerNumber({ callerNumbers, ofClient: '+380440000001', customerNumber })

  it('is the client’s, one, or by the longest prefix', () => {
    expect(ask({ kind: 'client' })).toBe('+380440000001')
    expect(ask({ kind: 'one', number: '+380440000002' })).toBe('+380440000002')
    const byPrefix = [
      { prefix: '+380', number: '+380440000003' },
      { prefix: '+38067', number: '+380440000004' },
    ]
    const region = { kind: 'region' as const, byPrefix, otherwise: '+380440000005' }
    expect(ask(region)).toBe('+380440000004')
    expect(ask(region, '+48221234567')).toBe('+380440000005')
  })

  it('is the same each time for one customer, and each of a rotation for some', () => {
    const numbers = ['+380440000001', '+380440000002', '+380440000003']
    const seen = new Set<string | null>()
    for (let last = 0; last < 9; last += 1) {
      const customer = `+38067123456${last}`
      seen.add(ask({ kind: 'rotate', numbers }, customer))
      expect(ask({ kind: 'rotate', numbers }, customer)).toBe(ask({ kind: 'rotate', numbers }, customer))
    }
    expect([...seen].sort()).toEqual(numbers)
  })
})

describe('the rules of a campaign', () => {
  const of = (over: Record<string, unknown>, subject: 'order' | 'record' = 'order') =>
    retryRulesOf(input(over), { house: defaultRetryRules, subject })

  it('lie over the house’s, outcome by outcome', () => {
    const busy = { kind: 'retry', afterMinutes: 7, times: 2, otherHour: false }
    const rules = of({ retry: { attemptsInTotal: 3, ofOutcome: { busy, rejected: { kind: 'stop' } } } })
    expect(rules.attemptsInTotal).toBe(3)
    expect(rules.ofOutcome.busy).toEqual({ ...busy, otherwise: 'stop' })
    expect(rules.ofOutcome.rejected.kind).toBe('stop')
    expect(rules.ofOutcome['no-answer']).toEqual(defaultRetryRules.ofOutcome['no-answer'])
  })

  it('never make the hours wider than the lawful ones', () => {
    expect(of({ hours: { from: '06:00', until: '23:00' } }).hours).toMatchObject(defaultCallingHours)
    expect(of({ hours: { from: '10:30', until: '18:00', weekdays: [1] } }).hours).toMatchObject({
      fromMinute: 630,
      untilMinute: 1_080,
      weekdays: [1],
    })
  })

  it('take times of the day, of which the last is 24:00', () => {
    expect(of({ hours: { until: '24:00' } }).hours.untilMinute).toBe(defaultCallingHours.untilMinute)
    for (const until of ['24:01', '25:00', '9:00', '12:60']) expect(() => of({ hours: { until } })).toThrow('"until"')
  })

  it('never charge an order with failures of the network, and never end it by them', () => {
    const rules = of({ retry: { ofOutcome: { congestion: { kind: 'stop' }, 'system-failure': { kind: 'stop' } } } })
    expect(rules.ofOutcome.congestion.kind).toBe('free')
    expect(rules.ofOutcome['system-failure'].kind).toBe('free')
  })

  it('let a record rest that was talked to, unless the campaign says otherwise', () => {
    expect(of({}, 'record').ofOutcome.answered.kind).toBe('stop')
    const answered = { kind: 'retry', afterMinutes: 60, times: 1 }
    expect(of({ retry: { ofOutcome: { answered } } }, 'record').ofOutcome.answered.kind).toBe('retry')
    expect(of({}).ofOutcome.answered.kind).toBe('retry')
  })
})

describe('settings that contradict one another', () => {
  const pointers = (over: Record<string, unknown>) =>
    checkCampaign(input(over), { lawful: defaultCallingHours }).map(({ pointer }) => pointer)

  it('are told with the field that should change', () => {
    expect(pointers({})).toEqual([])
    expect(pointers({ hours: { from: '18:00', until: '09:00' } })).toEqual(['/hours/until'])
    expect(pointers({ hours: { from: '22:00', until: '23:00' } })).toEqual(['/hours/from'])
    expect(pointers({ startsAt: 20, endsAt: 10 })).toEqual(['/endsAt'])
    expect(pointers({ pacing: { targetAbandonedRate: 0.03, capAbandonedRate: 0.02 } })).toEqual([
      '/pacing/capAbandonedRate',
    ])
    expect(pointers({ mode: 'agentless', source: { kind: 'list' } })).toEqual(['/agentless'])
    expect(pointers({ mode: 'agentless', agentless: { announcement: 'reminder' } })).toEqual(['/mode'])
    expect(pointers({ retry: { attemptsInTotal: 2, attemptsOfDay: 4 } })).toEqual(['/retry/attemptsOfDay'])
    expect(pointers({ retry: { attemptsInTotal: 9, attemptsToNumber: 8 } })).toEqual(['/retry/attemptsToNumber'])
    expect(pointers({ retry: { attemptsInTotal: 8, attemptsToNumber: 8 } })).toEqual([])
    const filter = { minTotalMinor: 5, maxTotalMinor: 4 }
    expect(pointers({ source: { kind: 'orders', filter } })).toEqual(['/source/filter/maxTotalMinor'])
  })
})
