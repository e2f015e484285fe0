import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attemptOutcomes, orderStatuses } from '../contract/index.ts'
import {
  clockFigures,
  isPromiseStaffed,
  judgeOrder,
  needsAlarm,
  promiseMs,
  unreachedOutcomes,
  type ClockFacts,
} from './index.ts'

const minute = 60_000
const receivedAt = Date.UTC(2026, 2, 2, 10)
const at = (minutes: number) => receivedAt + minutes * minute
const order = (over: Partial<ClockFacts> = {}): ClockFacts => ({
  status: 'new',
  receivedAt,
  firstDialAt: null,
  contactedAt: null,
  confirmedAt: null,
  handedOverAt: null,
  deliveredAt: null,
  nextAttemptAt: receivedAt,
  unreachedAt: null,
  postponedAt: null,
  isStaffed: true,
  ...over,
})
const talkedTo = { status: 'confirmed', firstDialAt: at(1), contactedAt: at(1) } as const

describe('the promise of an order', () => {
  it.each([
    ['kept', 15],
    ['late', 15.001],
  ] as const)('is %s when logistics has it after %d minutes', (kind, minutes) => {
    const facts = order({ ...talkedTo, confirmedAt: at(3), handedOverAt: at(minutes) })
    expect(judgeOrder(facts, at(60))).toEqual({ kind, tookMs: minutes * minute })
  })

  it('runs for 15 minutes and is missed then', () => {
    expect(judgeOrder(order(), at(15))).toMatchObject({ kind: 'running', deadlineAt: at(15) })
    expect(judgeOrder(order(), at(15) + 1)).toEqual({ kind: 'missed' })
  })

  it.each([
    ['nobody was called', {}],
    ['only we or the network failed', { status: 'retry', firstDialAt: at(1) }],
    [
      'the customer was away only after the time was over',
      { status: 'retry', firstDialAt: at(16), unreachedAt: at(16) },
    ],
    ['the customer was away first, but talked to in time', { ...talkedTo, unreachedAt: at(1), contactedAt: at(14) }],
    ['logistics does not answer', { ...talkedTo, confirmedAt: at(4) }],
    ['the customer asked for later when it was late already', { status: 'retry', postponedAt: at(17) }],
  ] as const)('is missed when %s', (_why, over) => {
    expect(judgeOrder(order(over), at(20))).toEqual({ kind: 'missed' })
  })

  it.each([
    ['unreachable', { status: 'retry', firstDialAt: at(2), unreachedAt: at(3) }],
    ['unreachable', { ...talkedTo, unreachedAt: at(3), contactedAt: at(62), handedOverAt: at(70) }],
    ['postponed', { ...talkedTo, status: 'retry', postponedAt: at(5) }],
    ['unstaffed', { isStaffed: false }],
    ['cancelled', { status: 'cancelled' }],
  ] as const)('is not meant for one that is %s', (because, over) => {
    expect(judgeOrder(order(over), at(90))).toEqual({ kind: 'excluded', because })
  })

  it('is kept by one that was away first and talked to in time', () => {
    const facts = order({
      ...talkedTo,
      unreachedAt: at(1),
      contactedAt: at(8),
      confirmedAt: at(10),
      handedOverAt: at(11),
    })
    expect(judgeOrder(facts, at(90))).toMatchObject({ kind: 'kept' })
  })

  it('is decided for ever once the time is over and logistics has it', () => {
    const moment = fc.option(fc.integer({ min: 0, max: 100 }).map(at), { nil: null })
    const facts = fc.record({
      status: fc.constantFrom(...orderStatuses),
      ...{ firstDialAt: moment, contactedAt: moment, confirmedAt: moment, nextAttemptAt: moment },
      ...{ unreachedAt: moment, postponedAt: moment, handedOverAt: fc.integer({ min: 0, max: 100 }).map(at) },
      isStaffed: fc.boolean(),
    })
    fc.assert(
      fc.property(facts, fc.nat(1_000), (over, later) => {
        const first = judgeOrder(order(over), at(100))
        expect(judgeOrder(order(over), at(100 + later))).toEqual(first)
        expect(first.kind).not.toBe('running')
      }),
    )
  })
})

describe('an order that will hardly make it', () => {
  const riskAt = (minutes: number, over: Partial<ClockFacts>) => {
    const verdict = judgeOrder(order(over), at(minutes))
    return verdict.kind === 'running' ? verdict.risk : verdict.kind
  }

  it.each([
    ['no-attempt', 6, {}],
    ['retry-later', 2, { status: 'retry', nextAttemptAt: at(62) }],
    ['retry-later', 11, { status: 'retry', nextAttemptAt: at(9) }],
    ['no-more-attempts', 2, { status: 'exhausted' }],
    ['in-contact', 11, { status: 'talking' }],
    ['waiting-logistics', 4, { ...talkedTo, confirmedAt: at(3) }],
  ] as const)('is told with the reason %s', (risk, minutes, over) => {
    expect(riskAt(minutes, over)).toBe(risk)
  })

  it.each([
    ['waits since a moment', 1, {}],
    ['is tried again soon', 2, { status: 'retry', nextAttemptAt: at(7) }],
    ['is talked about', 5, { status: 'talking' }],
    ['was confirmed just now', 4, { ...talkedTo, confirmedAt: at(4) - 1_000 }],
  ] as const)('is not one that %s', (_what, minutes, over) => {
    expect(riskAt(minutes, over)).toBeNull()
  })
})

describe('an alarm', () => {
  const away = { status: 'retry', firstDialAt: at(1), unreachedAt: at(2) } as const

  it.each([
    ['CC-48: comes two minutes before the time is over', needsAlarm(order(), at(13)), true],
    ['does not come earlier', needsAlarm(order(), at(12.9)), false],
    ['comes when the time is over', needsAlarm(order(), at(16)), true],
    ['does not come for a customer who is away', needsAlarm(order(away), at(14)), false],
    ['does not come for an order that logistics has', needsAlarm(order({ handedOverAt: at(20) }), at(20)), false],
    ['does not come out of hours', needsAlarm(order({ isStaffed: false }), at(16)), false],
  ])('%s', (_what, came, isNeeded) => {
    expect(came).toBe(isNeeded)
  })
})

describe('staffed hours', () => {
  const kyiv = { timeZone: 'Europe/Kyiv', hours: { fromMinute: 8 * 60, untilMinute: 21 * 60 } }
  const kyivTime = (hour: number, minutes: number) => Date.UTC(2026, 0, 5, hour - 2, minutes)

  it.each([
    [7, 59, false],
    [8, 0, true],
    [20, 45, true],
    [20, 46, false],
    [23, 0, false],
  ])('are open for all of 15 minutes from %d:%d: %s', (hour, minutes, isOpen) => {
    expect(isPromiseStaffed(kyivTime(hour, minutes), kyiv)).toBe(isOpen)
  })

  it('have no gap at midnight where the centre calls around the clock', () => {
    const hours = { fromMinute: 0, untilMinute: 24 * 60 }
    expect(isPromiseStaffed(kyivTime(23, 55), { timeZone: 'Europe/Kyiv', hours })).toBe(true)
  })
})

describe('the figures of a day', () => {
  it('leave out what is excluded or running, and count what logistics never got', () => {
    const figures = clockFigures([
      { kind: 'kept', tookMs: 4 * minute },
      { kind: 'kept', tookMs: 8 * minute },
      { kind: 'late', tookMs: 20 * minute },
      { kind: 'missed' },
      { kind: 'running', deadlineAt: at(15), risk: null },
      { kind: 'excluded', because: 'unreachable' },
    ])
    expect(figures).toMatchObject({ orders: 6, kept: 2, late: 1, missed: 1, running: 1, share: 0.5 })
    expect(figures).toMatchObject({ p50Ms: 8 * minute, p95Ms: 20 * minute, excluded: { unreachable: 1, cancelled: 0 } })
  })

  it('are not made up for a day without orders', () => {
    expect(clockFigures([])).toMatchObject({ orders: 0, share: null, p50Ms: null, p95Ms: null })
  })
})

it('counts against the customer only what the customer or the number caused', () => {
  const ours = attemptOutcomes.filter((outcome) => !unreachedOutcomes.includes(outcome))
  expect(ours).toEqual(expect.arrayContaining(['answered', 'congestion', 'cancelled', 'system-failure']))
  expect(promiseMs).toBe(900_000)
})
