import { afterAll, beforeAll, expect, it } from 'vitest'
import { toDate } from '@orderline/db'
import {
  createClient,
  createCustomer,
  createOrder,
  createQueue,
  createTestDatabase,
  rowsRead,
} from '@orderline/db/testing'
import { createSubjectsRepository } from './subjects-repository.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const now = Date.parse('2026-01-15T10:00:00Z')
const waitingOrders = 300

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

it('finds a promise without reading all orders that are due', async () => {
  const { db } = database
  const queue = await createQueue(db)
  const client = await createClient(db, { order_queue_id: queue.id })
  const customer = await createCustomer(db, { client_id: client.id })
  const due = { client_id: client.id, customer_id: customer.id, campaign_id: null, next_attempt_at: toDate(now - 1) }
  for (let order = 0; order < waitingOrders; order += 1) await createOrder(db, due)
  const promised = await createOrder(db, { ...due, status: 'retry', promised_at: toDate(now - 1) })
  await db.raw('analyze table orders')
  const question = { now, limit: 20, except: [], campaignIds: [], freeAgents: [], agentsOnShift: [] }
  await db.transaction(async (trx) => {
    const before = await rowsRead(trx)
    // By one connection, so that what it reads can be counted.
    const found = await createSubjectsRepository(trx).findPromised(question)
    expect(found.map(({ subject }) => subject.id)).toEqual([promised.id])
    expect((await rowsRead(trx)) - before).toBeLessThan(waitingOrders)
  })
})
