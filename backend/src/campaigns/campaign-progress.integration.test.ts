import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, createCustomer, createOrder, randomNumber } from '@orderline/db/testing'
import { redisNames, type CampaignProgress } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { endImport, insertImport } from '../imports/imports-repository.ts'
import { createCampaignsBed, type CampaignsBed } from './campaigns-bed.ts'
import { noon } from './testing.ts'

let t: CampaignsBed

beforeAll(async () => {
  t = await createCampaignsBed()
})
afterAll(() => t.close())

describe('the progress of a campaign', () => {
  it('counts what is left, under way and done, and says what the dialer says', async () => {
    const made = await t.create()
    for (const status of ['new', 'retry', 'talking', 'done', 'blocked'] as const) {
      await t.bed.addRecord({ campaign_id: made.id, client_id: t.client.id, status, number: randomNumber() })
    }
    const rates = { answerRate: 0.5, answerSeconds: 12, talkSeconds: 90, wrapUpSeconds: 10, utilisation: 0.8 }
    const counts = { ringing: 3, waiting: 0, talking: 1, wrapUp: 0, agents: 4, free: 2, opened: 1 }
    const abandoned = { abandoned24h: { abandoned: 1, connected: 99 }, abandoned30d: { abandoned: 1, connected: 99 } }
    const live = {
      campaignId: made.id,
      at: t.bed.clock.at,
      because: ['two agents are free'],
      ...rates,
      ...counts,
      ...abandoned,
    }
    await t.http.redis.hset(redisNames.campaignsLive, made.id, JSON.stringify(live))
    const { body } = await t.http.ask<CampaignProgress>(`/api/campaigns/${made.id}/progress`, { headers: t.supervisor })
    expect(body).toMatchObject({ left: 2, inFlight: 1, done: 2, dials: 0, contacts: 0, endsAt: null, live })
    await t.http.redis.hdel(redisNames.campaignsLive, made.id)
  })

  it('ends a campaign whose end has come, and a list that is done', async () => {
    const overdue = await t.create({ endsAt: noon + 60_000 })
    const list = await t.create()
    const busy = await t.create()
    for (const { id } of [overdue, list, busy]) await t.act(id, 'start')
    const record = await t.bed.addRecord({ campaign_id: list.id, client_id: t.client.id })
    await t.bed.addRecord({ campaign_id: busy.id, client_id: t.client.id, number: randomNumber() })
    await t.bed.db('dial_records').where({ id: record.id }).update({ status: 'exhausted' })
    t.bed.clock.at = noon + 120_000
    expect(await t.campaigns.finish()).toBe(2)
    const statuses = await Promise.all([overdue, list, busy].map(async ({ id }) => (await t.campaigns.get(id)).status))
    expect(statuses).toEqual(['finished', 'finished', 'running'])
  })

  it('ends a draining list when what it began is over, and leaves the fresh records undialled', async () => {
    const list = await t.create()
    await t.act(list.id, 'start')
    const record = { campaign_id: list.id, client_id: t.client.id }
    const fresh = await t.bed.addRecord({ ...record, status: 'new', number: randomNumber() })
    const begun = await t.bed.addRecord({ ...record, status: 'retry', number: randomNumber() })
    await t.act(list.id, 'drain')
    await t.campaigns.finish()
    expect((await t.campaigns.get(list.id)).status).toBe('draining')
    await t.bed.db('dial_records').where({ id: begun.id }).update({ status: 'done' })
    await t.campaigns.finish()
    expect((await t.campaigns.get(list.id)).status).toBe('finished')
    expect(await t.bed.record(fresh.id)).toMatchObject({ status: 'new' })
  })

  it('leaves a list whose next file is still being read', async () => {
    const list = await t.create()
    await t.act(list.id, 'start')
    await t.bed.addRecord({ campaign_id: list.id, client_id: t.client.id, status: 'done', number: randomNumber() })
    const id = createId()
    const file = { kind: 'records' as const, campaign_id: list.id, client_id: null, file_name: 'more.csv' }
    await insertImport(t.bed.db, { id, ...file, author_id: null, at: t.bed.clock.at })
    await t.campaigns.finish()
    expect((await t.campaigns.get(list.id)).status).toBe('running')
    await endImport(t.bed.db, { id, state: 'done', rowsTotal: 0, at: t.bed.clock.at })
    await t.campaigns.finish()
    expect((await t.campaigns.get(list.id)).status).toBe('finished')
  })

  it('gives the open orders of a campaign whose end has come to another one of the client', async () => {
    const shop = await createClient(t.bed.db)
    const customer = await createCustomer(t.bed.db, { client_id: shop.id })
    const order = await createOrder(t.bed.db, { client_id: shop.id, customer_id: customer.id })
    const orders = { clientId: shop.id, source: { kind: 'orders' } }
    const brief = await t.create({ ...orders, priority: 90, endsAt: t.bed.clock.at + 60_000 })
    const other = await t.create({ ...orders, priority: 10 })
    for (const { id } of [brief, other]) await t.act(id, 'start')
    expect((await t.bed.order(order.id))?.campaign_id).toBe(brief.id)
    t.bed.clock.at += 120_000
    await t.campaigns.finish()
    expect((await t.bed.order(order.id))?.campaign_id).toBe(other.id)
  })
})
