import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createSilentLogger } from '@orderline/runtime/logger'
import { startMariadb } from '../../bin/lib/mariadb.mjs'
import { createDatabase, isDatabaseAway, type Database } from './index.ts'

let server: Awaited<ReturnType<typeof startMariadb>>
let db: Database
let dir: string

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'orderline-mariadb-'))
  server = await startMariadb({ dir })
  db = createDatabase({ url: server.url, log: createSilentLogger(), acquireTimeoutMs: 1_000 })
})
afterAll(async () => {
  await db.destroy()
  await server.stop()
  rmSync(dir, { recursive: true })
})

test('the same pool works again after MariaDB was killed, and until then says that it is away', async () => {
  await db.schema.createTable('kept', (table) => table.integer('value'))
  await db('kept').insert({ value: 42 })
  server.kill('SIGKILL')
  await server.exited
  const error = await db('kept')
    .select()
    .catch((thrown: unknown) => thrown)
  expect(isDatabaseAway(error)).toBe(true)
  await server.start()
  expect(await db('kept').select()).toEqual([{ value: 42 }])
})

test('a statement under way when MariaDB is killed fails as away', async () => {
  const sleeping = db.raw('SELECT SLEEP(30)').catch((thrown: unknown) => thrown)
  await expect.poll(async () => isRunning('SLEEP')).toBe(true)
  server.kill('SIGKILL')
  expect(isDatabaseAway(await sleeping)).toBe(true)
  await server.exited
  await server.start()
})

async function isRunning(text: string): Promise<boolean> {
  const [rows] = (await db.raw('SHOW FULL PROCESSLIST')) as [{ Info: string | null }[]]
  return rows.some((row) => row.Info?.includes(text))
}
