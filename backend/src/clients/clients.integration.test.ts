import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApiKeyCreated, ApiKeyView, Page, WebhookSecretsView } from '@orderline/domain/contract'
import { createClient, createCustomer, createUser } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { createAdministrationBed, type AdministrationBed } from '../administration/testing.ts'
import { problemOf } from '../http/testing.ts'

let t: AdministrationBed

beforeAll(async () => {
  t = await createAdministrationBed()
})
afterAll(() => t.close())

test('a client gets secrets of its own, which only their own route shows, and showing them is audited', async () => {
  const made = await t.post<{ id: string }>('/api/admin/clients', { code: 'teapots', name: 'Teapots' })
  expect(made.status).toBe(201)
  expect(made.text).not.toContain('whsec_')
  const secrets = await t.get<{ shop: string; logistics: string }>(`/api/admin/clients/${made.body.id}/webhook-secrets`)
  expect(secrets.body.shop).toMatch(/^whsec_.{32}$/)
  expect(secrets.body.logistics).not.toBe(secrets.body.shop)
  expect(await t.lastAudit()).toMatchObject({ action: 'show-webhook-secrets', subjectId: made.body.id, details: {} })
})

test('a new webhook secret follows the former one, which signs for a day more, and the audit says so', async () => {
  const { id } = (await t.post<{ id: string }>('/api/admin/clients', { code: 'kettles', name: 'Kettles' })).body
  const path = `/api/admin/clients/${id}/webhook-secrets`
  const before = (await t.get<WebhookSecretsView>(path)).body
  expect(before.formerUntil).toEqual({ shop: null, logistics: null })
  const renewed = (await t.post<WebhookSecretsView>(`${path}/shop/renew`, {})).body
  expect(renewed.shop).toMatch(/^whsec_.{32}$/)
  expect(renewed.shop).not.toBe(before.shop)
  expect(renewed.logistics).toBe(before.logistics)
  expect(renewed.formerUntil.shop).toBeGreaterThan(Date.now() + 23 * 3_600_000)
  const row = await t.db('clients').where({ id }).first()
  expect(row?.shop_webhook_former_secret).toBe(before.shop)
  const details = { target: 'shop' }
  expect(await t.lastAudit()).toMatchObject({ action: 'renew-webhook-secret', subjectId: id, details })
  expect((await t.post(`${path}/nobody/renew`, {})).status).toBe(400)
  const missing = '01890000-0000-7000-8000-000000000000'
  expect((await t.post(`/api/admin/clients/${missing}/webhook-secrets/shop/renew`, {})).status).toBe(404)
})

test('a client with an unknown time zone is refused, and one with customers is not deleted', async () => {
  const refused = await t.post('/api/admin/clients', { code: 'mars', name: 'Mars', timeZone: 'Mars/Olympus' })
  expect(problemOf(refused).errors).toMatchObject([{ pointer: '/timeZone' }])
  const client = await createClient(t.db)
  const customer = await createCustomer(t.db, { client_id: client.id })
  expect(problemOf(await t.remove(`/api/admin/clients/${client.id}`))).toMatchObject({
    code: 'resource/has-history',
    usedBy: [{ kind: 'customers', count: 1, names: [customer.name] }],
  })
})

test('a client and a user stay for the sake of calls, which have no foreign keys; a long list ends', async () => {
  const [client, user] = [await createClient(t.db), await createUser(t.db)]
  const call = { direction: 'inbound', client_id: client.id, agent_id: user.id, status: 'answered' } as const
  const calls = Array.from({ length: 1_200 }, () => ({ ...call, id: createId(), started_at: new Date() }))
  await t.db('calls').insert(calls)
  for (const path of [`/api/admin/clients/${client.id}`, `/api/admin/users/${user.id}`]) {
    expect(problemOf(await t.remove(path))).toMatchObject({
      code: 'resource/has-history',
      usedBy: [{ kind: 'calls', count: 1_000, names: [] }],
    })
  }
})

test('an API key is shown once, works, and stops at once when it is revoked', async () => {
  const client = await createClient(t.db)
  const { key, id } = (await t.post<ApiKeyCreated>(`/api/admin/clients/${client.id}/api-keys`, { label: 'the shop' }))
    .body
  const whoami = () => t.bed.ask('/api/v1/whoami', { headers: { authorization: `Bearer ${key}` } })
  expect(await whoami()).toMatchObject({ status: 200, body: { clientId: client.id, keyId: id } })
  const listed = await t.get<Page<ApiKeyView>>(`/api/admin/clients/${client.id}/api-keys`)
  expect(listed.body.items).toMatchObject([{ id, label: 'the shop', prefix: key.slice(0, 11), revokedAt: null }])
  expect(listed.text).not.toContain(key)
  expect((await t.remove(`/api/admin/clients/${client.id}/api-keys/${id}`)).status).toBe(204)
  expect((await whoami()).status).toBe(401)
  expect(problemOf(await t.remove(`/api/admin/clients/${client.id}/api-keys/${id}`)).code).toBe('api-key/not-found')
})
