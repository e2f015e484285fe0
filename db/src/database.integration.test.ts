import { inspect } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createDatabase, isDuplicateKey, isStillReferenced, transaction } from './index.ts'
import {
  createClient,
  createOrder,
  createCustomer,
  createQueue,
  createTestDatabase,
  createUser,
  type TestDatabase,
} from './testing.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

test('a row comes back as it was written: times in milliseconds, JSON as values, booleans as booleans', async () => {
  const { db } = database
  const client = await createClient(db, { created_at: new Date(1_700_000_000_123) })
  const queue = await createQueue(db, { required_skills: [{ skillId: client.id, minLevel: 2 }], record_calls: false })
  const customer = await createCustomer(db, { client_id: client.id, name: 'Олена 🚚' })
  const order = await createOrder(db, { client_id: client.id, customer_id: customer.id, total_minor: 123_456_789_012 })
  expect(await db('clients').where({ id: client.id }).first()).toEqual(client)
  expect(await db('queues').where({ id: queue.id }).first()).toEqual(queue)
  expect(await db('orders').where({ id: order.id }).first()).toMatchObject(order)
  expect(await db('customers').where({ id: customer.id }).first()).toMatchObject({ name: 'Олена 🚚' })
})

test('an error tells the query without its values: they are names and numbers of people', async () => {
  const failed: unknown = await database
    .db('customers')
    .insert({ no_such_column: 'Олена' } as object)
    .catch((error: unknown) => error)
  expect(failed).toMatchObject({ code: 'ER_BAD_FIELD_ERROR', message: expect.stringContaining('customers') })
  expect(inspect(failed, { showHidden: true })).not.toContain('Олена')
})

test('counts and sums are numbers', async () => {
  const [row] = await database.db('clients').select(database.db.raw('COUNT(*) AS rows_seen, SUM(1.5) AS total'))
  expect(row).toMatchObject({ rows_seen: expect.any(Number), total: expect.any(Number) })
})

test('the clock of the database is UTC', async () => {
  const [[row]] = (await database.db.raw('SELECT NOW(3) AS at')) as [[{ at: Date }]]
  expect(Math.abs(row.at.getTime() - Date.now())).toBeLessThan(5_000)
})

test('a taken key and a row in use are told apart by their errors', async () => {
  const { db } = database
  const client = await createClient(db)
  await createCustomer(db, { client_id: client.id })
  const twice = await createClient(db, { code: client.code }).catch((error: unknown) => error)
  expect(isDuplicateKey(twice)).toBe(true)
  expect(isDuplicateKey(twice, 'clients_code_unique')).toBe(true)
  expect(isDuplicateKey(twice, 'users_login_unique')).toBe(false)
  const inUse = await db('clients')
    .where({ id: client.id })
    .delete()
    .catch((error: unknown) => error)
  expect(isStillReferenced(inUse)).toBe(true)
})

test('order ids of a shop that differ only in case are two', async () => {
  const { db } = database
  const client = await createClient(db)
  const customer = await createCustomer(db, { client_id: client.id })
  const ref = { client_id: client.id, customer_id: customer.id }
  await createOrder(db, { ...ref, external_id: 'A-1' })
  await createOrder(db, { ...ref, external_id: 'a-1' })
  await expect(createOrder(db, { ...ref, external_id: 'a-1' })).rejects.toThrow('Duplicate')
})

test('two transactions that lock each other out both succeed in the end', async () => {
  const { db } = database
  const [one, two] = await Promise.all([createUser(db), createUser(db)])
  const bothLocked = barrier(2)
  const rename = (first: string, second: string) =>
    transaction(db, async (trx) => {
      await trx('users')
        .where({ id: first })
        .update({ name: `renamed with ${second}` })
      await bothLocked()
      await trx('users')
        .where({ id: second })
        .update({ name: `renamed with ${first}` })
    })
  await expect(Promise.all([rename(one.id, two.id), rename(two.id, one.id)])).resolves.toHaveLength(2)
})

test('a statement that takes too long is ended by the database', async () => {
  const db = createDatabase({ url: database.url, log: createSilentLogger(), statementTimeoutMs: 100 })
  await expect(
    db.raw(
      'SELECT COUNT(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c',
    ),
  ).rejects.toThrow(/max_statement_time/)
  await db.destroy()
})

/** Resolves for all when `size` have arrived, and at once for those who come later. */
function barrier(size: number): () => Promise<void> {
  let arrived = 0
  let open = () => {}
  const all = new Promise<void>((resolve) => (open = resolve))
  return () => {
    if (++arrived >= size) open()
    return all
  }
}
