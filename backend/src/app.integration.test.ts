import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '@orderline/db/testing'
import { systemClock } from '@orderline/runtime/clock'
import { createHealth } from '@orderline/runtime/health'
import { createMetrics } from '@orderline/runtime/metrics'
import { createShutdown } from '@orderline/runtime/shutdown'
import { createAdapters } from './composition/adapters.ts'
import { composeCentre } from './composition/centre.ts'
import { createDemoParts } from './composition/demo-parts.ts'
import { createRecordParts } from './composition/record-parts.ts'
import { createRoutes } from './composition/routes.ts'
import { readConfig } from './config.ts'
import { createConfigCache } from './config-cache/config-cache.ts'
import { expectGuardedRoutes } from './http/guarded-routes.ts'
import type { HttpRouter } from './http/http-types.ts'
import { routeAccess } from './http/route-access.ts'
import { createHttpTestBed, testRedisUrl, type HttpTestBed } from './http/testing.ts'

/** The real wiring, with everything but Asterisk behind it: no route needs a call to say who may use it. */
let database: TestDatabase
let bed: HttpTestBed
let routers: HttpRouter[]
let shutdown: ReturnType<typeof createShutdown>

beforeAll(async () => {
  database = await createTestDatabase()
  bed = createHttpTestBed({ db: database.db })
  shutdown = createShutdown({ log: bed.log })
  routers = await composeRoutes()
  await bed.start(routers)
})
afterAll(async () => {
  await bed.close()
  await shutdown.close()
  await database.close()
})

async function composeRoutes(): Promise<HttpRouter[]> {
  const { log } = bed
  const settings = readConfig({
    ...{ DATABASE_URL: database.url, REDIS_URL: testRedisUrl(), DEMO: '1' },
    ...{
      ARI_URL: 'http://127.0.0.1:9',
      ARI_USERNAME: 'nobody',
      ARI_PASSWORD: 'nothing',
      SIP_WS_URL: 'ws://127.0.0.1:9/ws',
    },
    ...{ RECORDINGS_DIR: '/nonexistent', VOICEMAIL_DIR: '/nonexistent' },
  })
  const adapters = createAdapters(settings, { log, shutdown })
  const config = createConfigCache({ db: adapters.db, subscriber: adapters.configSubscriber, log })
  const server = createServer()
  const common = { server, adapters, config, settings, now: systemClock, log, shutdown }
  const composed = composeCentre(common)
  const parts = { ...adapters, ...common, ...composed }
  return createRoutes({
    ...parts,
    recordParts: createRecordParts(parts),
    demoRoutes: await createDemoParts(parts),
    health: createHealth(),
    metrics: createMetrics({ program: 'test' }),
    isSecure: false,
  })
}

test('every route of the application says who may, and keeps strangers and other roles out', async () => {
  // Else an empty application would pass.
  expect(routeAccess(routers).length).toBeGreaterThan(60)
  await expectGuardedRoutes(bed, routers)
})

test('what everybody may call is a short list that is known', () => {
  const open = routeAccess(routers).flatMap(({ method, path, policy }) =>
    policy?.kind === 'everyone' ? [`${method} ${path}`] : [],
  )
  expect([...new Set(open)].filter((route) => !route.includes('/api/demo')).sort()).toMatchInlineSnapshot(`
    [
      "GET /api/health",
      "GET /api/v1/openapi.json",
      "GET /metrics",
      "POST /api/session",
    ]
  `)
})
