import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toDate, type AttemptRow, type Knex, type OrderRow } from '@orderline/db'
import { createClient } from '@orderline/db/testing'
import { numberPeriodMs } from '@orderline/domain/dialing'
import { createId } from '@orderline/runtime/ids'
import { findNumberHistory } from './dialing-repository.ts'
import { settleAttempt } from './settle-attempt.ts'
import { createDialingBed, noon, type DialingBed } from './testing.ts'

let bed: DialingBed
const day = 24 * 3_600_000
const because = 'all 20 attempts to the number in 30 days are made, without a talk'

beforeAll(async () => {
  bed = await createDialingBed()
})
afterAll(() => bed.close())
beforeEach(async () => {
  await bed.forgetAttempts()
  bed.clock.at = noon
  bed.dialed.length = 0
  bed.liveCalls.clear()
})

/** So many dials of the number that reached nobody, of an order of another shop, the last so many days ago. */
async function dialInVain(number: string, count: number, over: Partial<AttemptRow> & { daysAgo?: number } = {}) {
  const { daysAgo = 1, ...columns } = over
  const other = await createClient(bed.db)
  const order = await bed.placeOrder({ client_id: other.id, phone: number, campaign_id: null, status: 'exhausted' })
  const rows = Array.from({ length: count }, (_dial, index) => ({
    ...{ id: createId(), call_id: createId(), order_id: order.id, record_id: null, number, ordinal: index + 1 },
    ...{ allowed_because: '[]' as never, outcome: 'no-answer' as const },
    started_at: toDate(noon - daysAgo * day - index * 60_000),
    ended_at: toDate(noon - daysAgo * day),
    ...columns,
  }))
  await bed.db('attempts').insert(rows)
}

async function dial(order: OrderRow) {
  return bed.dialService().carryOut(await bed.claimed(order))
}
const notesOf = (order: OrderRow) => bed.db('order_events').where({ order_id: order.id, kind: 'note' }).pluck('text')

describe('the limit of attempts to a number', () => {
  it('stands over orders and shops: what comes after it is given up at the moment of dialling, and its history says why', async () => {
    const order = await bed.placeOrder()
    await dialInVain(order.phone, 20)
    expect(await dial(order)).toBe('given-back')
    expect(bed.dialed).toEqual([])
    expect(await bed.order(order.id)).toMatchObject({ status: 'exhausted', next_attempt_at: null })
    expect(await notesOf(order)).toEqual([because])
  })

  it('stands over lists: a line says why it is dialled no more, until somebody plans it again', async () => {
    const record = await bed.addRecord()
    await dialInVain(record.number, 20)
    expect(await bed.dialService().carryOut(await bed.claimedRecord(record))).toBe('given-back')
    expect(await bed.record(record.id)).toMatchObject({ status: 'exhausted', settled_because: because })
  })

  it('lets the last one out and keeps the count with it; nothing is planned after it', async () => {
    const order = await bed.placeOrder()
    await dialInVain(order.phone, 19)
    expect(await dial(order)).toBe('dialed')
    const [attempt] = await bed.attempts(order.id)
    expect(attempt?.allowed_because).toContain('to the number 20 of 20 in 30 days without a talk')
    const ended = { outcome: 'no-answer', cause: 19, endedAt: noon + 30_000, call: null } as const
    await bed.db.transaction((trx) => settleAttempt(bed.settle, trx, { attemptId: attempt!.id, ...ended }))
    expect(await bed.order(order.id)).toMatchObject({ status: 'exhausted', attempts_made: 1 })
    expect(await notesOf(order)).toEqual([because])
  })

  it.each<[string, Partial<AttemptRow> & { daysAgo?: number }]>([
    ['older than 30 days', { daysAgo: 30 }],
    ['that the network refused', { outcome: 'congestion' }],
  ])('does not count dials %s', async (_which, over) => {
    const order = await bed.placeOrder()
    await dialInVain(order.phone, 25, over)
    expect(await dial(order)).toBe('dialed')
  })

  it('begins anew with a talk, also with one that the customer began', async () => {
    const [talked, calledUs] = [await bed.placeOrder(), await bed.placeOrder()]
    for (const { phone } of [talked, calledUs]) await dialInVain(phone, 20, { daysAgo: 2 })
    await dialInVain(talked.phone, 1, { outcome: 'answered', connected_at: toDate(noon - day) })
    const call = { id: createId(), direction: 'inbound', client_id: bed.client.id, status: 'answered' } as const
    const at = toDate(noon - day)
    await bed.db('calls').insert({ ...call, customer_number: calledUs.phone, started_at: at, answered_at: at })
    expect([await dial(talked), await dial(calledUs)]).toEqual(['dialed', 'dialed'])
  })

  it('is the campaign’s own', async () => {
    const order = await bed.placeOrder()
    await dialInVain(order.phone, 20)
    const { settings } = (await bed.db('campaigns').where({ id: bed.campaign.id }).first())!
    const retry = { ...settings.retry, attemptsInTotal: 8, attemptsOfDay: 4, attemptsToNumber: 21, ofOutcome: {} }
    await bed
      .db('campaigns')
      .where({ id: bed.campaign.id })
      .update({ settings: JSON.stringify({ ...settings, retry }) as never })
    expect(await dial(order)).toBe('dialed')
    await bed
      .db('campaigns')
      .where({ id: bed.campaign.id })
      .update({ settings: JSON.stringify(settings) as never })
  })

  it('is counted by indices, from a hundred thousand dials and as many calls', async () => {
    await fill(bed)
    const asked: { sql: string; bindings: Knex.RawBinding[] }[] = []
    const listen = (query: { sql: string; bindings: Knex.RawBinding[] }) => void asked.push(query)
    bed.db.on('query', listen)
    const history = await findNumberHistory(bed.db, { number: '+380670000042', since: noon - numberPeriodMs })
    bed.db.off('query', listen)
    expect([history.dials.length, history.calledUsAt]).toEqual([20, noon - 42_000])
    const plans: unknown[] = []
    for (const { sql, bindings } of asked) {
      const [rows] = (await bed.db.raw(`EXPLAIN ${sql}`, bindings)) as [{ key: string; rows: number | string }[]]
      for (const { key, rows: read } of rows) plans.push([key, Number(read) <= 50])
    }
    const found = [
      ['attempts_number_index', true],
      ['calls_customer_number_index', true],
    ]
    expect(plans).toHaveLength(2)
    expect(plans).toEqual(expect.arrayContaining(found))
  })
})

/** A hundred thousand dials of five thousand numbers in 28 hours, and as many calls that were answered. */
async function fill({ db, client, placeOrder }: DialingBed): Promise<void> {
  const { id } = await placeOrder()
  const number = `concat('+38067', lpad(seq % 5000, 7, '0'))`
  const at = `timestampadd(second, -seq, ?)`
  await db.raw(
    `INSERT INTO attempts (id, call_id, order_id, number, ordinal, allowed_because, started_at, ended_at, outcome)
      SELECT uuid(), uuid(), ?, ${number}, seq, '[]', ${at}, ${at}, 'no-answer' FROM seq_1_to_100000`,
    [id, toDate(noon), toDate(noon)],
  )
  await db.raw(
    `INSERT INTO calls (id, direction, client_id, status, customer_number, started_at, answered_at)
      SELECT uuid(), 'inbound', ?, 'answered', ${number}, ${at}, ${at} FROM seq_1_to_100000`,
    [client.id, toDate(noon), toDate(noon)],
  )
  await db.raw('ANALYZE TABLE attempts, calls')
}

describe('a call that the customer has asked for', () => {
  const promise = { status: 'retry', promised_at: toDate(noon - 1_000), attempts_made: 8 } as const

  it('is made after the last attempt of its order, and beyond those of its number; the next one is not', async () => {
    const order = await bed.placeOrder(promise)
    await dialInVain(order.phone, 20)
    await dialInVain(order.phone, 4, { daysAgo: 0.1 })
    expect(await dial(order)).toBe('dialed')
    const [attempt] = await bed.attempts(order.id)
    expect(attempt?.allowed_because).toContain('asked for by the customer: no limit of attempts stands against it')
    const ended = { outcome: 'no-answer', cause: 19, endedAt: noon + 30_000, call: null } as const
    await bed.db.transaction((trx) => settleAttempt(bed.settle, trx, { attemptId: attempt!.id, ...ended }))
    expect(await bed.order(order.id)).toMatchObject({ status: 'exhausted', promised_at: null })
  })

  it('is none that we owe for an abandoned one: the limits stand', async () => {
    const order = await bed.placeOrder({ ...promise, attempts_made: 1 })
    await dialInVain(order.phone, 19)
    await dialInVain(order.phone, 1, { order_id: order.id, outcome: 'abandoned' })
    expect(await dial(order)).toBe('given-back')
    expect(await bed.order(order.id)).toMatchObject({ status: 'exhausted' })
  })

  it('is one call: of two orders that were promised for the same moment the second keeps to the limits', async () => {
    const first = await bed.placeOrder(promise)
    const second = await bed.placeOrder({ ...promise, customer_id: first.customer_id, phone: first.phone })
    expect(await dial(first)).toBe('dialed')
    const [attempt] = await bed.attempts(first.id)
    const ended = { outcome: 'busy', cause: 17, endedAt: noon + 30_000, call: null } as const
    await bed.db.transaction((trx) => settleAttempt(bed.settle, trx, { attemptId: attempt!.id, ...ended }))
    bed.clock.at = noon + 60_000
    expect(await dial(second)).toBe('given-back')
    expect(await bed.order(second.id)).toMatchObject({ status: 'exhausted' })
  })

  it('is not made to a number of a do-not-call list, nor at night', async () => {
    const order = await bed.placeOrder(promise)
    bed.clock.at = Date.parse('2026-01-15T20:00:00Z')
    expect(await dial(order)).toBe('given-back')
    expect((await bed.order(order.id))?.next_attempt_at).toEqual(new Date('2026-01-16T06:00:00Z'))
    bed.clock.at = Date.parse('2026-01-16T06:00:00Z')
    const entry = { id: createId(), number: order.phone, scope: '*', source: 'api' as const, note: '', author_id: null }
    await bed.db('do_not_call').insert({ ...entry, created_at: toDate(noon) })
    expect(await dial(order)).toBe('given-back')
    expect(await bed.order(order.id)).toMatchObject({ status: 'exhausted' })
  })
})
