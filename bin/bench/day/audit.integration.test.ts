import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createClient, createCustomer, createOrder, createTestDatabase, type TestDatabase } from '@orderline/db/testing'
import { audit } from './audit.mjs'
import type { Dial } from './network.mjs'
import { readEvidence } from './read-evidence.mjs'

const minute = 60_000
const noon = Date.parse('2026-11-18T12:00:00+02:00')
let database: TestDatabase

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

/** An order that was dialled, answered, confirmed and handed over; what a test plants is laid over it. */
async function plantOrder(over: { status?: 'confirmed' | 'talking' | 'retry'; handedOver?: boolean } = {}) {
  const { status = 'confirmed', handedOver = true } = over
  const number = `+38067${Math.floor(1_000_000 + Math.random() * 8_999_999)}`
  const client = await createClient(database.db)
  const customer = await createCustomer(database.db, { client_id: client.id })
  const handed_over_at = handedOver ? new Date(noon + 3 * minute) : null
  const owner = { client_id: client.id, customer_id: customer.id }
  const facts = { phone: number, status, handed_over_at, next_attempt_at: null }
  const order = await createOrder(database.db, { ...owner, ...facts })
  return { id: order.id, externalId: order.external_id, number }
}

type Planted = Awaited<ReturnType<typeof plantOrder>>

async function dial(order: Planted, over: Partial<Dial> = {}): Promise<Dial> {
  const talk = {
    at: noon,
    answeredAt: noon + 12_000,
    endedAt: noon + 2 * minute,
    fate: 'answers',
    answeredBy: 'person',
  }
  const made = { number: order.number, ...talk, endedBy: 'centre', ...over } as Dial
  await database.db('attempts').insert({
    ...{ id: randomUUID(), order_id: order.id, record_id: null, campaign_id: null, mode: 'progressive' },
    ...{ call_id: randomUUID(), agent_id: null, number: order.number, ordinal: 1, cause: null, connected_at: null },
    ...{ started_at: new Date(made.at - 200), ended_at: new Date(made.endedAt ?? made.at), outcome: 'answered' },
    allowed_because: JSON.stringify(['planted']) as never,
    ...{ open_order_id: null, open_record_id: null, open_number: null },
  })
  return made
}

const busy: Partial<Dial> = {
  answeredAt: null,
  answeredBy: null,
  endedAt: noon + 4_000,
  fate: 'busy',
  endedBy: 'network',
}

/** The kinds of what is found of this order alone: rows of other tests are none of its business. */
async function kindsOf(order: Planted, facts: Facts = {}) {
  const { dials = [], taken = 1, forbiddenFrom, decision = 'confirmed' } = facts
  const evidence = await readEvidence(database.url)
  const found = audit({
    ...evidence,
    orders: evidence.orders.filter(({ id }) => id === order.id),
    attempts: evidence.attempts.filter(({ order_id }) => order_id === order.id),
    sent: [{ externalId: order.externalId, number: order.number, decision } as never],
    dials,
    taken: Array.from({ length: taken }, (_, index) => ({ order: order.externalId, delivery: String(index) })),
    forbidden: forbiddenFrom === undefined ? [] : [{ number: order.number, since: forbiddenFrom }],
  })
  return found.map(({ kind }) => kind)
}
type Facts = { dials?: Dial[]; taken?: number; forbiddenFrom?: number; decision?: 'confirmed' | 'callback' }

test('finds nothing in a day that went by the rules', async () => {
  const order = await plantOrder()
  const first = await dial(order, busy)
  const second = await dial(order, { at: noon + 6 * minute, endedAt: noon + 8 * minute })
  expect(await kindsOf(order, { dials: [first, second] })).toEqual([])
})

test('finds an order that nobody knows of any more', async () => {
  const order = { ...(await plantOrder()), id: 'another', externalId: 'lost' }
  expect(await kindsOf(order)).toEqual(['order lost'])
})

test('finds an order that stays in a talk for ever, or waits for no moment', async () => {
  expect(await kindsOf(await plantOrder({ status: 'talking', handedOver: false }), { taken: 0 })).toEqual([
    'order in no state',
  ])
  expect(await kindsOf(await plantOrder({ status: 'retry', handedOver: false }), { taken: 0 })).toEqual([
    'order in no state',
  ])
})

test('finds a confirmed order that is neither handed over nor on its way, and one that was handed over twice', async () => {
  expect(await kindsOf(await plantOrder({ handedOver: false }), { taken: 0 })).toEqual(['confirmed and not on its way'])
  expect(await kindsOf(await plantOrder(), { taken: 0 })).toEqual(['handed over, unknown to logistics'])
  expect(await kindsOf(await plantOrder(), { taken: 2 })).toEqual(['handed over twice'])
})

test('finds a dial out of hours, and one to a number that was forbidden before it', async () => {
  const early = await plantOrder()
  const before8 = Date.parse('2026-11-18T07:59:59+02:00')
  const dials = [await dial(early, { at: before8, endedAt: before8 + minute })]
  expect(await kindsOf(early, { dials })).toEqual(['dialled out of hours'])

  const forbidden = await plantOrder()
  const one = [await dial(forbidden)]
  expect(await kindsOf(forbidden, { dials: one, forbiddenFrom: noon - 1 })).toEqual(['dialled though forbidden'])
  expect(await kindsOf(forbidden, { dials: one, forbiddenFrom: noon + 1 })).toEqual([])
})

test('finds a dial that comes sooner than the rule for what was before it says', async () => {
  const order = await plantOrder()
  const soon = [await dial(order, busy), await dial(order, { at: noon + 3 * minute, endedAt: noon + 5 * minute })]
  expect(await kindsOf(order, { dials: soon })).toEqual(['dialled too soon'])

  const settled = await plantOrder()
  const again = [await dial(settled), await dial(settled, { at: noon + 60 * minute, endedAt: noon + 61 * minute })]
  expect(await kindsOf(settled, { dials: again })).toEqual(['dialled too soon'])
})

test('finds two dials of a number at once, and a fifth in one day', async () => {
  const order = await plantOrder()
  const twice = [await dial(order, busy), await dial(order, { ...busy, at: noon + 1_000, endedAt: noon + 5_000 })]
  expect(await kindsOf(order, { dials: twice })).toContain('dialled twice at once')

  const often = await plantOrder()
  const times = [0, 1, 2, 3, 4].map((nth) => noon + nth * 61 * minute)
  const dials: Dial[] = []
  for (const at of times) dials.push(await dial(often, { ...busy, at, endedAt: at + 4_000 }))
  expect(await kindsOf(often, { dials })).toEqual(["dialled over the day's limit"])
})

test('finds nothing in a call back that the customer has asked for in the fourth talk of the day, but in one more', async () => {
  const order = await plantOrder()
  const every = 123 * minute
  const from = noon - 210 * minute
  const talkAt = (nth: number) => ({ at: from + nth * every, endedAt: from + nth * every + 2 * minute })
  const dials: Dial[] = []
  for (const nth of [0, 1, 2, 3]) dials.push(await dial(order, talkAt(nth)))
  const calledBack = await dial(order, { ...busy, at: from + 4 * every, endedAt: from + 4 * every + 4_000 })
  expect(await kindsOf(order, { dials: [...dials, calledBack], decision: 'callback' })).toEqual([])
  const oneMore = await dial(order, { ...busy, at: calledBack.at + 6 * minute, endedAt: calledBack.at + 7 * minute })
  expect(await kindsOf(order, { dials: [...dials, calledBack, oneMore], decision: 'callback' })).toEqual([
    "dialled over the day's limit",
  ])
})

test('finds a dial of which no attempt tells', async () => {
  const order = await plantOrder()
  const made = await dial(order)
  expect(await kindsOf(order, { dials: [{ ...made, at: noon + 30 * minute, endedAt: noon + 31 * minute }] })).toEqual([
    'dialled without an attempt',
  ])
})
