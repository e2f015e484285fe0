import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCampaign, createClient, rowsRead } from '@orderline/db/testing'
import { readCampaign, toDate, transaction, type Database, type OrderRow } from '@orderline/db'
import { createAssignOrders } from './assign-orders.ts'
import { createAuditService } from '../audit/audit-service.ts'
import { keepDefaultCampaign } from './default-campaigns.ts'
import { createDialingBed, noon, type DialingBed } from './testing.ts'

let bed: DialingBed
let assign: ReturnType<typeof createAssignOrders>

const assignOn = (db: Database) =>
  createAssignOrders({ db, wakeDialer: () => Promise.resolve(), now: () => bed.clock.at })

beforeAll(async () => {
  bed = await createDialingBed()
  assign = assignOn(bed.db)
})
afterAll(() => bed.close())
beforeEach(async () => {
  await bed.db('orders').delete()
  await bed.db('campaigns').whereNot({ id: bed.campaign.id }).delete()
  await bed.db('campaigns').update({ status: 'running' })
})

const campaignOf = async ({ id }: OrderRow) => (await bed.order(id))?.campaign_id

describe('open orders', () => {
  it('of no campaign get one as soon as their client has one that takes them', async () => {
    const order = await bed.placeOrder({ campaign_id: null })
    const settled = await bed.placeOrder({ campaign_id: null, status: 'confirmed' })
    expect(await assign.orphans()).toBe(1)
    expect(await campaignOf(order)).toBe(bed.campaign.id)
    expect(await campaignOf(settled)).toBeNull()
    expect(await assign.orphans()).toBe(0)
  })

  it('move to a campaign of higher priority whose filter they pass, the others stay', async () => {
    const cheap = await bed.placeOrder({ total_minor: 100 })
    const dear = await bed.placeOrder({ total_minor: 1_000_000 })
    const settings = { source: { kind: 'orders', filter: { minTotalMinor: 500_000 } } } as never
    const ids = { client_id: bed.client.id, queue_id: bed.queue.id }
    const better = await createCampaign(bed.db, { ...ids, priority: 80, settings })
    expect(await assign.ofClient(bed.client.id)).toBe(1)
    expect([await campaignOf(cheap), await campaignOf(dear)]).toEqual([bed.campaign.id, better.id])
  })

  it('CC-22: of a campaign’s regions come to it, and those of no region or of another do not', async () => {
    const regions = ['Київська область', undefined, 'Львівська область']
    const orders = await Promise.all(
      regions.map((region) => bed.placeOrder({ delivery: region === undefined ? {} : { region } })),
    )
    const settings = { source: { kind: 'orders', filter: { regions: ['Львівська область'] } } } as never
    const ids = { client_id: bed.client.id, queue_id: bed.queue.id }
    const regional = await createCampaign(bed.db, { ...ids, priority: 80, settings })
    await assign.ofClient(bed.client.id)
    expect(await Promise.all(orders.map(campaignOf))).toEqual([bed.campaign.id, bed.campaign.id, regional.id])
  })

  it('leave a campaign that was stopped; a draining one keeps what it has dialled', async () => {
    const fresh = await bed.placeOrder()
    const dialed = await bed.placeOrder({ status: 'retry' })
    await bed.db('campaigns').update({ status: 'draining' })
    await assign.ofClient(bed.client.id)
    expect([await campaignOf(fresh), await campaignOf(dialed)]).toEqual([null, bed.campaign.id])
    await bed.db('campaigns').update({ status: 'stopped' })
    await assign.ofClient(bed.client.id)
    expect(await campaignOf(dialed)).toBeNull()
  })

  it('that were on the line when their campaign ended are left in none: another one, or the queue of a promise, has them', async () => {
    for (const status of ['stopped', 'finished'] as const) {
      const order = await bed.placeOrder({ status: 'talking' })
      await bed.db('campaigns').where({ id: bed.campaign.id }).update({ status })
      expect(await assign.ofClient(bed.client.id)).toBe(0)
      await bed.db('orders').where({ id: order.id }).update({ status: 'retry' })
      expect(await assign.orphans()).toBe(1)
      expect(await campaignOf(order)).toBeNull()
      expect(await assign.orphans()).toBe(0)
      const next = await createCampaign(bed.db, { client_id: bed.client.id, queue_id: bed.queue.id })
      await bed.db('orders').where({ id: order.id }).update({ campaign_id: bed.campaign.id })
      expect(await assign.orphans()).toBe(1)
      expect(await campaignOf(order)).toBe(next.id)
      await bed.db('orders').where({ id: order.id }).delete()
      await bed.db('campaigns').where({ id: next.id }).delete()
    }
  })

  it('that no campaign takes are read once, and again when they or the campaigns of their client have changed', async () => {
    const dear = { source: { kind: 'orders', filter: { minTotalMinor: 500_000 } } }
    const rewrite = (settings: object) =>
      bed.db('campaigns').update({ settings: JSON.stringify(settings) as never, updated_at: toDate(bed.clock.at) })
    await rewrite({ ...bed.campaign.settings, ...dear })
    const orphan = { campaign_id: null, total_minor: 100, updated_at: toDate(noon) }
    const cheap = await Promise.all(Array.from({ length: 300 }, () => bed.placeOrder(orphan)))
    await bed.db.raw('analyze table orders')
    await bed.db.transaction(async (trx) => {
      // By one connection, so that what it reads can be counted.
      const { orphans } = assignOn(trx)
      expect(await orphans()).toBe(0)
      bed.clock.at = noon + 60_000
      expect(await orphans()).toBe(0)
      const before = await rowsRead(trx)
      expect(await orphans()).toBe(0)
      expect((await rowsRead(trx)) - before).toBeLessThan(cheap.length)
      await trx('orders').where({ id: cheap[0]!.id }).update({ total_minor: 1_000_000 })
      expect(await orphans()).toBe(1)
    })
    bed.clock.at = noon + 120_000
    await assign.orphans()
    await rewrite(bed.campaign.settings)
    expect(await assign.orphans()).toBe(cheap.length - 1)
    bed.clock.at = noon
  })

  it('are found within a minute also when the database’s clock is far behind', async () => {
    const look = assignOn(bed.db)
    expect(await look.orphans()).toBe(0)
    bed.clock.at = noon + 30_000
    await look.orphans()
    await bed.placeOrder({ campaign_id: null, updated_at: toDate(noon - 3_600_000) })
    await bed.db('campaigns').update({ updated_at: toDate(noon - 3_600_000) })
    expect(await look.orphans()).toBe(0)
    bed.clock.at = noon + 60_000
    expect(await look.orphans()).toBe(1)
    bed.clock.at = noon
  })
})

describe('a client', () => {
  it('gets a campaign with the queue of its orders, which follows the queue and rests without one', async () => {
    const { id: clientId } = await createClient(bed.db)
    const own = () => bed.db('campaigns').where({ client_id: clientId }).select('name', 'status', 'queue_id', 'mode')
    const audit = createAuditService({ db: bed.db })
    await keepDefaultCampaign(bed.db, { clientId, queueId: null, now: noon, audit })
    expect(await own()).toEqual([])
    await keepDefaultCampaign(bed.db, { clientId, queueId: bed.queue.id, now: noon, audit })
    await keepDefaultCampaign(bed.db, { clientId, queueId: bed.queue.id, now: noon, audit })
    const made = { name: 'New orders', status: 'running', queue_id: bed.queue.id, mode: 'progressive' }
    expect(await own()).toEqual([made])
    await keepDefaultCampaign(bed.db, { clientId, queueId: null, now: noon, audit })
    expect(await own()).toEqual([{ ...made, status: 'paused' }])
    const row = await bed.db('campaigns').where({ client_id: clientId }).first()
    expect(readCampaign(row!).pausedBecause).toBe('client-without-queue')
    expect(readCampaign({ ...row!, status: 'running' })).not.toHaveProperty('pausedBecause')
    const noted = await bed.db('audit_entries').where({ subject: 'campaign', subject_id: row!.id })
    const details = { from: 'running', to: 'paused', because: 'client-without-queue' }
    expect(noted).toMatchObject([{ user_id: null, action: 'pause', details }])
    await bed.db('clients').where({ id: clientId }).delete()
    expect(await own()).toEqual([])
  })

  it('leaves a campaign stopped that a supervisor stops while its queue is taken away', async () => {
    const { id: clientId } = await createClient(bed.db)
    const audit = createAuditService({ db: bed.db })
    await keepDefaultCampaign(bed.db, { clientId, queueId: bed.queue.id, now: noon, audit })
    const own = () => bed.db('campaigns').where({ client_id: clientId })
    let isFirst = true
    await transaction(bed.db, async (trx) => {
      // From here on the transaction sees the campaign as it was: running.
      await trx('campaigns').where({ client_id: clientId })
      if (isFirst) await own().update({ status: 'stopped' })
      isFirst = false
      await keepDefaultCampaign(trx, { clientId, queueId: null, now: noon, audit })
    })
    const [campaign] = await own()
    expect(campaign).toMatchObject({ status: 'stopped' })
    expect(await bed.db('audit_entries').where({ subject_id: campaign!.id })).toEqual([])
  })
})
