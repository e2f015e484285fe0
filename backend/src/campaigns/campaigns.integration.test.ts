import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, createCustomer, createOrder, createQueue, createUser, randomNumber } from '@orderline/db/testing'
import type { ClientRow, QueueRow } from '@orderline/db'
import { redisNames, type CampaignProgress, type CampaignView, type Page } from '@orderline/domain/contract'
import { defaultCallingHours } from '@orderline/domain/dialing'
import { createId } from '@orderline/runtime/ids'
import type { Session } from '../http/http-types.ts'
import { createHttpTestBed, problemOf, type HttpTestBed } from '../http/testing.ts'
import { endImport, insertImport } from '../imports/imports-repository.ts'
import { createAssignOrders } from './assign-orders.ts'
import { createCampaignProgress } from './campaign-progress.ts'
import { createCampaignsRepository } from './campaigns-repository.ts'
import { createCampaignsRoutes } from './campaigns-routes.ts'
import { createCampaignsService, type CampaignsService } from './campaigns-service.ts'
import { createDrawSegment } from './draw-segment.ts'
import { createDialingBed, noon, type DialingBed } from './testing.ts'

let bed: DialingBed
let http: HttpTestBed
let campaigns: CampaignsService
let supervisor: Record<string, string>
let client: ClientRow
let queue: QueueRow
const told = { config: 0 }

beforeAll(async () => {
  bed = await createDialingBed()
  const { db, clock } = bed
  http = createHttpTestBed({ db })
  const now = () => clock.at
  const wakeDialer = () => Promise.resolve()
  campaigns = createCampaignsService({
    db,
    campaigns: createCampaignsRepository({ db }),
    assignOrders: createAssignOrders({ db, wakeDialer }),
    drawSegment: createDrawSegment({ now }),
    audit: http.audit,
    config: { configChanged: () => Promise.resolve(void (told.config += 1)) },
    wakeDialer,
    lawfulHours: defaultCallingHours,
    now,
  })
  const progress = createCampaignProgress({ db, redis: http.redis, now })
  await http.start([createCampaignsRoutes({ guards: http.guards, campaigns, progress })])
  supervisor = await http.as(await createUser(db, { role: 'supervisor' }))
  client = await createClient(db)
  queue = await createQueue(db)
})
afterAll(async () => {
  await http.close()
  await bed.close()
})

function input(over: Record<string, unknown> = {}) {
  const plain = { name: 'A list', clientId: client.id, queueId: queue.id, mode: 'predictive', source: { kind: 'list' } }
  return { ...plain, ...over }
}

const send = <T>(method: string, path: string, body: unknown) =>
  http.ask<T>(path, { method, body, headers: supervisor })

async function create(over: Record<string, unknown> = {}): Promise<CampaignView> {
  const { status, body } = await send<CampaignView>('POST', '/api/campaigns', input(over))
  expect(status).toBe(201)
  return body
}

const act = (id: string, action: string) => send<CampaignView>('POST', `/api/campaigns/${id}/status`, { action })

describe('a campaign', () => {
  it('is made as a draft with all that was left out, changed while it runs, listed and audited', async () => {
    const made = await create()
    expect(made).toMatchObject({ status: 'draft', priority: 50, pacing: { capAbandonedRate: 0.03 }, agentless: null })
    await act(made.id, 'start')
    const changed = await send<CampaignView>('PUT', `/api/campaigns/${made.id}`, input({ mode: 'progressive' }))
    expect(changed.body).toMatchObject({ mode: 'progressive', status: 'running', createdAt: made.createdAt })
    const list = await http.ask<Page<CampaignView>>(`/api/campaigns?clientId=${client.id}&status=running`, {
      headers: supervisor,
    })
    expect(list.body.items.map(({ id }) => id)).toContain(made.id)
    const entries = await bed.db('audit_entries').where({ subject_id: made.id }).orderBy('at')
    expect(entries.map(({ action }) => action).sort()).toEqual(['create', 'start', 'update'])
  })

  it('is not written over by who saw it before somebody else changed it', async () => {
    const made = await create()
    const path = `/api/campaigns/${made.id}`
    const tagOf = ({ headers }: { headers: Headers }) => headers.get('etag') ?? ''
    const seen = tagOf(await http.ask(path, { headers: supervisor }))
    const put = (tag: string, over: Record<string, unknown>) =>
      http.ask<CampaignView>(path, { method: 'PUT', body: input(over), headers: { ...supervisor, 'if-match': tag } })
    bed.clock.at += 1_000
    const first = await put(seen, { mode: 'progressive' })
    expect(first.status).toBe(200)
    const late = await put(seen, { priority: 9 })
    expect([late.status, problemOf(late).code]).toEqual([412, 'resource/changed'])
    expect((await put(tagOf(first), { priority: 9 })).body).toMatchObject({ priority: 9 })
    const paused = await act(made.id, 'start')
    expect(tagOf(paused)).toBe(tagOf(await http.ask(path, { headers: supervisor })))
  })

  it('that contradicts itself is refused with a pointer to the field', async () => {
    const answer = await send(
      'POST',
      '/api/campaigns',
      input({ hours: { from: '18:00', until: '09:00' }, startsAt: 9, endsAt: 8 }),
    )
    expect(answer.status).toBe(400)
    expect(problemOf(answer).errors?.map(({ pointer }) => pointer)).toEqual(['/hours/until', '/endsAt'])
  })

  it('that names what is not there is refused with a pointer to the field', async () => {
    const requiredSkills = [{ skillId: createId(), minLevel: 1 }]
    const answer = await send(
      'POST',
      '/api/campaigns',
      input({ queueId: createId(), questionnaireId: createId(), requiredSkills }),
    )
    const pointers = ['/queueId', '/questionnaireId', '/requiredSkills/0/skillId']
    expect(problemOf(answer).errors?.map(({ pointer }) => pointer)).toEqual(pointers)
  })

  it('keeps its client and its kind of records once it was started', async () => {
    const { id } = await create()
    await act(id, 'start')
    const other = await createClient(bed.db)
    const answer = await send('PUT', `/api/campaigns/${id}`, input({ clientId: other.id, source: { kind: 'orders' } }))
    expect(problemOf(answer).errors?.map(({ pointer }) => pointer)).toEqual(['/clientId', '/source/kind'])
  })

  it('is paused, resumed, drained and stopped, tells all processes each time, and stays stopped', async () => {
    const { id } = await create()
    const steps = [
      ['start', 'running'],
      ['pause', 'paused'],
      ['resume', 'running'],
      ['stop', 'stopped'],
    ] as const
    for (const [action, status] of steps) {
      const before = told.config
      expect((await act(id, action)).body.status).toBe(status)
      expect(told.config).toBe(before + 1)
    }
    const answer = await act(id, 'resume')
    expect([answer.status, problemOf(answer).code]).toEqual([409, 'campaign/wrong-status'])
  })

  it('is deleted only while it has never dialled', async () => {
    const { id } = await create()
    expect((await http.ask(`/api/campaigns/${id}`, { method: 'DELETE', headers: supervisor })).status).toBe(204)
    await bed.dialService().carryOut(await bed.claimed(await bed.placeOrder()))
    const answer = await http.ask(`/api/campaigns/${bed.campaign.id}`, { method: 'DELETE', headers: supervisor })
    expect(problemOf(answer).code).toBe('resource/in-use')
  })

  it('of another shop does not exist for a shop, and nothing of it can be changed by one', async () => {
    const own = await create()
    const shop = await http.as(await createUser(bed.db, { role: 'client', client_id: client.id }))
    const other = await http.as(await createUser(bed.db, { role: 'client', client_id: bed.client.id }))
    expect((await http.ask(`/api/campaigns/${own.id}/progress`, { headers: shop })).status).toBe(200)
    expect((await http.ask(`/api/campaigns/${own.id}/progress`, { headers: other })).status).toBe(404)
    const denied = await http.ask(`/api/campaigns/${own.id}/status`, {
      method: 'POST',
      body: { action: 'start' },
      headers: shop,
    })
    expect(denied.status).toBe(403)
  })

  it('is watched by those who lead, and of shops by its own only', async () => {
    const own = await create()
    const seen = (role: Session['role'], clientId: string | null = null) =>
      campaigns.seenBy({ role, clientId } as Session, [own.id, bed.campaign.id, createId()])
    expect((await seen('supervisor')).sort()).toEqual([own.id, bed.campaign.id].sort())
    expect(await seen('client', client.id)).toEqual([own.id])
    expect(await seen('agent')).toEqual([])
  })
})

describe('a campaign of orders', () => {
  it('takes the open orders of its client when it starts, and loses them to another when it stops', async () => {
    const shop = await createClient(bed.db)
    const customer = await createCustomer(bed.db, { client_id: shop.id })
    const order = await createOrder(bed.db, { client_id: shop.id, customer_id: customer.id })
    const made = await create({ clientId: shop.id, source: { kind: 'orders' } })
    await act(made.id, 'start')
    expect((await bed.order(order.id))?.campaign_id).toBe(made.id)
    await act(made.id, 'stop')
    expect((await bed.order(order.id))?.campaign_id).toBeNull()
  })
})

describe('a campaign of a segment', () => {
  it('draws its customers when it starts, once, and blocks who may not be called', async () => {
    const shop = await createClient(bed.db)
    const at = (daysAgo: number) => new Date(noon - daysAgo * 86_400_000)
    const buyer = async (daysAgo: number, region = 'Київ') => {
      const customer = await createCustomer(bed.db, { client_id: shop.id, region })
      await createOrder(bed.db, { client_id: shop.id, customer_id: customer.id, received_at: at(daysAgo) })
      return customer
    }
    const [recent, forbidden] = [await buyer(10), await buyer(11)]
    await Promise.all([buyer(400), buyer(12, 'Львів'), createCustomer(bed.db, { client_id: shop.id, region: 'Київ' })])
    const entry = {
      id: createId(),
      number: forbidden.phone,
      scope: '*',
      source: 'file' as const,
      note: '',
      author_id: null,
    }
    await bed.db('do_not_call').insert({ ...entry, created_at: at(1) })
    const filter = { regions: ['Київ'], minOrders: 1, lastOrderMaxDaysAgo: 30 }
    const made = await create({ clientId: shop.id, source: { kind: 'segment', filter } })
    await act(made.id, 'start')
    await act(made.id, 'pause')
    await act(made.id, 'start')
    const rows = await bed.db('dial_records').where({ campaign_id: made.id })
    const seen = rows
      .map((row) => [row.customer_id, row.number, row.status, row.next_attempt_at, row.settled_at])
      .sort()
    const drawnAt = new Date(bed.clock.at)
    const expected = [
      [recent.id, recent.phone, 'new', drawnAt, null],
      [forbidden.id, forbidden.phone, 'blocked', null, drawnAt],
    ]
    expect(seen).toEqual(expected.sort())
  })
})

describe('the progress of a campaign', () => {
  it('counts what is left, under way and done, and says what the dialer says', async () => {
    const made = await create()
    for (const status of ['new', 'retry', 'talking', 'done', 'blocked'] as const) {
      await bed.addRecord({ campaign_id: made.id, client_id: client.id, status, number: randomNumber() })
    }
    const rates = { answerRate: 0.5, answerSeconds: 12, talkSeconds: 90, wrapUpSeconds: 10, utilisation: 0.8 }
    const counts = { ringing: 3, waiting: 0, talking: 1, wrapUp: 0, agents: 4, free: 2, opened: 1 }
    const abandoned = { abandoned24h: { abandoned: 1, connected: 99 }, abandoned30d: { abandoned: 1, connected: 99 } }
    const live = {
      campaignId: made.id,
      at: bed.clock.at,
      because: ['two agents are free'],
      ...rates,
      ...counts,
      ...abandoned,
    }
    await http.redis.hset(redisNames.campaignsLive, made.id, JSON.stringify(live))
    const { body } = await http.ask<CampaignProgress>(`/api/campaigns/${made.id}/progress`, { headers: supervisor })
    expect(body).toMatchObject({ left: 2, inFlight: 1, done: 2, dials: 0, contacts: 0, endsAt: null, live })
    await http.redis.hdel(redisNames.campaignsLive, made.id)
  })

  it('ends a campaign whose end has come, and a list that is done', async () => {
    const overdue = await create({ endsAt: noon + 60_000 })
    const list = await create()
    const busy = await create()
    for (const { id } of [overdue, list, busy]) await act(id, 'start')
    const record = await bed.addRecord({ campaign_id: list.id, client_id: client.id })
    await bed.addRecord({ campaign_id: busy.id, client_id: client.id, number: randomNumber() })
    await bed.db('dial_records').where({ id: record.id }).update({ status: 'exhausted' })
    bed.clock.at = noon + 120_000
    expect(await campaigns.finish()).toBe(2)
    const statuses = await Promise.all([overdue, list, busy].map(async ({ id }) => (await campaigns.get(id)).status))
    expect(statuses).toEqual(['finished', 'finished', 'running'])
  })

  it('ends a draining list when what it began is over, and leaves the fresh records undialled', async () => {
    const list = await create()
    await act(list.id, 'start')
    const record = { campaign_id: list.id, client_id: client.id }
    const fresh = await bed.addRecord({ ...record, status: 'new', number: randomNumber() })
    const begun = await bed.addRecord({ ...record, status: 'retry', number: randomNumber() })
    await act(list.id, 'drain')
    await campaigns.finish()
    expect((await campaigns.get(list.id)).status).toBe('draining')
    await bed.db('dial_records').where({ id: begun.id }).update({ status: 'done' })
    await campaigns.finish()
    expect((await campaigns.get(list.id)).status).toBe('finished')
    expect(await bed.record(fresh.id)).toMatchObject({ status: 'new' })
  })

  it('leaves a list whose next file is still being read', async () => {
    const list = await create()
    await act(list.id, 'start')
    await bed.addRecord({ campaign_id: list.id, client_id: client.id, status: 'done', number: randomNumber() })
    const id = createId()
    const file = { kind: 'records' as const, campaign_id: list.id, client_id: null, file_name: 'more.csv' }
    await insertImport(bed.db, { id, ...file, author_id: null, at: bed.clock.at })
    await campaigns.finish()
    expect((await campaigns.get(list.id)).status).toBe('running')
    await endImport(bed.db, { id, state: 'done', rowsTotal: 0, at: bed.clock.at })
    await campaigns.finish()
    expect((await campaigns.get(list.id)).status).toBe('finished')
  })

  it('gives the open orders of a campaign whose end has come to another one of the client', async () => {
    const shop = await createClient(bed.db)
    const customer = await createCustomer(bed.db, { client_id: shop.id })
    const order = await createOrder(bed.db, { client_id: shop.id, customer_id: customer.id })
    const orders = { clientId: shop.id, source: { kind: 'orders' } }
    const brief = await create({ ...orders, priority: 90, endsAt: bed.clock.at + 60_000 })
    const other = await create({ ...orders, priority: 10 })
    for (const { id } of [brief, other]) await act(id, 'start')
    expect((await bed.order(order.id))?.campaign_id).toBe(brief.id)
    bed.clock.at += 120_000
    await campaigns.finish()
    expect((await bed.order(order.id))?.campaign_id).toBe(other.id)
  })
})
