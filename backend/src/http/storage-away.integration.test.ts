import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDatabase, type Database } from '@orderline/db'
import { createTestDatabase, createUser, type TestDatabase } from '@orderline/db/testing'
import { createSilentLogger } from '@orderline/runtime/logger'
import { closeRedis, createRedis } from '@orderline/runtime/redis'
import { createSessionStore } from '../sessions/session-store.ts'
import { apiClient, anyRole, authorize } from './authorize.ts'
import { createHttpGuards } from './http-guards.ts'
import { createRouter, type HttpRouter } from './http-types.ts'
import { createRateLimits } from './rate-limit.ts'
import { createHttpTestBed, problemOf, type HttpTestBed } from './testing.ts'

const log = createSilentLogger()
let database: TestDatabase
let nowhere: Database
let bed: HttpTestBed

beforeAll(async () => {
  database = await createTestDatabase()
  nowhere = createDatabase({ url: 'mysql://nobody:x@127.0.0.1:1/nothing', log, acquireTimeoutMs: 300 })
  bed = createHttpTestBed({ db: nowhere })
})
afterAll(async () => {
  await bed.close()
  await nowhere.destroy()
  await database.close()
})

function createProbeRoutes(guards: HttpTestBed['guards']): HttpRouter {
  const router = createRouter()
  const answer = (ctx: { body: unknown }) => void (ctx.body = {})
  router.get('/api/shop', guards.rateLimit('api'), guards.authenticateApiKey, authorize(apiClient), answer)
  router.get('/api/staff', guards.rateLimit('session'), guards.authenticateSession, authorize(anyRole), answer)
  return router
}

test('while MariaDB is away a request is told to try again, soon enough to be worth waiting for', async () => {
  await bed.start([createProbeRoutes(bed.guards)])
  const startedAt = performance.now()
  const answer = await bed.ask('/api/shop', { headers: { authorization: 'Bearer ok_a_key_that_may_be_right' } })
  expect(problemOf(answer)).toMatchObject({ status: 503, code: 'storage/away' })
  expect(answer.headers.get('retry-after')).toBe('2')
  expect(performance.now() - startedAt).toBeLessThan(10_000)
})

test('while Redis is away a request is told to try again, and floods are still stopped', async () => {
  const redis = createRedis({ url: 'redis://127.0.0.1:1/0', name: 'nowhere', log, patience: 'http' })
  const rateLimits = createRateLimits({ redis, limits: { session: { points: 3, seconds: 60 } } })
  const sessions = createSessionStore({ redis })
  const apiKeys = { find: () => Promise.resolve(undefined) }
  await bed.start([createProbeRoutes(createHttpGuards({ sessions, apiKeys, rateLimits }))])
  const headers = await bed.as(await createUser(database.db))
  const statuses: number[] = []
  for (let n = 0; n < 5; n++) statuses.push((await bed.ask('/api/staff', { headers })).status)
  expect(statuses).toEqual([503, 503, 503, 429, 429])
  await closeRedis(redis)
})
