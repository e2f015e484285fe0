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

test('a migration that was cut off in the middle is done again from the start', async () => {
  await database.db('knex_migrations').delete()
  await database.db('knex_migrations_lock').update({ is_locked: 1 })
  await database.db.schema.dropTable('outbox')
  await database.db.schema.createTable('orderline_schema_unfinished', (table) => table.integer('nothing'))
  expect(await migrateToLatest(database.db)).toEqual(Object.keys(migrations))
  expect(await tableNames()).toContain('outbox')
  expect(await tableNames()).not.toContain('orderline_schema_unfinished')
})

test('tables of somebody else are left alone', async () => {
  await database.db('knex_migrations').delete()
  await expect(migrateToLatest(database.db)).rejects.toThrow('that is not ours')
  expect(await tableNames()).toContain('outbox')
})
