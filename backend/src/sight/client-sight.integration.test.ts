import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CustomerView, OrderView, Page } from '@orderline/domain/contract'
import {
  createCampaign,
  createClient,
  createCustomer,
  createDid,
  createOrder,
  createQueue,
  createSkill,
  createUser,
} from '@orderline/db/testing'
import type { Ask } from '../http/testing.ts'
import { createOrderTestBed, type OrderTestBed } from '../orders/testing.ts'

let t: OrderTestBed
beforeAll(async () => {
  t = await createOrderTestBed()
})
afterAll(() => t.close())

/** A shop whose number leads to a queue that asks for this level of a skill of its own, with a customer and an order. */
async function openShop({ minLevel = 1 } = {}) {
  const skill = await createSkill(t.db)
  const queue = await createQueue(t.db, { required_skills: [{ skillId: skill.id, minLevel }] })
  const client = await createClient(t.db)
  await createDid(t.db, { client_id: client.id, queue_id: queue.id })
  const customer = await createCustomer(t.db, { client_id: client.id })
  const order = await createOrder(t.db, { client_id: client.id, customer_id: customer.id })
  return { client, skill, queue, customer, order }
}
type Shop = Awaited<ReturnType<typeof openShop>>

async function hire(...skills: { shop: Shop; level: number }[]) {
  return (await hireByName(...skills)).headers
}

async function hireByName(...skills: { shop: Shop; level: number }[]) {
  const agent = await createUser(t.db)
  for (const { shop, level } of skills) {
    await t.db('user_skills').insert({ user_id: agent.id, skill_id: shop.skill.id, level })
  }
  return { id: agent.id, headers: await t.bed.as(agent) }
}

const statusOf = async (path: string, how: Ask) => (await t.bed.ask(path, how)).status

const idsOf = async (path: string, headers: Record<string, string>) =>
  (await t.bed.ask<Page<OrderView | CustomerView>>(path, { headers })).body.items.map(({ id }) => id)

it('CC-01: an agent of one shop finds neither orders nor customers of another, and changes none', async () => {
  const [ours, theirs] = [await openShop(), await openShop()]
  const agent = await hire({ shop: ours, level: 1 })
  expect(await idsOf('/api/orders', agent)).toEqual([ours.order.id])
  expect(await idsOf(`/api/orders?clientId=${theirs.client.id}`, agent)).toEqual([])
  expect(await idsOf('/api/customers', agent)).toEqual([ours.customer.id])
  for (const [{ order, customer }, found, noted] of [
    [ours, 200, 201],
    [theirs, 404, 404],
  ] as const) {
    const note = { method: 'POST', headers: agent, body: { text: 'seen' } }
    const change = { method: 'PATCH', headers: agent, body: { note: 'seen' } }
    expect(await statusOf(`/api/orders/${order.id}`, { headers: agent })).toBe(found)
    expect(await statusOf(`/api/orders/${order.id}/timeline`, { headers: agent })).toBe(found)
    expect(await statusOf(`/api/orders/${order.id}/notes`, note)).toBe(noted)
    expect(await statusOf(`/api/customers/${customer.id}`, { headers: agent })).toBe(found)
    expect(await statusOf(`/api/customers/${customer.id}`, change)).toBe(found)
  }
  expect(await t.db('order_events').where({ order_id: theirs.order.id, text: 'seen' })).toEqual([])
})

it('shows an agent what the call at hand is about, whichever shop’s it is, as long as it lasts', async () => {
  const [ours, theirs, another] = [await openShop(), await openShop(), await openShop()]
  const { id, headers } = await hireByName({ shop: ours, level: 1 })
  const orderPath = `/api/orders/${theirs.order.id}`
  const customerPath = `/api/customers/${theirs.customer.id}`
  const note = { method: 'POST', headers, body: { text: 'transferred' } }
  t.contactOf.set(id, theirs.order.id)
  expect(await statusOf(orderPath, { headers })).toBe(200)
  expect(await statusOf(`${orderPath}/notes`, note)).toBe(201)
  expect(await statusOf(`/api/orders/${another.order.id}`, { headers })).toBe(404)
  t.contactOf.set(id, theirs.customer.id)
  expect(await statusOf(customerPath, { headers })).toBe(200)
  expect(await statusOf(customerPath, { method: 'PATCH', headers, body: { note: 'seen' } })).toBe(200)
  expect(await statusOf(`/api/customers/${another.customer.id}`, { headers })).toBe(404)
  t.contactOf.delete(id)
  for (const path of [orderPath, customerPath]) expect(await statusOf(path, { headers })).toBe(404)
  expect(await idsOf('/api/orders', headers)).toEqual([ours.order.id])
})

it('shows an agent with the skills of both shops both, and one whose level is too low none', async () => {
  const [one, other] = [await openShop(), await openShop({ minLevel: 3 })]
  const both = await hire({ shop: one, level: 1 }, { shop: other, level: 3 })
  expect((await idsOf('/api/orders', both)).sort()).toEqual([one.order.id, other.order.id].sort())
  expect(await idsOf('/api/orders', await hire({ shop: other, level: 2 }))).toEqual([])
})

it('shows a shop by the queue of one of its campaigns, too', async () => {
  const [shop, campaigns] = [await openShop(), await openShop()]
  await createCampaign(t.db, { client_id: shop.client.id, queue_id: campaigns.queue.id, status: 'running' })
  expect(await idsOf('/api/orders', await hire({ shop: campaigns, level: 1 }))).toContain(shop.order.id)
})

it('shows those who lead the centre every shop', async () => {
  const { order } = await openShop()
  expect(await idsOf('/api/orders', await t.bed.as(await createUser(t.db, { role: 'supervisor' })))).toContain(order.id)
})
