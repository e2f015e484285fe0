import { randomUUID } from 'node:crypto'
import { createConnection } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createApiKey, createClient, createTestDatabase, createUser, type TestDatabase } from '@orderline/db/testing'
import { apiClient, apiClientOf, authorize, everyone, roles } from './authorize.ts'
import { createRouter, type HttpRouter } from './http-types.ts'
import { createIdempotencyCleaner } from './clean-idempotency-keys.ts'
import { createRateLimits } from './rate-limit.ts'
import { createHttpTestBed, problemOf, type HttpTestBed } from './testing.ts'
import { bodyOf, validate } from './validate.ts'

const thingSchema = z.strictObject({
  name: z.string().min(1),
  tags: z.array(z.strictObject({ label: z.string() })).default([]),
})

let database: TestDatabase
let bed: HttpTestBed
let url: string

beforeAll(async () => {
  database = await createTestDatabase()
  bed = createHttpTestBed({
    db: database.db,
    limits: { api: { points: 20, seconds: 60 }, refused: { points: 10, seconds: 60 } },
  })
  // Other tests come from this address too, with other limits.
  await bed.redis.del('orderline:rate:api:127.0.0.1', 'orderline:rate:refused:127.0.0.1')
  url = (await bed.start([createThingRoutes(bed)])).url
})
afterAll(async () => {
  await bed.close()
  await database.close()
})

/** A small feature that uses every guard. */
function createThingRoutes({ guards }: HttpTestBed): HttpRouter {
  const router = createRouter()
  const shop = [guards.rateLimit('api'), guards.authenticateApiKey, authorize(apiClient)]
  const staff = [guards.rateLimit('session'), guards.authenticateSession, authorize(roles('admin'))]
  router.post('/api/v1/things', ...shop, validate({ body: thingSchema }), (ctx) => {
    ctx.status = 201
    ctx.body = { name: bodyOf(ctx, thingSchema).name, clientId: apiClientOf(ctx).clientId }
  })
  router.post('/api/things', ...staff, validate({ body: thingSchema }), (ctx) => {
    ctx.body = bodyOf(ctx, thingSchema)
  })
  router.get('/api/things', ...staff, validate({ query: z.object({ limit: z.coerce.number().optional() }) }), (ctx) => {
    ctx.body = []
  })
  router.get('/api/broken', authorize(everyone('a test')), () => {
    throw new Error('a secret of the inside')
  })
  return router
}

async function shopHeaders(): Promise<Record<string, string>> {
  const client = await createClient(database.db)
  const { key } = await createApiKey(database.db, { client_id: client.id })
  return { authorization: `Bearer ${key}` }
}

async function adminHeaders(): Promise<Record<string, string>> {
  return bed.as(await createUser(database.db, { role: 'admin' }))
}

test('malformed JSON is a problem and not an error of ours', async () => {
  const answer = await bed.ask('/api/things', { method: 'POST', rawBody: '{"name": ', headers: await adminHeaders() })
  expect(answer.status).toBe(400)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(problemOf(answer)).toMatchObject({
    status: 400,
    code: 'request/malformed-json',
    type: 'urn:orderline:problem:request/malformed-json',
  })
})

test('wrong types and unknown fields are named by JSON pointers', async () => {
  const body = { name: 5, 'a/b~c': 1, tags: [{ label: 'x' }, { label: 'y', extra: true }] }
  const answer = await bed.ask('/api/things', { method: 'POST', body, headers: await adminHeaders() })
  expect(answer.status).toBe(400)
  const pointers = problemOf(answer).errors?.map((error) => error.pointer)
  expect(pointers?.sort()).toEqual(['/a~1b~0c', '/name', '/tags/1/extra'])
})

test('an unknown field of a query is refused', async () => {
  const answer = await bed.ask('/api/things?limit=5&colour=red', { headers: await adminHeaders() })
  expect(answer.status).toBe(400)
  expect(problemOf(answer).errors).toMatchObject([{ pointer: '?colour' }])
})

test('a body of 10 MB is refused with 413 and the next request is served', async () => {
  const headers = await adminHeaders()
  const rawBody = JSON.stringify({ name: 'x'.repeat(10 * 1024 * 1024) })
  const answer = await bed.ask('/api/things', { method: 'POST', rawBody, headers })
  expect(answer.status).toBe(413)
  expect(problemOf(answer).code).toBe('request/too-large')
  expect((await bed.ask('/api/things', { method: 'POST', body: { name: 'small' }, headers })).status).toBe(200)
})

test('a body that is nested too deeply is refused', async () => {
  const rawBody = `{"name":${'['.repeat(5_000)}${']'.repeat(5_000)}}`
  const answer = await bed.ask('/api/things', { method: 'POST', rawBody, headers: await adminHeaders() })
  expect(problemOf(answer).code).toBe('request/too-deep')
})

test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])(
  'a body of type %s is refused',
  async (type) => {
    const headers = { ...(await adminHeaders()), 'content-type': type }
    const answer = await bed.ask('/api/things', { method: 'POST', rawBody: '{"name":"x"}', headers })
    expect(answer.status).toBe(415)
  },
)

test.each(['windows-1251', 'utf-16', '"iso-8859-1"'])(
  'a body in %s is refused, since JSON is UTF-8',
  async (charset) => {
    const headers = { ...(await adminHeaders()), 'content-type': `application/json; charset=${charset}` }
    expect((await bed.ask('/api/things', { method: 'POST', rawBody: '{"name":"x"}', headers })).status).toBe(415)
  },
)

test.each(['application/json; charset="UTF-8"', 'Application/JSON;charset=utf8', 'application/json; q=1'])(
  'a body of type %s is read',
  async (type) => {
    const headers = { ...(await adminHeaders()), 'content-type': type }
    expect((await bed.ask('/api/things', { method: 'POST', rawBody: '{"name":"x"}', headers })).status).toBe(200)
  },
)

test('bytes that are not UTF-8 are refused, and the sign for such bytes is a sign like others', async () => {
  const headers = await adminHeaders()
  const send = (rawBody: Buffer) => bed.ask('/api/things', { method: 'POST', rawBody, headers })
  const windows1251 = Buffer.from([0xce, 0xeb, 0xe5, 0xed, 0xe0])
  const refused = await send(Buffer.concat([Buffer.from('{"name":"'), windows1251, Buffer.from('"}')]))
  expect(problemOf(refused)).toMatchObject({ code: 'request/malformed-json', detail: 'The bytes are not UTF-8.' })
  expect((await send(Buffer.from('{"name":"Ol\ufffdna 👩‍👧"}'))).body).toMatchObject({ name: 'Ol\ufffdna 👩‍👧' })
})

test.each(['\\u0000', '\\u0007', '\\u001B[31m', '\\b'])(
  'the control character %s is refused by the name of its field, wherever it stands',
  async (sign) => {
    const headers = await adminHeaders()
    const send = (rawBody: string) => bed.ask('/api/things', { method: 'POST', rawBody, headers })
    const refused = await send(`{"name":"x","tags":[{"label":"a"},{"label":"b${sign}"}]}`)
    expect(refused.status).toBe(400)
    expect(problemOf(refused).errors).toMatchObject([{ pointer: '/tags/1/label', code: 'control-character' }])
    expect((await send(`{"${sign}":1,"name":"x"}`)).status).toBe(400)
  },
)

test('ends of lines, tabs and backslashes are no control characters to us', async () => {
  const rawBody = '{"name":"one\\r\\n\\ttwo\\u000b three \\\\b \\\\u0000"}'
  const answer = await bed.ask('/api/things', { method: 'POST', rawBody, headers: await adminHeaders() })
  expect(answer.body).toMatchObject({ name: 'one\r\n\ttwo\v three \\b \\u0000' })
})

test('half a surrogate pair is refused by the name of its field, a whole one is a letter', async () => {
  const headers = await adminHeaders()
  const send = (rawBody: string) => bed.ask('/api/things', { method: 'POST', rawBody, headers })
  const refused = await send('{"name":"x","tags":[{"label":"a"},{"label":"b\\ud83d"}]}')
  expect(refused.status).toBe(400)
  expect(problemOf(refused).errors).toMatchObject([{ pointer: '/tags/1/label', code: 'not-unicode' }])
  expect((await send('{"\\udc00":1,"name":"x"}')).status).toBe(400)
  expect((await send('{"name":"\\ud83d\\ude00 \\\\ud83d"}')).body).toMatchObject({ name: '😀 \\ud83d' })
})

test('a body that is not compressed as it says is refused, one that is is read', async () => {
  const headers = await adminHeaders()
  for (const encoding of ['gzip', 'deflate', 'br']) {
    const wrong = { ...headers, 'content-encoding': encoding }
    const answer = await bed.ask('/api/things', { method: 'POST', rawBody: '{"name":"x"}', headers: wrong })
    expect(problemOf(answer).code).toBe('request/malformed-json')
  }
  const right = { ...headers, 'content-encoding': 'gzip' }
  const rawBody = gzipSync('{"name":"x"}')
  expect((await bed.ask('/api/things', { method: 'POST', rawBody, headers: right })).status).toBe(200)
})

test('a change that a page of another site sends is refused', async () => {
  const headers = { ...(await adminHeaders()), origin: 'https://evil.example' }
  const answer = await bed.ask('/api/things', { method: 'POST', body: { name: 'x' }, headers })
  expect(problemOf(answer).code).toBe('request/cross-site')
  const own = await bed.ask('/api/things', {
    method: 'POST',
    body: { name: 'x' },
    headers: { ...headers, origin: url },
  })
  expect(own.status).toBe(200)
})

test('a password for a proxy, which browsers send by themselves, does not open the door to other sites', async () => {
  const headers = { ...(await adminHeaders()), authorization: 'Basic eDp5' }
  const send = (more: Record<string, string>) =>
    bed.ask('/api/things', { method: 'POST', body: { name: 'x' }, headers: { ...headers, ...more } })
  expect((await send({})).status).toBe(200)
  expect(problemOf(await send({ origin: 'https://evil.example' })).code).toBe('request/cross-site')
})

test('an error of ours answers a bare 500', async () => {
  const answer = await bed.ask('/api/broken')
  expect(answer.status).toBe(500)
  expect(answer.text).not.toContain('secret')
  expect(problemOf(answer).code).toBe('internal')
})

test('an address that does not exist and a method that it does not take are problems', async () => {
  expect(problemOf(await bed.ask('/api/nothing'))).toMatchObject({ status: 404, code: 'request/not-found' })
  const answer = await bed.ask('/api/things', { method: 'DELETE' })
  expect(problemOf(answer)).toMatchObject({ status: 405, code: 'request/method-not-allowed' })
  expect(answer.headers.get('allow')).toBe('GET, HEAD, POST')
  expect((await bed.ask('/API/things')).status).toBe(404)
})

test('a wrong, a missing and a revoked key are refused', async () => {
  const client = await createClient(database.db)
  const { key } = await createApiKey(database.db, { client_id: client.id, revoked_at: new Date() })
  for (const headers of [
    {},
    { authorization: 'Bearer ok_nobody' },
    { authorization: `Bearer ${key}` },
    { authorization: 'Basic eDp5' },
  ]) {
    const answer = await bed.ask('/api/v1/things', { method: 'POST', body: { name: 'x' }, headers })
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toBe('Bearer')
  }
})

test('the key of a shop that is inactive is refused', async () => {
  const client = await createClient(database.db, { active: false })
  const { key } = await createApiKey(database.db, { client_id: client.id })
  const answer = await bed.ask('/api/v1/things', {
    method: 'POST',
    body: { name: 'x' },
    headers: { authorization: `Bearer ${key}` },
  })
  expect(problemOf(answer).code).toBe('api-key/wrong')
})

test('a flood from one key is stopped with the time to wait, and another key is served', async () => {
  const [flooding, other] = [await shopHeaders(), await shopHeaders()]
  const send = (headers: Record<string, string>) =>
    bed.ask('/api/v1/things', { method: 'POST', body: { name: 'x' }, headers })
  const statuses = (await Promise.all(Array.from({ length: 30 }, () => send(flooding)))).map((answer) => answer.status)
  expect(statuses.filter((status) => status === 201)).toHaveLength(20)
  expect(statuses.filter((status) => status === 429)).toHaveLength(10)
  const refused = await send(flooding)
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(problemOf(refused).code).toBe('request/too-many')
  expect((await send(other)).status).toBe(201)
})

test('two backends together serve one key its limit, and no more', async () => {
  const backends = [1, 2].map(() =>
    createRateLimits({ redis: bed.redis, limits: { api: { points: 190, seconds: 60 } } }),
  )
  const key = randomUUID()
  const ask = async (n: number) => backends[n % 2]?.consume('api', key)
  const outcomes = await Promise.allSettled(Array.from({ length: 300 }, (_, n) => ask(n)))
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(190)
  await expect(backends[0]?.consume('api', key)).rejects.toMatchObject({ code: 'request/too-many' })
})

test('who got a request back when counting had begun anew is served', async () => {
  const address = randomUUID()
  await bed.rateLimits.giveBack('refused', address)
  await expect(bed.rateLimits.consume('refused', address)).resolves.toBeUndefined()
})

test('a page runs only scripts of ours, an answer of the API none, and nobody frames either', async () => {
  const page = (await bed.ask('/nothing')).headers.get('content-security-policy')
  expect(page).toContain("script-src 'self'")
  expect(page).not.toContain("script-src 'self' 'unsafe")
  expect(page).toContain("frame-ancestors 'none'")
  const { headers } = await bed.ask('/api/nothing')
  expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'")
  expect(headers.get('cache-control')).toBe('no-store')
})

test('every answer carries an id, and tells nothing about the server', async () => {
  const { headers } = await bed.ask('/api/nothing')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  expect(headers.get('x-powered-by')).toBeNull()
})

test('a request that is no HTTP at all does not disturb the others', async () => {
  const { port } = new URL(url)
  const socket = createConnection(Number(port), '127.0.0.1')
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.resume()
  socket.end('\x16\x03\x01garbage\r\n\r\n')
  await closed
  expect((await bed.ask('/api/nothing')).status).toBe(404)
})

test('an answer to an Idempotency-Key that is too old to be given again is deleted, a younger one stays', async () => {
  const { id } = await createClient(database.db)
  const row = { client_id: id, request_hash: 'a'.repeat(64), status: 201, response: '{}' }
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000)
  await database.db('idempotency_keys').insert([
    { ...row, key: 'old', created_at: hoursAgo(49) },
    { ...row, key: 'young', created_at: hoursAgo(47) },
  ])
  const cleaner = createIdempotencyCleaner({ db: database.db, log: bed.log })
  await cleaner.clean()
  cleaner.close()
  expect(await database.db('idempotency_keys').where({ client_id: id }).pluck('key')).toEqual(['young'])
})

test('guessing keys is stopped before it reaches the database', async () => {
  const guess = (n: number) =>
    bed.ask('/api/v1/things', { method: 'POST', body: {}, headers: { authorization: `Bearer ok_guess_${n}` } })
  const statuses: number[] = []
  for (let n = 0; n < 15; n++) statuses.push((await guess(n)).status)
  expect(statuses.at(-1)).toBe(429)
  await bed.redis.del('orderline:rate:refused:127.0.0.1')
})
