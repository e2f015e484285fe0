import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ClientView, DemoView, DemoWebhookView, OrderView, Page } from '@orderline/domain/contract'
import { transaction } from '@orderline/db'
import { createClient } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { toClientView } from '../config-cache/config-views.ts'
import { problemOf } from '../http/testing.ts'
import { createOrderTestBed, type OrderTestBed } from '../orders/testing.ts'
import { aMessage } from '../webhooks/testing.ts'
import { createCallAShop } from './call-a-shop.ts'
import { createDemoRoutes } from './demo-routes.ts'
import { createDemoService } from './demo-service.ts'
import { createReceivedWebhooks } from './received-webhooks.ts'

let t: OrderTestBed
let shop: ClientView
const asked: string[] = []
const carrier = createServer((request, response) => {
  asked.push(`${request.headers.authorization} ${request.url}`)
  response.end('{}')
})

beforeAll(async () => {
  t = await createOrderTestBed()
  shop = toClientView(await createClient(t.db, { code: 'vesna' }))
  await new Promise<void>((resolve) => carrier.listen(0, '127.0.0.1', resolve))
  const ariUrl = `http://127.0.0.1:${(carrier.address() as AddressInfo).port}`
  const did = { id: createId(), number: '+380442000001', clientId: shop.id, queueId: createId(), label: '' }
  const demo = createDemoService({
    db: t.db,
    config: { clients: () => [shop], dids: () => [did] },
    submitOrder: t.submitOrder,
    callAShop: createCallAShop({ ariUrl, username: 'u', password: 'p' }),
    phone: { username: 'demo-phone', password: 'x', realm: 'carrier', number: '+380445550100' },
    logins: [],
  })
  const received = createReceivedWebhooks({ redis: t.bed.redis, now: Date.now, key: `test-${createId()}` })
  const { url } = await t.bed.start([createDemoRoutes({ guards: t.bed.guards, demo, received })])
  await demo.receiveWebhooksAt(url)
})
afterAll(async () => {
  carrier.close()
  await t.close()
})

it('shows the shops with what they sell, and the customer’s telephone', async () => {
  const { body } = await t.bed.ask<DemoView>('/api/demo')
  expect(body.shops).toMatchObject([{ code: 'vesna', dids: ['+380442000001'] }])
  expect(body.shops[0]?.products.length).toBeGreaterThan(2)
  expect(body.phone.number).toBe('+380445550100')
})

it('places an order as the shop would', async () => {
  const order = {
    clientCode: 'vesna',
    name: 'Olena',
    phone: '044 555 01 00',
    city: 'Київ',
    items: [{ sku: 'VE-101', quantity: 2 }],
  }
  const { status, body } = await t.bed.ask<OrderView>('/api/demo/orders', { method: 'POST', body: order })
  expect(status).toBe(201)
  expect(body).toMatchObject({
    clientId: shop.id,
    totalMinor: 199_800,
    delivery: { city: 'Київ' },
    customer: { phone: '+380445550100' },
  })
  const unknown = await t.bed.ask('/api/demo/orders', {
    method: 'POST',
    body: { ...order, items: [{ sku: 'x', quantity: 1 }] },
  })
  expect(problemOf(unknown).errors?.[0]?.pointer).toBe('/items/0/sku')
  const ofNobody = await t.bed.ask('/api/demo/orders', {
    method: 'POST',
    body: { ...order, clientCode: 'constructor' },
  })
  expect(ofNobody.status).toBe(404)
})

it('CC-45: receives what is sent to the shop, and believes only the shop’s signature', async () => {
  const message = aMessage(shop.id)
  const { type, data } = message
  const [id = ''] = await transaction(t.db, (trx) => t.outbox.write(trx, [message]))
  expect(await t.deliverer.deliver(id)).toEqual({ state: 'delivered' })
  const forged = await t.bed.ask('/api/demo/webhooks/shop/vesna', { method: 'POST', body: { type: 'order.confirmed' } })
  expect(forged.status).toBe(400)
  const { body } = await t.bed.ask<Page<DemoWebhookView>>('/api/demo/webhooks')
  expect(body.items).toMatchObject([
    { isVerified: false, receiver: 'shop' },
    { id, isVerified: true, receiver: 'shop', clientCode: 'vesna', type, payload: { data } },
  ])
})

it('has the telephone network call a shop', async () => {
  expect((await t.bed.ask('/api/demo/calls', { method: 'POST', body: { clientCode: 'vesna' } })).status).toBe(204)
  expect(asked).toHaveLength(1)
  expect(asked[0]).toMatch(/^Basic dTpw \/ari\/channels\?endpoint=PJSIP%2F%2B380442000001%40centre/)
  expect((await t.bed.ask('/api/demo/calls', { method: 'POST', body: { clientCode: 'none' } })).status).toBe(404)
})
