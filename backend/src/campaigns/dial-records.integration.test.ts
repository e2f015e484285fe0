import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { transaction } from '@orderline/db'
import type { AttemptOutcome, DialOrder } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { afterSettled, settleAttempt } from './settle-attempt.ts'
import { createDialingBed, noon, type DialingBed } from './testing.ts'

let bed: DialingBed
const hour = 3_600_000

beforeAll(async () => {
  bed = await createDialingBed()
})
afterAll(() => bed.close())
beforeEach(async () => {
  await bed.forgetAttempts()
  await bed.db('do_not_call').delete()
  await bed.db('number_holds').delete()
  await bed.db('campaign_hours').delete()
  await bed.db('campaigns').update({ status: 'running' })
  bed.clock.at = noon
  bed.dialed.length = 0
})

async function settle({ attemptId }: DialOrder, outcome: AttemptOutcome): Promise<boolean> {
  const ended = { attemptId, outcome, cause: null, endedAt: bed.clock.at, call: null }
  const settlement = await transaction(bed.db, (trx) => settleAttempt(bed.settle, trx, ended))
  if (settlement) await afterSettled(bed.settle, settlement)
  return settlement !== undefined
}

async function forbid(number: string, scope = '*') {
  const entry = { id: createId(), number, scope, source: 'customer' as const, note: '', author_id: null }
  await bed.db('do_not_call').insert({ ...entry, created_at: new Date(noon) })
}

describe('a line of a list', () => {
  it('is dialled like an order, and its attempt says of which campaign and in which mode', async () => {
    const record = await bed.addRecord()
    const order = await bed.claimedRecord(record, { mode: 'predictive' })
    const started = { started: true as const, callId: createId(), agentId: null }
    const service = bed.dialService({ startDialedCall: () => Promise.resolve(started) })
    expect(await service.carryOut(order)).toBe('dialed')
    expect(await bed.db('attempts').where({ record_id: record.id })).toMatchObject([
      { campaign_id: bed.campaign.id, mode: 'predictive', agent_id: null, order_id: null, open_number: record.number },
    ])
    expect(await bed.record(record.id)).toMatchObject({ status: 'dialing' })
  })

  it('is blocked when its number may not be called, for all clients or for this one', async () => {
    for (const scope of ['*', bed.client.id]) {
      const record = await bed.addRecord()
      await forbid(record.number, scope)
      expect(await bed.dialService().carryOut(await bed.claimedRecord(record))).toBe('given-back')
      expect(await bed.record(record.id)).toMatchObject({ status: 'blocked', next_attempt_at: null })
    }
    const free = await bed.addRecord()
    await forbid(free.number, createId())
    expect(await bed.dialService().carryOut(await bed.claimedRecord(free))).toBe('dialed')
  })

  it('that costs more than the line is never dialled, and nobody asks again', async () => {
    const record = await bed.addRecord({ number: '+380900212345' })
    expect(await bed.dialService().carryOut(await bed.claimedRecord(record))).toBe('given-back')
    expect(bed.dialed).toEqual([])
    expect(await bed.record(record.id)).toMatchObject({ status: 'blocked', next_attempt_at: null })
  })

  it('waits while its number is dialled for an order', async () => {
    const order = await bed.placeOrder()
    const record = await bed.addRecord({ number: order.phone })
    expect(await bed.dialService().carryOut(await bed.claimed(order))).toBe('dialed')
    expect(await bed.dialService().carryOut(await bed.claimedRecord(record))).toBe('given-back')
    expect(await bed.record(record.id)).toMatchObject({ status: 'new', next_attempt_at: new Date(noon + 60_000) })
  })

  it('with the number of another one is refused by the database when both are dialled at the same moment', async () => {
    const number = '+380671112233'
    const orders = await Promise.all([1, 2, 3, 4].map(async () => bed.claimedRecord(await bed.addRecord({ number }))))
    const results = await Promise.all(orders.map((order) => bed.dialService().carryOut(order)))
    expect(results.sort()).toEqual(['dialed', 'given-back', 'given-back', 'given-back'])
  })

  it('counts the attempts of a number over all campaigns and orders', async () => {
    const order = await bed.placeOrder()
    for (let index = 0; index < 4; index += 1) {
      const dialOrder = await bed.claimed(order)
      await bed
        .db('orders')
        .where({ id: order.id })
        .update({ next_attempt_at: new Date(noon - 1) })
      await bed.dialService().carryOut(dialOrder)
      await settle(dialOrder, 'busy')
      await bed.inFlight.release(order.id, dialOrder.attemptId)
    }
    const record = await bed.addRecord({ number: order.phone })
    expect(await bed.dialService().carryOut(await bed.claimedRecord(record))).toBe('given-back')
    expect(await bed.record(record.id)).toMatchObject({ next_attempt_at: new Date('2026-01-16T06:00:00Z') })
  })

  it.each(['paused', 'stopped', 'draft', 'finished'] as const)(
    'is left as it is when its campaign is %s',
    async (status) => {
      const record = await bed.addRecord()
      await bed.db('campaigns').update({ status })
      expect(await bed.dialService().carryOut(await bed.claimedRecord(record))).toBe('given-back')
      expect(await bed.record(record.id)).toMatchObject({ status: 'new', next_attempt_at: new Date(noon - 1_000) })
    },
  )

  it('of another campaign by now is not dialled for the one that it was', async () => {
    const record = await bed.addRecord()
    const order = await bed.claimedRecord(record, { campaignId: createId() })
    expect(await bed.dialService().carryOut(order)).toBe('given-back')
    expect(bed.dialed).toEqual([])
  })
})

describe('the end of a dial of a line of a list', () => {
  async function dialed(over: Partial<DialOrder> = {}) {
    const record = await bed.addRecord()
    const order = await bed.claimedRecord(record, over)
    await bed.dialService().carryOut(order)
    return { record, order }
  }

  it.each([
    ['busy', { status: 'retry', attempts_made: 1, next_attempt_at: new Date(noon + 5 * 60_000) }],
    ['answered', { status: 'done', next_attempt_at: null, settled_at: new Date(noon) }],
    ['unallocated', { status: 'exhausted' }],
    ['skipped', { status: 'retry', attempts_made: 0 }],
    ['system-failure', { status: 'retry', attempts_made: 0 }],
  ] as const)('after %s is planned by its rule', async (outcome, expected) => {
    const { record, order } = await dialed()
    expect(await settle(order, outcome)).toBe(true)
    expect(await bed.record(record.id)).toMatchObject({ ...expected, last_outcome: outcome })
    expect(await settle(order, outcome)).toBe(false)
  })

  it('is counted once in its hour', async () => {
    const { order } = await dialed()
    await Promise.all([settle(order, 'no-answer'), settle(order, 'no-answer'), settle(order, 'no-answer')])
    const second = await dialed()
    await settle(second.order, 'machine')
    expect(await bed.db('campaign_hours')).toMatchObject([
      { campaign_id: bed.campaign.id, hour_at: new Date(noon), dials: 2, unanswered: 1, machines: 1, abandoned: 0 },
    ])
  })

  it('an abandoned number is held for 72 hours: then with an agent reserved first only', async () => {
    const { record, order } = await dialed({ mode: 'predictive' })
    await settle(order, 'abandoned')
    await bed.inFlight.release(record.id, order.attemptId)
    expect(bed.abandoned).toContain(record.number)
    expect(await bed.db('number_holds')).toMatchObject([{ number: record.number, until: new Date(noon + 72 * hour) }])
    const owed = { callback_source: 'abandoned', promised_at: new Date(noon + 15 * 60_000) }
    expect(await bed.record(record.id)).toMatchObject({ status: 'retry', last_outcome: 'abandoned', ...owed })
    bed.clock.at += hour
    const predictive = await bed.claimedRecord(record, { mode: 'predictive' })
    expect(await bed.dialService().carryOut(predictive)).toBe('given-back')
    expect(await bed.dialService().carryOut(await bed.claimedRecord(record))).toBe('dialed')
    expect((await bed.db('attempts').orderBy('ordinal', 'desc').first())?.allowed_because).toContain(
      'held after an abandoned call: an agent is reserved first',
    )
  })
})

describe('a number that the network has refused a thousand times', () => {
  const dialOf = async () => {
    const record = await bed.addRecord({ status: 'retry', attempts_made: 3 })
    const past = { order_id: null, record_id: record.id, agent_id: null, number: record.number, cause: null }
    const rows = Array.from({ length: 1_004 }, (_, index) => ({
      ...{ ...past, id: createId(), call_id: createId(), ordinal: index + 1, allowed_because: '[]' as never },
      started_at: new Date(noon - 30 * 24 * hour + index),
      ended_at: new Date(noon - 29 * 24 * hour),
      outcome: index < 3 ? ('busy' as const) : ('congestion' as const),
    }))
    await bed.db('attempts').insert(rows)
    const order = await bed.claimedRecord(record, { mode: 'predictive' })
    await bed.dialService().carryOut(order)
    return { record, order }
  }

  it('is held after an abandoned call as any other', async () => {
    const { record, order } = await dialOf()
    await settle(order, 'abandoned')
    expect(await bed.db('number_holds')).toMatchObject([{ number: record.number }])
  })

  it('keeps the count of its dials, and of those that were charged', async () => {
    const { record, order } = await dialOf()
    expect(await bed.db('attempts').where({ id: order.attemptId }).first()).toMatchObject({ ordinal: 1_005 })
    await settle(order, 'busy')
    expect(await bed.record(record.id)).toMatchObject({ attempts_made: 4 })
  })
})

describe('a callback of no campaign', () => {
  it('is dialled because it was promised, and by the rules of the house', async () => {
    const promise = { campaign_id: null, queue_id: bed.queue.id, promised_at: new Date(noon - 1_000) }
    const record = await bed.addRecord({ ...promise, callback_source: 'queue' })
    const order = await bed.claimedRecord(record)
    expect(await bed.dialService().carryOut(order)).toBe('dialed')
    await settle(order, 'no-answer')
    expect(await bed.record(record.id)).toMatchObject({ status: 'retry', promised_at: promise.promised_at })
  })
})
