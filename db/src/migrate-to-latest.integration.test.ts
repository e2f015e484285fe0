import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrateToLatest, rollBackLast } from './migrate-to-latest.ts'
import { migrations } from './migrations/index.ts'
import { createTestDatabase, type TestDatabase } from './testing.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

async function tableNames(): Promise<string[]> {
  const [rows] = (await database.db.raw('SHOW TABLES')) as [Record<string, string>[]]
  return rows.flatMap((row) => Object.values(row))
}

test('a database that is up to date stays as it is', async () => {
  expect(await migrateToLatest(database.db)).toEqual([])
})

test('the schema can be taken back, and two programs that then migrate at once do it once', async () => {
  await rollBackLast(database.db)
  expect(await tableNames()).toEqual(['knex_migrations', 'knex_migrations_lock'])
  const ran = await Promise.all([migrateToLatest(database.db), migrateToLatest(database.db)])
  expect(ran.flat()).toEqual(Object.keys(migrations))
  expect(await tableNames()).toContain('outbox')
})

test('a first migration that was cut off in the middle is done again from the start', async () => {
  await rollBackLast(database.db)
  await migrations['001-initial']!.up(database.db)
  await database.db('knex_migrations_lock').update({ is_locked: 1 })
  await database.db.schema.dropTable('outbox')
  await database.db.schema.createTable('orderline_schema_unfinished', (table) => table.integer('nothing'))
  expect(await migrateToLatest(database.db)).toEqual(Object.keys(migrations))
  expect(await tableNames()).toContain('outbox')
  expect(await tableNames()).not.toContain('orderline_schema_unfinished')
})

test('the migration of campaigns, cut off in the middle, is done again', async () => {
  await database.db('knex_migrations').where('name', '>=', '003').delete()
  await database.db.schema.dropTable('campaign_hours')
  await database.db.raw('ALTER TABLE attempts DROP INDEX attempts_open_number_unique, DROP COLUMN open_number')
  await database.db.schema.createTable('orderline_campaigns_unfinished', (table) => table.integer('nothing'))
  expect(await migrateToLatest(database.db)).toContain('003-campaigns')
  expect(await tableNames()).toContain('campaign_hours')
  expect(await database.db.schema.hasColumn('attempts', 'open_number')).toBe(true)
  expect(await tableNames()).not.toContain('orderline_campaigns_unfinished')
})

test('tables of somebody else are left alone', async () => {
  const other = await createTestDatabase()
  await rollBackLast(other.db)
  await other.db.schema.createTable('orders', (table) => table.integer('theirs'))
  await expect(migrateToLatest(other.db)).rejects.toThrow('that is not ours')
  expect(await other.db.schema.hasColumn('orders', 'theirs')).toBe(true)
  await other.close()
})
