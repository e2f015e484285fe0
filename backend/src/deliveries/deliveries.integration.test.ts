import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { DeliveryView, OrderView, Page } from '@orderline/domain/contract'
import { createApiKey, createClient, createCustomer, createOrder, createUser } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { createOrderTestBed, type OrderTestBed } from '../orders/testing.ts'

const hour = 3_600_000
const now = Date.UTC(2026, 2, 2, 12)

let t: OrderTestBed
beforeAll(async () => {
  t = await createOrderTestBed({ now: () => now })
})
afterAll(() => t.close())

/** A shop's order that logistics took two hours ago; not yet, when null. */
async function createDelivery({ handedOverAt = now - 2 * hour }: { handedOverAt?: number | null } = {}) {
  const client = await createClient(t.db)
  const customer = await createCustomer(t.db, { client_id: client.id })
  const order = await createOrder(t.db, {
    ...{ client_id: client.id, customer_id: customer.id, status: 'confirmed' },
    handed_over_at: handedOverAt === null ? null : new Date(handedOverAt),
  })
  const { key } = await createApiKey(t.db, { client_id: client.id })
  return { client, order, shop: { authorization: `Bearer ${key}` } }
}

const logistics = async () => t.bed.as(await createUser(t.db, { role: 'logistics' }))
const say = (path: string, headers: Record<string, string>, deliveredAt: unknown) =>
  t.bed.ask<OrderView>(path, { method: 'PUT', headers, body: { deliveredAt } })
const deliveredAt = async (id: string) => (await t.db('orders').where({ id }).first())?.delivered_at?.getTime() ?? null

it('CC-35: logistics says that the customer has the goods; another moment corrects it, and it can be taken back', async () => {
  const { order } = await createDelivery()
  const path = `/api/deliveries/${order.id}/delivered`
  const headers = await logistics()
  expect((await say(path, headers, now - hour)).status).toBe(204)
  expect((await say(path, headers, now - hour)).status).toBe(204)
  expect(await deliveredAt(order.id)).toBe(now - hour)
  expect((await say(path, headers, now)).status).toBe(204)
  expect(await deliveredAt(order.id)).toBe(now)
  expect((await say(path, headers, null)).status).toBe(204)
  expect(await deliveredAt(order.id)).toBeNull()
  const kinds = await t.db('order_events').where({ order_id: order.id }).orderBy('id').pluck('kind')
  expect(kinds.sort()).toEqual(['delivered', 'delivered', 'not-delivered'])
})

it('tells the shop what logistics says, and not what it says itself', async () => {
  const { client, order, shop } = await createDelivery()
  await t.db('clients').where({ id: client.id }).update({ shop_webhook_url: 'https://shop.example/hooks' })
  const headers = await logistics()
  await say(`/api/deliveries/${order.id}/delivered`, headers, now - hour)
  await say(`/api/deliveries/${order.id}/delivered`, headers, null)
  await say(`/api/v1/orders/${order.id}/delivered`, shop, now)
  const rows = await t.db('outbox').where({ order_id: order.id }).orderBy('id')
  const { external_id: externalId, number } = order
  const told = (deliveredAt: number | null) => ({
    ...{ target: 'shop', type: 'order.delivered' },
    payload: {
      data: { orderId: order.id, externalId, number, deliveredAt: deliveredAt && new Date(deliveredAt).toISOString() },
    },
  })
  expect(rows).toMatchObject([told(now - hour), told(null)])
})

it('shows it in the list of deliveries', async () => {
  const { client, order } = await createDelivery()
  const payload = {
    number: order.number,
    externalId: order.external_id,
    recipient: { name: 'Olena', phone: order.phone },
  }
  const plain = { delivery: {}, items: [], totalMinor: 0, currency: 'UAH', orderComment: null, marks: [], notes: [] }
  await t.db('deliveries').insert({
    ...{ id: createId(), order_id: order.id, client_id: client.id, status: 'acknowledged', created_at: new Date(now) },
    payload: JSON.stringify({ ...payload, ...plain }) as never,
  })
  const headers = await logistics()
  await say(`/api/deliveries/${order.id}/delivered`, headers, now)
  const { body } = await t.bed.ask<Page<DeliveryView>>(`/api/deliveries?search=${order.number}`, { headers })
  expect(body.items).toMatchObject([{ orderId: order.id, deliveredAt: now }])
})

it('lists each delivery once, also of those that were made in one millisecond', async () => {
  const shop = await createClient(t.db, { name: 'One moment' })
  const customer = await createCustomer(t.db, { client_id: shop.id })
  const ids = Array.from({ length: 25 }, () => randomUUID())
  for (const id of ids) {
    const order = await createOrder(t.db, { client_id: shop.id, customer_id: customer.id })
    const payload = {
      number: `moment-${order.number}`,
      recipient: { name: '', phone: '' },
      items: [],
      marks: [],
      notes: [],
    }
    const of = {
      order_id: order.id,
      client_id: shop.id,
      status: 'requested' as const,
      created_at: new Date(now + hour),
    }
    await t.db('deliveries').insert({ id, ...of, payload: JSON.stringify(payload) as never })
  }
  const headers = await logistics()
  const page = async (offset: number) =>
    (await t.bed.ask<Page<DeliveryView>>(`/api/deliveries?limit=7&offset=${offset}`, { headers })).body.items
  const listed = (await Promise.all([0, 7, 14, 21].map(page))).flat().slice(0, ids.length)
  expect(listed.map(({ id }) => id)).toEqual(ids.sort().reverse())
})

it('the shop says it by the API, of its own orders only', async () => {
  const [ours, theirs] = [await createDelivery(), await createDelivery()]
  const { status, body } = await say(`/api/v1/orders/${ours.order.id}/delivered`, ours.shop, now - hour)
  expect([status, body.clock?.deliveredAt]).toEqual([200, now - hour])
  expect((await say(`/api/v1/orders/${theirs.order.id}/delivered`, ours.shop, now)).status).toBe(404)
  expect(await deliveredAt(theirs.order.id)).toBeNull()
})

it('refuses a time before logistics had it, one in the future, and an order that logistics does not have', async () => {
  const [taken, waiting] = [await createDelivery(), await createDelivery({ handedOverAt: null })]
  const statusAt = async (id: string, at: unknown) =>
    (await say(`/api/deliveries/${id}/delivered`, await logistics(), at)).status
  expect(await statusAt(taken.order.id, now - 3 * hour)).toBe(400)
  expect(await statusAt(taken.order.id, now + hour)).toBe(400)
  expect(await statusAt(taken.order.id, 'yesterday')).toBe(400)
  expect(await statusAt(waiting.order.id, now)).toBe(409)
  expect([await deliveredAt(taken.order.id), await deliveredAt(waiting.order.id)]).toEqual([null, null])
})
