import { afterAll, beforeAll, expect, test } from 'vitest'
import type {
  ApiKeyCreated,
  ApiKeyView,
  AuditEntryView,
  Page,
  SkillView,
  UserView,
  WebhookSecretsView,
} from '@orderline/domain/contract'
import { redisNames } from '@orderline/domain/contract'
import {
  createClient,
  createCustomer,
  createQueue,
  createSkill,
  createTestDatabase,
  createUser,
  randomNumber,
  type TestDatabase,
} from '@orderline/db/testing'
import type { UserRow } from '@orderline/db'
import { createId } from '@orderline/runtime/ids'
import { createAuditRoutes } from '../audit/audit-routes.ts'
import { createApiKeysService } from '../clients/api-keys-service.ts'
import { createClientsRoutes } from '../clients/clients-routes.ts'
import { createClientsService } from '../clients/clients-service.ts'
import { createConfigPublisher } from '../config-cache/config-publisher.ts'
import { createDidsRoutes } from '../dids/dids-routes.ts'
import { createDidsService } from '../dids/dids-service.ts'
import { apiClient, authorize } from '../http/authorize.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { expectGuardedRoutes } from '../http/guarded-routes.ts'
import { createHttpTestBed, problemOf, type HttpTestBed } from '../http/testing.ts'
import { createQueuesRoutes } from '../queues/queues-routes.ts'
import { createQueuesService } from '../queues/queues-service.ts'
import { createSkillsRoutes } from '../skills/skills-routes.ts'
import { createSkillsService } from '../skills/skills-service.ts'
import { createUsersRoutes } from '../users/users-routes.ts'
import { createUsersService } from '../users/users-service.ts'

let database: TestDatabase
let bed: HttpTestBed
let routers: HttpRouter[]
let admin: UserRow
let headers: Record<string, string>
const endedSessions: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  bed = createHttpTestBed({ db: database.db })
  routers = createRoutes(bed)
  await bed.start(routers)
  admin = await createUser(database.db, { role: 'admin', name: 'Ada the administrator' })
  headers = await bed.as(admin)
})
afterAll(async () => {
  await bed.close()
  await database.close()
})

function createRoutes({ db, guards, audit, redis, log, apiKeyCache }: HttpTestBed): HttpRouter[] {
  const publisher = createConfigPublisher({ redis, log })
  const config = { configChanged: () => (apiKeyCache.clear(), publisher.configChanged()) }
  const deps = { db, audit, config }
  const endSessions = (userId: string) => Promise.resolve(void endedSessions.push(userId))
  const shop = createRouter()
  shop.get('/api/v1/whoami', guards.authenticateApiKey, authorize(apiClient), (ctx) => {
    ctx.body = ctx.state.apiClient
  })
  return [
    createSkillsRoutes({ guards, skills: createSkillsService(deps) }),
    createQueuesRoutes({ guards, queues: createQueuesService(deps) }),
    createDidsRoutes({ guards, dids: createDidsService(deps) }),
    createClientsRoutes({ guards, clients: createClientsService(deps), apiKeys: createApiKeysService(deps) }),
    createUsersRoutes({ guards, users: createUsersService({ ...deps, endSessions }) }),
    createAuditRoutes({ guards, audit }),
    shop,
  ]
}

const post = <T>(path: string, body: unknown) => bed.ask<T>(path, { method: 'POST', body, headers })
const put = <T>(path: string, body: unknown, more = {}) =>
  bed.ask<T>(path, { method: 'PUT', body, headers: { ...headers, ...more } })
const get = <T>(path: string) => bed.ask<T>(path, { headers })
const remove = (path: string) => bed.ask(path, { method: 'DELETE', headers })
const userInput = (over: object = {}) => ({
  login: `user-${Math.random().toString(36).slice(2)}`,
  name: 'Olena',
  role: 'agent',
  password: 'correct horse',
  ...over,
})

async function lastAudit(): Promise<AuditEntryView | undefined> {
  return (await get<Page<AuditEntryView>>('/api/admin/audit?limit=1')).body.items[0]
}

test('every route of the administration says who may, and refuses strangers and wrong roles', async () => {
  await expectGuardedRoutes(bed, routers)
})

test('a skill is made, read, found, changed and deleted, and each change is in the audit', async () => {
  const made = await post<SkillView>('/api/admin/skills', { code: 'garden', name: 'Garden 100%' })
  expect(made.status).toBe(201)
  const { id } = made.body
  expect(made.headers.get('location')).toBe(`/api/admin/skills/${id}`)
  expect(await lastAudit()).toMatchObject({ userName: admin.name, action: 'create', subject: 'skill', subjectId: id })

  expect((await get<Page<SkillView>>('/api/admin/skills?search=100%25')).body.items.map((skill) => skill.id)).toContain(
    id,
  )
  expect((await get<Page<SkillView>>('/api/admin/skills?search=%25zz')).body.total).toBe(0)

  expect((await put(`/api/admin/skills/${id}`, { code: 'garden', name: 'Garden tools' })).status).toBe(200)
  const details = { before: { name: 'Garden 100%' }, after: { name: 'Garden tools' } }
  expect(await lastAudit()).toMatchObject({ action: 'update', details })

  expect((await remove(`/api/admin/skills/${id}`)).status).toBe(204)
  expect(problemOf(await get(`/api/admin/skills/${id}`)).code).toBe('skill/not-found')
  expect(await lastAudit()).toMatchObject({ action: 'delete', subjectId: id })
})

test('a list is paged and counts all', async () => {
  await Promise.all(['p-a', 'p-b', 'p-c'].map((code) => createSkill(database.db, { code, name: `paged ${code}` })))
  const page = (await get<Page<SkillView>>('/api/admin/skills?search=paged&limit=2&offset=1')).body
  expect(page.items.map((skill) => skill.code)).toEqual(['p-b', 'p-c'])
  expect(page.total).toBe(3)
})

test('a code that is taken is told with its field, and nothing is changed', async () => {
  const { code } = await createSkill(database.db)
  const answer = await post('/api/admin/skills', { code, name: 'Again' })
  expect(problemOf(answer)).toMatchObject({
    status: 409,
    code: 'resource/taken',
    errors: [{ pointer: '/code', code: 'taken' }],
  })
})

test('a skill that a queue asks for or a user has stays, and the answer says why', async () => {
  const [asked, had] = [await createSkill(database.db), await createSkill(database.db)]
  const required = [{ skillId: asked.id, minLevel: 1 }]
  const queue = await createQueue(database.db, { name: 'Gardening', required_skills: required })
  await post('/api/admin/users', userInput({ skills: [{ skillId: had.id, level: 3 }] }))
  expect(problemOf(await remove(`/api/admin/skills/${asked.id}`))).toMatchObject({
    code: 'resource/in-use',
    detail: 'Used by queues (Gardening).',
    usedBy: [{ kind: 'queues', count: 1, names: [queue.name] }],
  })
  expect(problemOf(await remove(`/api/admin/skills/${had.id}`))).toMatchObject({
    status: 409,
    usedBy: [{ kind: 'users', count: 1, names: ['Olena'] }],
  })
})

test('a change on an old version is refused when the version is named', async () => {
  const { id } = (await post<SkillView>('/api/admin/skills', { code: 'versioned', name: 'One' })).body
  const tag = (await get(`/api/admin/skills/${id}`)).headers.get('etag') ?? ''
  await put(`/api/admin/skills/${id}`, { code: 'versioned', name: 'Two' }, { 'if-match': tag })
  const late = await put(`/api/admin/skills/${id}`, { code: 'versioned', name: 'Three' }, { 'if-match': tag })
  expect(problemOf(late)).toMatchObject({ status: 412, code: 'resource/changed' })
  expect((await get<SkillView>(`/api/admin/skills/${id}`)).body.name).toBe('Two')
  const fresh = { 'if-match': (await get(`/api/admin/skills/${id}`)).headers.get('etag') ?? '' }
  const rivals = ['Four', 'Five', 'Six'].map((name) =>
    put(`/api/admin/skills/${id}`, { code: 'versioned', name }, fresh),
  )
  expect((await Promise.all(rivals)).map(({ status }) => status).sort()).toEqual([200, 412, 412])
})

test('a queue refuses skills that do not exist, and stays while numbers lead into it', async () => {
  const missing = '01890000-0000-7000-8000-000000000000'
  const refused = await post('/api/admin/queues', {
    code: 'q-1',
    name: 'One',
    requiredSkills: [{ skillId: missing, minLevel: 1 }],
  })
  expect(problemOf(refused).errors).toMatchObject([{ pointer: '/requiredSkills/0/skillId', code: 'unknown' }])
  const [client, queue] = [await createClient(database.db), await createQueue(database.db)]
  const number = randomNumber()
  const did = await post<{ id: string }>('/api/admin/dids', {
    number,
    clientId: client.id,
    queueId: queue.id,
    label: 'Main',
  })
  expect(did.status).toBe(201)
  expect(problemOf(await remove(`/api/admin/queues/${queue.id}`))).toMatchObject({
    code: 'resource/in-use',
    usedBy: [{ kind: 'dids', count: 1, names: [number] }],
  })
  await remove(`/api/admin/dids/${did.body.id}`)
  expect((await remove(`/api/admin/queues/${queue.id}`)).status).toBe(204)
})

test('a number needs a client and a queue that exist, and belongs to one', async () => {
  const [client, queue] = [await createClient(database.db), await createQueue(database.db)]
  const missing = '01890000-0000-7000-8000-000000000000'
  const input = { number: randomNumber(), clientId: client.id, queueId: queue.id }
  expect(problemOf(await post('/api/admin/dids', { ...input, queueId: missing })).errors).toMatchObject([
    { pointer: '/queueId' },
  ])
  expect((await post('/api/admin/dids', input)).status).toBe(201)
  expect(problemOf(await post('/api/admin/dids', input)).errors).toMatchObject([{ pointer: '/number', code: 'taken' }])
  expect(problemOf(await post('/api/admin/dids', { ...input, number: '0441234567' })).errors).toMatchObject([
    { pointer: '/number' },
  ])
})

test('a client gets secrets of its own, which only their own route shows, and showing them is audited', async () => {
  const made = await post<{ id: string }>('/api/admin/clients', { code: 'teapots', name: 'Teapots' })
  expect(made.status).toBe(201)
  expect(made.text).not.toContain('whsec_')
  const secrets = await get<{ shop: string; logistics: string }>(`/api/admin/clients/${made.body.id}/webhook-secrets`)
  expect(secrets.body.shop).toMatch(/^whsec_.{32}$/)
  expect(secrets.body.logistics).not.toBe(secrets.body.shop)
  expect(await lastAudit()).toMatchObject({ action: 'show-webhook-secrets', subjectId: made.body.id, details: {} })
})

test('a new webhook secret follows the former one, which signs for a day more, and the audit says so', async () => {
  const { id } = (await post<{ id: string }>('/api/admin/clients', { code: 'kettles', name: 'Kettles' })).body
  const path = `/api/admin/clients/${id}/webhook-secrets`
  const before = (await get<WebhookSecretsView>(path)).body
  expect(before.formerUntil).toEqual({ shop: null, logistics: null })
  const renewed = (await post<WebhookSecretsView>(`${path}/shop/renew`, {})).body
  expect(renewed.shop).toMatch(/^whsec_.{32}$/)
  expect(renewed.shop).not.toBe(before.shop)
  expect(renewed.logistics).toBe(before.logistics)
  expect(renewed.formerUntil.shop).toBeGreaterThan(Date.now() + 23 * 3_600_000)
  const row = await database.db('clients').where({ id }).first()
  expect(row?.shop_webhook_former_secret).toBe(before.shop)
  const details = { target: 'shop' }
  expect(await lastAudit()).toMatchObject({ action: 'renew-webhook-secret', subjectId: id, details })
  expect((await post(`${path}/nobody/renew`, {})).status).toBe(400)
  const missing = '01890000-0000-7000-8000-000000000000'
  expect((await post(`/api/admin/clients/${missing}/webhook-secrets/shop/renew`, {})).status).toBe(404)
})

test('a client with an unknown time zone is refused, and one with customers is not deleted', async () => {
  const refused = await post('/api/admin/clients', { code: 'mars', name: 'Mars', timeZone: 'Mars/Olympus' })
  expect(problemOf(refused).errors).toMatchObject([{ pointer: '/timeZone' }])
  const client = await createClient(database.db)
  const customer = await createCustomer(database.db, { client_id: client.id })
  expect(problemOf(await remove(`/api/admin/clients/${client.id}`))).toMatchObject({
    code: 'resource/has-history',
    usedBy: [{ kind: 'customers', count: 1, names: [customer.name] }],
  })
})

test('a client and a user stay for the sake of calls, which have no foreign keys; a long list ends', async () => {
  const [client, user] = [await createClient(database.db), await createUser(database.db)]
  const call = { direction: 'inbound', client_id: client.id, agent_id: user.id, status: 'answered' } as const
  const calls = Array.from({ length: 1_200 }, () => ({ ...call, id: createId(), started_at: new Date() }))
  await database.db('calls').insert(calls)
  for (const path of [`/api/admin/clients/${client.id}`, `/api/admin/users/${user.id}`]) {
    expect(problemOf(await remove(path))).toMatchObject({
      code: 'resource/has-history',
      usedBy: [{ kind: 'calls', count: 1_000, names: [] }],
    })
  }
})

test('an API key is shown once, works, and stops at once when it is revoked', async () => {
  const client = await createClient(database.db)
  const { key, id } = (await post<ApiKeyCreated>(`/api/admin/clients/${client.id}/api-keys`, { label: 'the shop' }))
    .body
  const whoami = () => bed.ask('/api/v1/whoami', { headers: { authorization: `Bearer ${key}` } })
  expect(await whoami()).toMatchObject({ status: 200, body: { clientId: client.id, keyId: id } })
  const listed = await get<Page<ApiKeyView>>(`/api/admin/clients/${client.id}/api-keys`)
  expect(listed.body.items).toMatchObject([{ id, label: 'the shop', prefix: key.slice(0, 11), revokedAt: null }])
  expect(listed.text).not.toContain(key)
  expect((await remove(`/api/admin/clients/${client.id}/api-keys/${id}`)).status).toBe(204)
  expect((await whoami()).status).toBe(401)
  expect(problemOf(await remove(`/api/admin/clients/${client.id}/api-keys/${id}`)).code).toBe('api-key/not-found')
})

test('no secret is ever in the audit', async () => {
  const entries = (await get('/api/admin/audit?limit=200')).text
  expect(entries).not.toMatch(/whsec_|argon2|correct horse|password_hash|key_hash/)
})

test('a user is made with skills; rules between fields are told with their pointers', async () => {
  const skill = await createSkill(database.db)
  const made = await post<UserView>('/api/admin/users', userInput({ skills: [{ skillId: skill.id, level: 4 }] }))
  expect(made.body).toMatchObject({ skills: [{ skillId: skill.id, level: 4 }], active: true })
  expect(made.text).not.toContain('password')
  expect(problemOf(await post('/api/admin/users', userInput({ password: undefined }))).errors).toMatchObject([
    { pointer: '/password' },
  ])
  expect(problemOf(await post('/api/admin/users', userInput({ role: 'client' }))).errors).toMatchObject([
    { pointer: '/clientId' },
  ])
  expect(problemOf(await post('/api/admin/users', userInput({ login: made.body.login }))).errors).toMatchObject([
    { pointer: '/login' },
  ])
})

test('a user whose rights change is logged out everywhere; one who gets a skill is not', async () => {
  const skill = await createSkill(database.db)
  const { id, createdAt: _createdAt, ...user } = (await post<UserView>('/api/admin/users', userInput())).body
  await put(`/api/admin/users/${id}`, { ...user, skills: [{ skillId: skill.id, level: 1 }] })
  expect(endedSessions).not.toContain(id)
  await put(`/api/admin/users/${id}`, { ...user, active: false })
  expect(endedSessions).toContain(id)
})

test('an administrator takes neither the own rights nor the own account away', async () => {
  const own = { login: admin.login, name: admin.name, role: 'agent', locale: 'en', audioMode: 'ring', active: true }
  expect(problemOf(await put(`/api/admin/users/${admin.id}`, own)).code).toBe('user/is-self')
  expect(problemOf(await remove(`/api/admin/users/${admin.id}`)).code).toBe('user/is-self')
})

test('a supervisor looks and does not touch', async () => {
  const supervisor = await bed.as(await createUser(database.db, { role: 'supervisor' }))
  expect((await bed.ask('/api/admin/queues', { headers: supervisor })).status).toBe(200)
  const refused = await bed.ask('/api/admin/queues', {
    method: 'POST',
    body: { code: 'x', name: 'x' },
    headers: supervisor,
  })
  expect(refused.status).toBe(403)
})

test('a change is told to all processes', async () => {
  const subscriber = bed.redis.duplicate()
  await subscriber.subscribe(redisNames.configChanged)
  const told = new Promise((resolve) => subscriber.once('message', resolve))
  await post('/api/admin/skills', { code: `told-${Date.now()}`, name: 'Told' })
  await told
  subscriber.disconnect()
})
