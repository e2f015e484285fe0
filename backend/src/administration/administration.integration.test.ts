import { afterAll, beforeAll, expect, test } from 'vitest'
import { redisNames, type Page, type SkillView } from '@orderline/domain/contract'
import { createClient, createQueue, createSkill, createUser, randomNumber } from '@orderline/db/testing'
import { expectGuardedRoutes } from '../http/guarded-routes.ts'
import { problemOf } from '../http/testing.ts'
import { createAdministrationBed, userInput, type AdministrationBed } from './testing.ts'

let t: AdministrationBed

beforeAll(async () => {
  t = await createAdministrationBed()
})
afterAll(() => t.close())

test('every route of the administration says who may, and refuses strangers and wrong roles', async () => {
  await expectGuardedRoutes(t.bed, t.routers)
})

test('a skill is made, read, found, changed and deleted, and each change is in the audit', async () => {
  const made = await t.post<SkillView>('/api/admin/skills', { code: 'garden', name: 'Garden 100%' })
  expect(made.status).toBe(201)
  const { id } = made.body
  expect(made.headers.get('location')).toBe(`/api/admin/skills/${id}`)
  expect(await t.lastAudit()).toMatchObject({
    userName: t.admin.name,
    action: 'create',
    subject: 'skill',
    subjectId: id,
  })

  expect(
    (await t.get<Page<SkillView>>('/api/admin/skills?search=100%25')).body.items.map((skill) => skill.id),
  ).toContain(id)
  expect((await t.get<Page<SkillView>>('/api/admin/skills?search=%25zz')).body.total).toBe(0)

  expect((await t.put(`/api/admin/skills/${id}`, { code: 'garden', name: 'Garden tools' })).status).toBe(200)
  const details = { before: { name: 'Garden 100%' }, after: { name: 'Garden tools' } }
  expect(await t.lastAudit()).toMatchObject({ action: 'update', details })

  expect((await t.remove(`/api/admin/skills/${id}`)).status).toBe(204)
  expect(problemOf(await t.get(`/api/admin/skills/${id}`)).code).toBe('skill/not-found')
  expect(await t.lastAudit()).toMatchObject({ action: 'delete', subjectId: id })
})

test('a list is paged and counts all', async () => {
  await Promise.all(['p-a', 'p-b', 'p-c'].map((code) => createSkill(t.db, { code, name: `paged ${code}` })))
  const page = (await t.get<Page<SkillView>>('/api/admin/skills?search=paged&limit=2&offset=1')).body
  expect(page.items.map((skill) => skill.code)).toEqual(['p-b', 'p-c'])
  expect(page.total).toBe(3)
})

test('a code that is taken is told with its field, and nothing is changed', async () => {
  const { code } = await createSkill(t.db)
  const answer = await t.post('/api/admin/skills', { code, name: 'Again' })
  expect(problemOf(answer)).toMatchObject({
    status: 409,
    code: 'resource/taken',
    errors: [{ pointer: '/code', code: 'taken' }],
  })
})

test('a skill that a queue asks for or a user has stays, and the answer says why', async () => {
  const [asked, had] = [await createSkill(t.db), await createSkill(t.db)]
  const required = [{ skillId: asked.id, minLevel: 1 }]
  const queue = await createQueue(t.db, { name: 'Gardening', required_skills: required })
  await t.post('/api/admin/users', userInput({ skills: [{ skillId: had.id, level: 3 }] }))
  expect(problemOf(await t.remove(`/api/admin/skills/${asked.id}`))).toMatchObject({
    code: 'resource/in-use',
    detail: 'Used by queues (Gardening).',
    usedBy: [{ kind: 'queues', count: 1, names: [queue.name] }],
  })
  expect(problemOf(await t.remove(`/api/admin/skills/${had.id}`))).toMatchObject({
    status: 409,
    usedBy: [{ kind: 'users', count: 1, names: ['Olena'] }],
  })
})

test('a change on an old version is refused when the version is named', async () => {
  const { id } = (await t.post<SkillView>('/api/admin/skills', { code: 'versioned', name: 'One' })).body
  const tag = (await t.get(`/api/admin/skills/${id}`)).headers.get('etag') ?? ''
  await t.put(`/api/admin/skills/${id}`, { code: 'versioned', name: 'Two' }, { 'if-match': tag })
  const late = await t.put(`/api/admin/skills/${id}`, { code: 'versioned', name: 'Three' }, { 'if-match': tag })
  expect(problemOf(late)).toMatchObject({ status: 412, code: 'resource/changed' })
  expect((await t.get<SkillView>(`/api/admin/skills/${id}`)).body.name).toBe('Two')
  const fresh = { 'if-match': (await t.get(`/api/admin/skills/${id}`)).headers.get('etag') ?? '' }
  const rivals = ['Four', 'Five', 'Six'].map((name) =>
    t.put(`/api/admin/skills/${id}`, { code: 'versioned', name }, fresh),
  )
  expect((await Promise.all(rivals)).map(({ status }) => status).sort()).toEqual([200, 412, 412])
})

test('a version that is written as none of ours is not taken for no version at all', async () => {
  const { id } = (await t.post<SkillView>('/api/admin/skills', { code: 'mistagged', name: 'One' })).body
  const tag = (await t.get(`/api/admin/skills/${id}`)).headers.get('etag') ?? ''
  const change = (ifMatch: string) =>
    t.put(`/api/admin/skills/${id}`, { code: 'mistagged', name: 'Two' }, { 'if-match': ifMatch })
  for (const other of ['x', '"', tag.slice(1, -1), '"one", "two"']) {
    expect(problemOf(await change(other))).toMatchObject({ status: 412, code: 'resource/changed' })
  }
  expect((await t.get<SkillView>(`/api/admin/skills/${id}`)).body.name).toBe('One')
  expect((await change('*')).status).toBe(200)
})

test('a queue refuses skills that do not exist, and stays while numbers lead into it', async () => {
  const missing = '01890000-0000-7000-8000-000000000000'
  const refused = await t.post('/api/admin/queues', {
    code: 'q-1',
    name: 'One',
    requiredSkills: [{ skillId: missing, minLevel: 1 }],
  })
  expect(problemOf(refused).errors).toMatchObject([{ pointer: '/requiredSkills/0/skillId', code: 'unknown' }])
  const [client, queue] = [await createClient(t.db), await createQueue(t.db)]
  const number = randomNumber()
  const did = await t.post<{ id: string }>('/api/admin/dids', {
    number,
    clientId: client.id,
    queueId: queue.id,
    label: 'Main',
  })
  expect(did.status).toBe(201)
  expect(problemOf(await t.remove(`/api/admin/queues/${queue.id}`))).toMatchObject({
    code: 'resource/in-use',
    usedBy: [{ kind: 'dids', count: 1, names: [number] }],
  })
  await t.remove(`/api/admin/dids/${did.body.id}`)
  expect((await t.remove(`/api/admin/queues/${queue.id}`)).status).toBe(204)
})

test('a number needs a client and a queue that exist, and belongs to one', async () => {
  const [client, queue] = [await createClient(t.db), await createQueue(t.db)]
  const missing = '01890000-0000-7000-8000-000000000000'
  const input = { number: randomNumber(), clientId: client.id, queueId: queue.id }
  expect(problemOf(await t.post('/api/admin/dids', { ...input, queueId: missing })).errors).toMatchObject([
    { pointer: '/queueId' },
  ])
  expect((await t.post('/api/admin/dids', input)).status).toBe(201)
  expect(problemOf(await t.post('/api/admin/dids', input)).errors).toMatchObject([
    { pointer: '/number', code: 'taken' },
  ])
  expect(problemOf(await t.post('/api/admin/dids', { ...input, number: '0441234567' })).errors).toMatchObject([
    { pointer: '/number' },
  ])
})

test('no secret is ever in the audit', async () => {
  const { id } = (await t.post<{ id: string }>('/api/admin/clients', { code: 'safes', name: 'Safes' })).body
  await t.get(`/api/admin/clients/${id}/webhook-secrets`)
  await t.post(`/api/admin/clients/${id}/webhook-secrets/shop/renew`, {})
  await t.post(`/api/admin/clients/${id}/api-keys`, { label: 'the shop' })
  await t.post('/api/admin/users', userInput({ name: 'Keeper' }))
  const entries = (await t.get('/api/admin/audit?limit=200')).text
  for (const seen of [id, 'the shop', 'Keeper']) expect(entries).toContain(seen)
  expect(entries).not.toMatch(/whsec_|argon2|correct horse|password_hash|key_hash/)
})

test('a supervisor looks and does not touch', async () => {
  const supervisor = await t.bed.as(await createUser(t.db, { role: 'supervisor' }))
  expect((await t.bed.ask('/api/admin/queues', { headers: supervisor })).status).toBe(200)
  const refused = await t.bed.ask('/api/admin/queues', {
    method: 'POST',
    body: { code: 'x', name: 'x' },
    headers: supervisor,
  })
  expect(refused.status).toBe(403)
})

test('a change is told to all processes', async () => {
  const subscriber = t.bed.redis.duplicate()
  await subscriber.subscribe(redisNames.configChanged)
  const told = new Promise((resolve) => subscriber.once('message', resolve))
  await t.post('/api/admin/skills', { code: `told-${Date.now()}`, name: 'Told' })
  await told
  subscriber.disconnect()
})
