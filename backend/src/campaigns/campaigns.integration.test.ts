import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, createCustomer, createOrder, createUser } from '@orderline/db/testing'
import type { CampaignView, Page } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import type { Session } from '../http/http-types.ts'
import { problemOf } from '../http/testing.ts'
import { createCampaignsBed, type CampaignsBed } from './campaigns-bed.ts'
import { noon } from './testing.ts'

let t: CampaignsBed

beforeAll(async () => {
  t = await createCampaignsBed()
})
afterAll(() => t.close())

describe('a campaign', () => {
  it('is made as a draft with all that was left out, changed while it runs, listed and audited', async () => {
    const made = await t.create()
    expect(made).toMatchObject({ status: 'draft', priority: 50, pacing: { capAbandonedRate: 0.03 }, agentless: null })
    await t.act(made.id, 'start')
    const changed = await t.send<CampaignView>('PUT', `/api/campaigns/${made.id}`, t.input({ mode: 'progressive' }))
    expect(changed.body).toMatchObject({ mode: 'progressive', status: 'running', createdAt: made.createdAt })
    const list = await t.http.ask<Page<CampaignView>>(`/api/campaigns?clientId=${t.client.id}&status=running`, {
      headers: t.supervisor,
    })
    expect(list.body.items.map(({ id }) => id)).toContain(made.id)
    const entries = await t.bed.db('audit_entries').where({ subject_id: made.id }).orderBy('at')
    expect(entries.map(({ action }) => action).sort()).toEqual(['create', 'start', 'update'])
  })

  it('is not written over by who saw it before somebody else changed it', async () => {
    const made = await t.create()
    const path = `/api/campaigns/${made.id}`
    const tagOf = ({ headers }: { headers: Headers }) => headers.get('etag') ?? ''
    const seen = tagOf(await t.http.ask(path, { headers: t.supervisor }))
    const put = (tag: string, over: Record<string, unknown>) =>
      t.http.ask<CampaignView>(path, {
        method: 'PUT',
        body: t.input(over),
        headers: { ...t.supervisor, 'if-match': tag },
      })
    t.bed.clock.at += 1_000
    const first = await put(seen, { mode: 'progressive' })
    expect(first.status).toBe(200)
    const late = await put(seen, { priority: 9 })
    expect([late.status, problemOf(late).code]).toEqual([412, 'resource/changed'])
    expect((await put(tagOf(first), { priority: 9 })).body).toMatchObject({ priority: 9 })
    const paused = await t.act(made.id, 'start')
    expect(tagOf(paused)).toBe(tagOf(await t.http.ask(path, { headers: t.supervisor })))
  })

  it('that contradicts itself is refused with a pointer to the field', async () => {
    const answer = await t.send(
      'POST',
      '/api/campaigns',
      t.input({ hours: { from: '18:00', until: '09:00' }, startsAt: 9, endsAt: 8 }),
    )
    expect(answer.status).toBe(400)
    expect(problemOf(answer).errors?.map(({ pointer }) => pointer)).toEqual(['/hours/until', '/endsAt'])
  })

  it('that names what is not there is refused with a pointer to the field', async () => {
    const requiredSkills = [{ skillId: createId(), minLevel: 1 }]
    const answer = await t.send(
      'POST',
      '/api/campaigns',
      t.input({ queueId: createId(), questionnaireId: createId(), requiredSkills }),
    )
    const pointers = ['/queueId', '/questionnaireId', '/requiredSkills/0/skillId']
    expect(problemOf(answer).errors?.map(({ pointer }) => pointer)).toEqual(pointers)
  })

  it('keeps its client and its kind of records once it was started', async () => {
    const { id } = await t.create()
    await t.act(id, 'start')
    const other = await createClient(t.bed.db)
    const answer = await t.send(
      'PUT',
      `/api/campaigns/${id}`,
      t.input({ clientId: other.id, source: { kind: 'orders' } }),
    )
    expect(problemOf(answer).errors?.map(({ pointer }) => pointer)).toEqual(['/clientId', '/source/kind'])
  })

  it('whose hours are changed has those due again that nobody has dialled yet: they waited for the former ones', async () => {
    const made = await t.create()
    await t.act(made.id, 'start')
    const opening = new Date(t.bed.clock.at + 3_600_000)
    const waits = { campaign_id: made.id, client_id: t.client.id, next_attempt_at: opening }
    const undialled = await t.bed.addRecord(waits)
    const left = [
      await t.bed.addRecord({ ...waits, status: 'retry' }),
      await t.bed.addRecord({ ...waits, promised_at: opening }),
    ]
    const put = (over: Record<string, unknown>) => t.send('PUT', `/api/campaigns/${made.id}`, t.input(over))
    const dueOf = async ({ id }: { id: string }) => (await t.bed.record(id))?.next_attempt_at
    await put({ priority: 9 })
    expect(await dueOf(undialled)).toEqual(opening)
    await put({ hours: { from: '09:00' } })
    expect(await dueOf(undialled)).toEqual(undialled.created_at)
    expect(await Promise.all(left.map(dueOf))).toEqual([opening, opening])
  })

  it('is paused, resumed, drained and stopped, tells all processes each time, and stays stopped', async () => {
    const { id } = await t.create()
    const steps = [
      ['start', 'running'],
      ['pause', 'paused'],
      ['resume', 'running'],
      ['stop', 'stopped'],
    ] as const
    for (const [action, status] of steps) {
      const before = t.told.config
      expect((await t.act(id, action)).body.status).toBe(status)
      expect(t.told.config).toBe(before + 1)
    }
    const answer = await t.act(id, 'resume')
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'campaign/wrong-status'])
  })

  it('is deleted only while it has never dialled', async () => {
    const { id } = await t.create()
    expect((await t.http.ask(`/api/campaigns/${id}`, { method: 'DELETE', headers: t.supervisor })).status).toBe(204)
    await t.bed.dialService().carryOut(await t.bed.claimed(await t.bed.placeOrder()))
    const answer = await t.http.ask(`/api/campaigns/${t.bed.campaign.id}`, { method: 'DELETE', headers: t.supervisor })
    expect(problemOf(answer).code).toBe('resource/in-use')
  })

  it('of another shop does not exist for a shop, and nothing of it can be changed by one', async () => {
    const own = await t.create()
    const shop = await t.http.as(await createUser(t.bed.db, { role: 'client', client_id: t.client.id }))
    const other = await t.http.as(await createUser(t.bed.db, { role: 'client', client_id: t.bed.client.id }))
    expect((await t.http.ask(`/api/campaigns/${own.id}/progress`, { headers: shop })).status).toBe(200)
    expect((await t.http.ask(`/api/campaigns/${own.id}/progress`, { headers: other })).status).toBe(404)
    const denied = await t.http.ask(`/api/campaigns/${own.id}/status`, {
      method: 'POST',
      body: { action: 'start' },
      headers: shop,
    })
    expect(denied.status).toBe(403)
  })

  it('is watched by those who lead, and of shops by its own only', async () => {
    const own = await t.create()
    const seen = (role: Session['role'], clientId: string | null = null) =>
      t.campaigns.seenBy({ role, clientId } as Session, [own.id, t.bed.campaign.id, createId()])
    expect((await seen('supervisor')).sort()).toEqual([own.id, t.bed.campaign.id].sort())
    expect(await seen('client', t.client.id)).toEqual([own.id])
    expect(await seen('agent')).toEqual([])
  })
})

describe('a campaign of orders', () => {
  it('takes the open orders of its client when it starts, and loses them to another when it stops', async () => {
    const shop = await createClient(t.bed.db)
    const customer = await createCustomer(t.bed.db, { client_id: shop.id })
    const order = await createOrder(t.bed.db, { client_id: shop.id, customer_id: customer.id })
    const made = await t.create({ clientId: shop.id, source: { kind: 'orders' } })
    await t.act(made.id, 'start')
    expect((await t.bed.order(order.id))?.campaign_id).toBe(made.id)
    await t.act(made.id, 'stop')
    expect((await t.bed.order(order.id))?.campaign_id).toBeNull()
  })
})

describe('a campaign of a segment', () => {
  it('CC-22: draws its customers when it starts, once, and blocks who may not be called', async () => {
    const shop = await createClient(t.bed.db)
    const at = (daysAgo: number) => new Date(noon - daysAgo * 86_400_000)
    const buyer = async (daysAgo: number, region = 'Київ') => {
      const customer = await createCustomer(t.bed.db, { client_id: shop.id, region })
      await createOrder(t.bed.db, { client_id: shop.id, customer_id: customer.id, received_at: at(daysAgo) })
      return customer
    }
    const [recent, forbidden] = [await buyer(10), await buyer(11)]
    await Promise.all([
      buyer(400),
      buyer(12, 'Львів'),
      createCustomer(t.bed.db, { client_id: shop.id, region: 'Київ' }),
    ])
    const entry = {
      id: createId(),
      number: forbidden.phone,
      scope: '*',
      source: 'file' as const,
      note: '',
      author_id: null,
    }
    await t.bed.db('do_not_call').insert({ ...entry, created_at: at(1) })
    const filter = { regions: ['Київ'], minOrders: 1, lastOrderMaxDaysAgo: 30 }
    const made = await t.create({ clientId: shop.id, source: { kind: 'segment', filter } })
    await t.act(made.id, 'start')
    await t.act(made.id, 'pause')
    await t.act(made.id, 'start')
    const rows = await t.bed.db('dial_records').where({ campaign_id: made.id })
    const seen = rows
      .map((row) => [row.customer_id, row.number, row.status, row.next_attempt_at, row.settled_at, row.settled_because])
      .sort()
    const drawnAt = new Date(t.bed.clock.at)
    const expected = [
      [recent.id, recent.phone, 'new', drawnAt, null, null],
      [forbidden.id, forbidden.phone, 'blocked', null, drawnAt, 'the number is on the do-not-call list'],
    ]
    expect(seen).toEqual(expected.sort())
  })
})
