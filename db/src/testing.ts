import { randomBytes } from 'node:crypto'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createDatabase, type Database } from './database.ts'
import { migrateToLatest } from './migrate-to-latest.ts'

export * from './testing/factories.ts'
export * from './testing/rows-read.ts'

export type TestDatabase = { db: Database; url: string; close(): Promise<void> }

/**
 * Makes a schema of its own on the server of TEST_DATABASE_URL, migrated and empty; `close` drops it. One for each
 * test file: files then share nothing.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env['TEST_DATABASE_URL']
  if (!serverUrl) throw new Error('TEST_DATABASE_URL is not set: run these tests by `npm test`.')
  const schema = `orderline_test_${randomBytes(6).toString('hex')}`
  await onServer(serverUrl, `CREATE DATABASE ${schema} CHARACTER SET utf8mb4`)
  const url = schemaUrl(serverUrl, schema)
  const db = createDatabase({ url, log: createSilentLogger(), poolSize: 8 })
  await migrateToLatest(db)
  const close = async () => {
    await db.destroy()
    await onServer(serverUrl, `DROP DATABASE ${schema}`)
  }
  return { db, url, close }
}

function schemaUrl(serverUrl: string, schema: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${schema}`
  return url.href
}

async function onServer(url: string, statement: string): Promise<void> {
  const server = createDatabase({ url, log: createSilentLogger(), poolSize: 1 })
  try {
    await server.raw(statement)
  } finally {
    await server.destroy()
  }
}
