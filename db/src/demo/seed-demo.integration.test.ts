import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { verify } from '@node-rs/argon2'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { migrateToLatest, rollBackLast } from '../migrate-to-latest.ts'
import { createTestDatabase, type TestDatabase } from '../testing.ts'
import { seedDemo } from './seed-demo.ts'

let database: TestDatabase
let folder: string
const baseUrl = 'http://127.0.0.1:8080'

beforeAll(async () => {
  database = await createTestDatabase()
})
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orderline-seed-'))
  await rollBackLast(database.db)
  await migrateToLatest(database.db)
})
afterEach(() => rmSync(folder, { recursive: true }))
afterAll(() => database.close())

async function counts(): Promise<Record<string, number>> {
  const tables = [
    'clients',
    'dids',
    'users',
    'queues',
    'skills',
    'questionnaires',
    'customers',
    'orders',
    'api_keys',
  ] as const
  const rows = await Promise.all(
    tables.map(async (table) => [table, (await database.db(table).select()).length] as const),
  )
  return Object.fromEntries(rows)
}

async function mayLogIn(login: string, password: string | undefined): Promise<boolean> {
  const user = await database.db('users').where({ login }).first()
  return verify(user?.password_hash ?? '', password ?? '')
}

test('the demo centre has its shops, people and history, and each role may log in with what was told', async () => {
  const credentials = await seedDemo({ db: database.db, baseUrl })
  expect(await counts()).toMatchObject({ clients: 2, dids: 3, users: 8, queues: 3, skills: 3, questionnaires: 4 })
  for (const role of ['admin', 'supervisor', 'agent', 'client', 'logistics']) {
    const user = credentials?.users[role]
    expect(await mayLogIn(user?.login ?? '', user?.password)).toBe(true)
  }
  expect(credentials?.clients['vesna']?.dids).toEqual(['+380442000001', '+48222000001'])
})

test('a second run changes nothing and, without a file, tells nothing', async () => {
  await seedDemo({ db: database.db, baseUrl })
  const before = await counts()
  expect(await seedDemo({ db: database.db, baseUrl })).toBeUndefined()
  expect(await counts()).toEqual(before)
})

test('with a file each run tells the same secrets, and nobody else may read it', async () => {
  const secretsFile = join(folder, 'secrets.json')
  const first = await seedDemo({ db: database.db, baseUrl, secretsFile })
  const before = await counts()
  expect(await seedDemo({ db: database.db, baseUrl, secretsFile })).toEqual(first)
  expect(await counts()).toEqual(before)
  expect(statSync(secretsFile).mode & 0o777).toBe(0o600)
  expect(JSON.parse(readFileSync(secretsFile, 'utf8'))).toEqual(first)
})

test('a centre whose file was lost gets new secrets that work', async () => {
  const secretsFile = join(folder, 'secrets.json')
  await seedDemo({ db: database.db, baseUrl, secretsFile })
  rmSync(secretsFile)
  const renewed = await seedDemo({ db: database.db, baseUrl, secretsFile })
  expect(await mayLogIn('admin', renewed?.users['admin']?.password)).toBe(true)
  const keyHash = createHash('sha256')
    .update(renewed?.clients['vesna']?.apiKey ?? '')
    .digest('hex')
  expect(await database.db('api_keys').where({ key_hash: keyHash }).first()).toBeDefined()
  const client = await database.db('clients').where({ code: 'vesna' }).first()
  expect(client?.shop_webhook_secret).toBe(renewed?.clients['vesna']?.webhookSecret)
})

test('webhooks follow the address of the centre, except one that was led elsewhere', async () => {
  await seedDemo({ db: database.db, baseUrl })
  await database.db('clients').where({ code: 'vesna' }).update({ shop_webhook_url: 'https://shop.example/hook' })
  await seedDemo({ db: database.db, baseUrl: 'http://127.0.0.1:9999' })
  const client = await database.db('clients').where({ code: 'vesna' }).first()
  expect(client?.shop_webhook_url).toBe('https://shop.example/hook')
  expect(client?.logistics_webhook_url).toBe('http://127.0.0.1:9999/api/demo/webhooks/logistics/vesna')
})
