import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClient, createCustomer, createOrder, createTestDatabase, rowsRead } from '@orderline/db/testing'
import { createTodayRepository } from './today-repository.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const midnight = new Date('2026-01-15T00:00:00Z')
const hours = (count: number) => new Date(midnight.getTime() + count * 3_600_000)
const olderOrders = 300

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

it('counts the day without reading the orders of all days before', async () => {
  const { db } = database
  const client = await createClient(db)
  const customer = await createCustomer(db, { client_id: client.id })
  const confirmed = { client_id: client.id, customer_id: customer.id, status: 'confirmed' } as const
  for (let hour = 1; hour <= olderOrders; hour += 1) {
    await createOrder(db, { ...confirmed, received_at: hours(-hour), confirmed_at: hours(-hour) })
  }
  await createOrder(db, { ...confirmed, received_at: hours(9), confirmed_at: hours(10) })
  await db.raw('analyze table orders')
  await db.transaction(async (trx) => {
    const before = await rowsRead(trx)
    // By one connection, so that what it reads can be counted.
    expect(await createTodayRepository({ db: trx }).centre(midnight)).toMatchObject({ confirmed: 1, ordersWaiting: 0 })
    expect((await rowsRead(trx)) - before).toBeLessThan(olderOrders)
  })
})
