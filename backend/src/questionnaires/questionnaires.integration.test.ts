import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import type { Page, QuestionnaireView } from '@orderline/domain/contract'
import type { ClientRow } from '@orderline/db'
import { createClient, createUser } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { problemOf } from '../http/testing.ts'
import { createOrderTestBed, type OrderTestBed } from '../orders/testing.ts'

let t: OrderTestBed
let client: ClientRow
let headers: Record<string, string>
beforeAll(async () => {
  t = await createOrderTestBed()
  headers = await t.bed.as(await createUser(t.db, { role: 'admin' }))
})
beforeEach(async () => {
  client = await createClient(t.db)
})
afterAll(() => t.close())

const path = '/api/admin/questionnaires'
const model = { elements: [{ type: 'text', name: 'city' }] }
const input = (over: object = {}) => ({ clientId: client.id, purpose: 'order', title: 'Order', model, ...over })
const ask = (method: string, to = '', body: unknown = {}) =>
  t.bed.ask<QuestionnaireView>(`${path}${to}`, { method, headers, ...(method !== 'GET' && { body }) })

it('a draft becomes the current version, and the one before is retired', async () => {
  const first = (await ask('POST', '', input())).body
  expect(first).toMatchObject({ version: 1, status: 'draft', publishedAt: null })
  expect((await ask('POST', `/${first.id}/publish`)).body.status).toBe('published')
  const second = (await ask('POST', '', input({ title: 'Order, shorter' }))).body
  expect(second.version).toBe(2)
  await ask('POST', `/${second.id}/publish`)
  expect((await ask('GET', `/${first.id}`)).body.status).toBe('retired')
  expect((await t.questionnaires.loadPublished(client.id, 'order'))?.view.id).toBe(second.id)
  expect(await t.questionnaires.loadPublished(client.id, 'inbound')).toBeUndefined()
})

it('a draft may be changed and thrown away, a published version never', async () => {
  const { id } = (await ask('POST', '', input())).body
  expect((await ask('PUT', `/${id}`, input({ title: 'Better' }))).body.title).toBe('Better')
  await ask('POST', `/${id}/publish`)
  const refused = [
    await ask('PUT', `/${id}`, input()),
    await ask('DELETE', `/${id}`),
    await ask('POST', `/${id}/publish`),
  ]
  expect(refused.map((answer) => problemOf(answer).code)).toEqual(Array(3).fill('questionnaire/not-draft'))
  const other = (await ask('POST', '', input())).body
  expect((await ask('DELETE', `/${other.id}`)).status).toBe(204)
  expect((await ask('GET', `/${other.id}`)).status).toBe(404)
})

it('a draft that somebody else has changed meanwhile is not written over', async () => {
  const { id } = (await ask('POST', '', input())).body
  const tag = (await ask('GET', `/${id}`)).headers.get('etag') ?? ''
  const change = (title: string) =>
    t.bed.ask(`${path}/${id}`, { method: 'PUT', body: input({ title }), headers: { ...headers, 'if-match': tag } })
  expect((await change('First')).status).toBe(200)
  expect(problemOf(await change('Second'))).toMatchObject({ status: 412, code: 'resource/changed' })
  expect((await ask('GET', `/${id}`)).body.title).toBe('First')
})

it('a draft that somebody else has changed meanwhile is not published as it stands', async () => {
  const { id } = (await ask('POST', '', input())).body
  const tagOf = async () => (await ask('GET', `/${id}`)).headers.get('etag') ?? ''
  const publish = (tag: string) =>
    t.bed.ask(`${path}/${id}/publish`, { method: 'POST', body: {}, headers: { ...headers, 'if-match': tag } })
  const seen = await tagOf()
  await ask('PUT', `/${id}`, input({ title: 'Changed by another' }))
  expect(problemOf(await publish(seen))).toMatchObject({ status: 412, code: 'resource/changed' })
  expect((await ask('GET', `/${id}`)).body.status).toBe('draft')
  const published = await publish(await tagOf())
  expect([published.status, published.headers.get('etag')]).toEqual([200, await tagOf()])
})

it('a model that we could not draw is refused with a pointer into it', async () => {
  const refused = await ask('POST', '', input({ model: { elements: [{ type: 'html', name: 'x', html: '<b>' }] } }))
  expect([refused.status, problemOf(refused).errors?.[0]?.pointer]).toEqual([400, '/model/elements/0/type'])
  expect((await ask('POST', '', input({ clientId: createId() }))).status).toBe(400)
})

it('are listed, of one client or all', async () => {
  const { id } = (await ask('POST', '', input())).body
  const { body } = await t.bed.ask<Page<QuestionnaireView>>(`${path}?clientId=${client.id}`, { headers })
  expect(body).toMatchObject({ total: 1, items: [{ id }] })
})

it('a supervisor chooses among them for a campaign, and changes none', async () => {
  await ask('POST', '', input())
  const supervisor = await t.bed.as(await createUser(t.db, { role: 'supervisor' }))
  const list = await t.bed.ask<Page<QuestionnaireView>>(`${path}?clientId=${client.id}`, { headers: supervisor })
  expect(list.body.total).toBe(1)
  expect((await t.bed.ask(path, { method: 'POST', headers: supervisor, body: input() })).status).toBe(403)
})
