import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import Ajv2020 from 'ajv/dist/2020.js'
import { afterAll, beforeAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import { createApiKey, createClient, createTestDatabase, createUser, type TestDatabase } from '@orderline/db/testing'
import type { ClientRow } from '@orderline/db'
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
import { createHttpTestBed, testRedisUrl, type Answer, type Ask, type HttpTestBed } from './http/testing.ts'
import { toPointer } from './http/validate.ts'
import { orderExamples } from './public-api/examples.ts'

/** The real wiring, with everything but Asterisk behind it: no route needs a call to say who may use it. */
let database: TestDatabase
let bed: HttpTestBed
let routers: HttpRouter[]
let shutdown: ReturnType<typeof createShutdown>
/** A shop that the application knows from its start. */
let shop: ClientRow
/** What browsers' sockets and phones come to. */
const server = createServer()

beforeAll(async () => {
  database = await createTestDatabase()
  bed = createHttpTestBed({ db: database.db })
  shutdown = createShutdown({ log: bed.log })
  shop = await createClient(database.db)
  routers = await composeRoutes()
  await bed.start(routers)
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
afterAll(async () => {
  await bed.close()
  server.close()
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
  await config.load()
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

type Operation = { responses: object; requestBody?: object }
const describedRoutes = async () => {
  const { body } = await bed.ask<{ paths: Record<string, Record<string, Operation>> }>('/api/v1/openapi.json')
  return Object.entries(body.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  )
}

test('every route for shops stands in the document for shops, and nothing else', async () => {
  const served = routeAccess(routers).filter(({ path }) => path.startsWith('/api/v1/'))
  const described = (await describedRoutes()).map(({ method, path }) => `${method} ${path}`)
  expect(described.sort()).toEqual(
    served.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`).sort(),
  )
})

test('the document for shops tells of every refusal that a body may get', async () => {
  const { key } = await createApiKey(database.db, { client_id: (await createClient(database.db)).id })
  const headers = { authorization: `Bearer ${key}` }
  const text = { ...headers, 'content-type': 'text/plain' }
  for (const { method, path, operation } of await describedRoutes()) {
    if (!operation.requestBody) continue
    const ask = async (how: Ask) =>
      (await bed.ask(path.replace('{id}', randomUUID()), { method, headers, ...how })).status
    const statuses = [await ask({ rawBody: 'x', headers: text }), await ask({ rawBody: `"${'x'.repeat(2_000_000)}"` })]
    statuses.push(await ask({ rawBody: '{' }), await ask({ rawBody: '{}', headers: {} }))
    expect(statuses).toEqual([415, 413, 400, 401])
    expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining([...statuses, 429, 500, 503].map(String)))
  }
})

test('every answer to a shop is one that the document describes, and nothing beside it', async () => {
  const { body: document } = await bed.ask<OpenApi>('/api/v1/openapi.json')
  const check = createAnswerCheck(document)
  const { key } = await createApiKey(database.db, { client_id: shop.id })
  const ask = async (route: string, how: Ask & { id?: string; query?: string } = {}) => {
    const { id = '', query = '', ...rest } = how
    const [method = '', path = ''] = route.split(' ')
    const headers = { authorization: `Bearer ${key}`, ...how.headers }
    const answer = await bed.ask<{ id: string }>(path.replace('{id}', id) + query, { ...rest, method, headers })
    check(route, answer)
    return answer.body
  }
  const body = { ...orderExamples.full.value, externalId: randomUUID() }
  const { id } = await ask('POST /api/v1/orders', { body })
  await ask('POST /api/v1/orders', { body })
  const headers = { 'idempotency-key': randomUUID() }
  await ask('POST /api/v1/orders', { body, headers })
  await ask('POST /api/v1/orders', { body: { ...body, comment: 'another' }, headers })
  await ask('POST /api/v1/orders', { body: {} })
  await ask('GET /api/v1/orders', { query: '?limit=1' })
  await ask('GET /api/v1/orders', { query: '?cursor=forged' })
  await ask('GET /api/v1/orders/{id}', { id })
  await ask('GET /api/v1/orders/{id}', { id: randomUUID() })
  await ask('GET /api/v1/orders/{id}', { id: 'none' })
  await ask('GET /api/v1/orders/{id}', { id, headers: { authorization: 'Bearer wrong' } })
  await ask('PUT /api/v1/orders/{id}/delivered', { id, body: { deliveredAt: Date.now() } })
  await ask('POST /api/v1/orders/{id}/cancel', { id, body: { reason: 'no stock' } })
  await database.db('orders').where({ id }).update({ status: 'confirmed', handed_over_at: new Date() })
  await ask('POST /api/v1/orders/{id}/cancel', { id, body: { reason: 'no stock' } })
  await ask('PUT /api/v1/orders/{id}/delivered', { id, body: { deliveredAt: Date.now() } })
  await ask('POST /api/v1/do-not-call', { body: { phone: '067 123 45 67' } })
  await ask('POST /api/v1/do-not-call', { body: { phone: 'none at all' } })
  await ask('GET /api/v1/openapi.json')
  expect(check.neverSeen()).toEqual([])
})

type OpenApi = { paths: Record<string, Record<string, { responses: Record<string, { content?: object }> }>> }

/** Holds answers against the schemas of the document, in which no field may be left unsaid. */
function createAnswerCheck(document: OpenApi) {
  const ajv = new Ajv2020({ strict: false, formats: { uuid: true, email: true, date: true, 'date-time': true } })
  ajv.addSchema({ $id: 'api', ...(closed(document) as OpenApi) })
  const seen = new Set<string>()
  const check = (route: string, { status, body, headers }: Answer<unknown>) => {
    const [method = '', path = ''] = route.split(' ')
    const type = headers.get('content-type')?.split(';')[0] ?? ''
    const place = ['paths', path, method.toLowerCase(), 'responses', String(status), 'content', type, 'schema']
    const valid = ajv.compile({ $ref: `api#${toPointer(place)}` })
    expect(valid(body), `${route} ${status}: ${ajv.errorsText(valid.errors)}`).toBe(true)
    seen.add(`${route} ${status}`)
  }
  const successes = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { responses }]) =>
      Object.keys(responses).flatMap((status) =>
        status.startsWith('2') ? [`${method.toUpperCase()} ${path} ${status}`] : [],
      ),
    ),
  )
  return Object.assign(check, { neverSeen: () => successes.filter((answer) => !seen.has(answer)) })
}

/** The schemas with their objects closed: what they do not name is a fault. */
function closed(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part
  if (Array.isArray(part)) return part.map(closed)
  const copy = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]))
  return 'properties' in part ? { additionalProperties: false, ...copy } : copy
}

test('a phone is connected for agents only, and not for a page of another site', async () => {
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const refusalOf = async (headers: Record<string, string>) => {
    const socket = new WebSocket(`ws://${host}/sip`, 'sip', { headers })
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
    return response.statusCode
  }
  const agent = await bed.as(await createUser(database.db, { role: 'agent' }))
  const supervisor = await bed.as(await createUser(database.db, { role: 'supervisor' }))
  const origin = `http://${host}`
  expect(await refusalOf({ origin })).toBe(401)
  expect(await refusalOf({ ...supervisor, origin })).toBe(401)
  expect(await refusalOf({ ...agent, origin: 'https://evil.example' })).toBe(401)
  // No Asterisk is behind it.
  expect(await refusalOf({ ...agent, origin })).toBe(502)
})
