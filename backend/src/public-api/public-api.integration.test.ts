import Ajv2020 from 'ajv/dist/2020.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OrderView, Page } from '@orderline/domain/contract'
import { createApiKey, createClient, createUser, randomNumber } from '@orderline/db/testing'
import { expectGuardedRoutes } from '../http/guarded-routes.ts'
import { problemOf } from '../http/testing.ts'
import { createOrderTestBed, type OrderTestBed } from '../orders/testing.ts'
import { orderExamples } from './examples.ts'

let t: OrderTestBed
beforeAll(async () => {
  t = await createOrderTestBed()
})
afterAll(() => t.close())

async function createShop() {
  const client = await createClient(t.db)
  const { key } = await createApiKey(t.db, { client_id: client.id })
  const headers = { authorization: `Bearer ${key}` }
  const push = (body: unknown, more: Record<string, string> = {}) =>
    t.bed.ask<OrderView>('/api/v1/orders', { method: 'POST', body, headers: { ...headers, ...more } })
  const get = <T = OrderView>(path: string) => t.bed.ask<T>(path, { headers })
  const cancel = (id: string, reason = 'no stock') =>
    t.bed.ask<OrderView>(`/api/v1/orders/${id}/cancel`, { method: 'POST', body: { reason }, headers })
  return { client, headers, push, get, cancel }
}

let counter = 0
const order = (over: object = {}) => ({
  ...orderExamples.smallest.value,
  externalId: `o-${++counter}`,
  customer: { name: 'Olena', phone: randomNumber() },
  ...over,
})

describe('pushing an order', () => {
  it('CC-37: it is stored with its customer, due at once, and the dialer is woken', async () => {
    const shop = await createShop()
    const wakesBefore = t.wakes.dialer
    const { status, body, headers } = await shop.push(order({ customer: { name: 'Olena', phone: '098 123 45 67' } }))
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(`/api/v1/orders/${body.id}`)
    expect(body).toMatchObject({ status: 'new', customer: { name: 'Olena', phone: '+380981234567' } })
    expect(t.wakes.dialer).toBe(wakesBefore + 1)
    expect((await shop.get(`/api/v1/orders/${body.id}`)).body).toEqual(body)
  })

  it('CC-37: the same external id twice is one order', async () => {
    const shop = await createShop()
    const first = order()
    const answers = await Promise.all([shop.push(first), shop.push(first), shop.push(first)])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 201])
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
    expect(await t.db('order_events').where({ order_id: answers[0].body.id })).toHaveLength(1)
  })

  it('CC-37: two backends that get the same order at once store it once', async () => {
    const { client } = await createShop()
    const intakes = [t.createIntake(), t.createIntake(), t.createIntake()]
    for (let round = 0; round < 10; round++) {
      const input = { ...orderExamples.smallest.value, ...order(), delivery: {}, marketingConsent: false, items: [] }
      const submission = { clientId: client.id, input, phone: randomNumber(), idempotency: null }
      const answers = await Promise.all(intakes.map((intake) => intake.receive(submission)))
      expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 201])
      expect(await t.db('customer_phones').where({ client_id: client.id, number: submission.phone })).toHaveLength(1)
    }
  })

  it('RS-28, RS-29: orders with a number in many spellings are orders of one customer', async () => {
    const shop = await createShop()
    const spellings = ['098 765 43 21', '+38 (098) 765-43-21', '380987654321', '00380987654321', '8-098-765-43-21']
    const answers = await Promise.all(
      spellings.map((phone) => shop.push(order({ customer: { name: 'Olena', phone } }))),
    )
    expect(new Set(answers.map((answer) => answer.body.customer.id)).size).toBe(1)
    expect(await t.db('customers').where({ client_id: shop.client.id })).toHaveLength(1)
  })

  it('knows a customer by the shop’s own id when the number is new, and greets by the newest name', async () => {
    const shop = await createShop()
    const first = await shop.push(order({ customer: { name: 'Olena', phone: randomNumber(), externalId: 'c-1' } }))
    const second = await shop.push(
      order({ customer: { name: 'Olena Koval', phone: randomNumber(), externalId: 'c-1' } }),
    )
    expect(second.body.customer.id).toBe(first.body.customer.id)
    expect((await shop.get(`/api/v1/orders/${first.body.id}`)).body.customer.name).toBe('Olena Koval')
  })

  it('gives two shops each a customer of its own for one number', async () => {
    const [one, other] = [await createShop(), await createShop()]
    const body = order()
    const answers = [await one.push(body), await other.push(body)]
    expect(answers.map((answer) => answer.status)).toEqual([201, 201])
    expect(answers[0]?.body.customer.id).not.toBe(answers[1]?.body.customer.id)
  })

  it('finds the customers of orders that come together, and greets each by the newest name', async () => {
    const shop = await createShop()
    const phones = Array.from({ length: 4 }, randomNumber)
    const customers = (name: string) => phones.map((phone, n) => ({ name: `${name} ${n}`, phone }))
    const pushAll = (name: string, email?: string) =>
      Promise.all(
        customers(name).map((customer) => shop.push(order({ customer: { ...customer, ...(email && { email }) } }))),
      )
    const [first, second, third] = [
      await pushAll('Olena', 'olena@example.com'),
      await pushAll('Olena Koval'),
      await pushAll('Olena Koval', 'koval@example.com'),
    ]
    expect(second.map(({ body }) => body.customer)).toEqual(
      first.map(({ body }, n) => ({ ...body.customer, name: `Olena Koval ${n}` })),
    )
    expect(third.map(({ body }) => [body.customer.id, body.customer.email])).toEqual(
      first.map(({ body }) => [body.customer.id, 'koval@example.com']),
    )
    for (const { body } of third) expect((await shop.get(`/api/v1/orders/${body.id}`)).body).toEqual(body)
    expect(await t.db('customers').where({ client_id: shop.client.id })).toHaveLength(4)
  })

  it('stores the new ones of a batch in which one is known, and answers that one', async () => {
    const shop = await createShop()
    const known = order()
    await shop.push(known)
    const answers = await Promise.all([order(), known, order(), order()].map((body) => shop.push(body)))
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 201, 201])
    expect(await t.db('orders').where({ client_id: shop.client.id })).toHaveLength(4)
    expect(await t.db('customers').where({ client_id: shop.client.id })).toHaveLength(4)
  })

  it('stores the others of a batch in which one cannot be stored', async () => {
    const { client } = await createShop()
    const intake = t.createIntake()
    const bad = { ...order(), items: [], delivery: {}, marketingConsent: false, currency: 'NO MONEY' }
    const good = () => ({ ...order(), items: [], delivery: {}, marketingConsent: false })
    const answers = await Promise.allSettled(
      [good(), bad, good()].map((input) =>
        intake.receive({ clientId: client.id, input, phone: randomNumber(), idempotency: null }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await t.db('customers').where({ client_id: client.id })).toHaveLength(2)
  })

  it('stores hundreds that come at once, each once', async () => {
    const shop = await createShop()
    const bodies = Array.from({ length: 200 }, () => order())
    const answers = await Promise.all(bodies.map((body) => shop.push(body)))
    expect(answers.every((answer) => answer.status === 201)).toBe(true)
    expect(await t.db('orders').where({ client_id: shop.client.id })).toHaveLength(200)
  })
})

describe('an Idempotency-Key', () => {
  it('gets the first answer again', async () => {
    const shop = await createShop()
    const body = order()
    const first = await shop.push(body, { 'idempotency-key': 'k-1' })
    const second = await shop.push(body, { 'idempotency-key': '"k-1"' })
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotent-replayed')).toBe('true')
  })

  it('gets the first answer again also for a customer who was known', async () => {
    const shop = await createShop()
    const customer = { name: 'Olena', phone: randomNumber(), email: 'olena@example.com' }
    await shop.push(order({ customer }))
    const body = order({ customer: { name: 'Olena', phone: customer.phone } })
    const first = await shop.push(body, { 'idempotency-key': 'k-1' })
    expect(first.body.customer.email).toBe('olena@example.com')
    expect((await shop.push(body, { 'idempotency-key': 'k-1' })).body).toEqual(first.body)
  })

  it('is refused with another body, and changes nothing', async () => {
    const shop = await createShop()
    await shop.push(order(), { 'idempotency-key': 'k-1' })
    const other = await shop.push(order(), { 'idempotency-key': 'k-1' })
    expect([other.status, problemOf(other).code]).toEqual([422, 'idempotency/key-reused'])
    expect(await t.db('orders').where({ client_id: shop.client.id })).toHaveLength(1)
  })

  it('binds also to the answer "known already"', async () => {
    const shop = await createShop()
    const body = order()
    await shop.push(body)
    const answers = [
      await shop.push(body, { 'idempotency-key': 'k' }),
      await shop.push(body, { 'idempotency-key': 'k' }),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([200, 200])
    expect((await shop.push(order(), { 'idempotency-key': 'k' })).status).toBe(422)
  })

  it('of one shop means nothing to another', async () => {
    const [one, other] = [await createShop(), await createShop()]
    await one.push(order(), { 'idempotency-key': 'same' })
    expect((await other.push(order(), { 'idempotency-key': 'same' })).status).toBe(201)
  })
})

describe('a bad order', () => {
  it.each([
    ['a phone that is none', { customer: { name: 'x', phone: 'call me' } }, '/customer/phone'],
    ['an unknown field', { colour: 'red' }, '/colour'],
    ['a wrong type', { totalMinor: '100' }, '/totalMinor'],
    ['no items', { items: [] }, '/items'],
    ['a fraction of a kopiyka', { items: [{ name: 'x', quantity: 1, priceMinor: 0.5 }] }, '/items/0/priceMinor'],
    ['a date that is none', { delivery: { date: '2026-02-31' } }, '/delivery/date'],
  ])('with %s is refused with a pointer, and changes nothing', async (_what, over, pointer) => {
    const shop = await createShop()
    const answer = await shop.push(order(over))
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(problemOf(answer).errors?.map((error) => error.pointer)).toEqual([pointer])
    expect(await t.db('orders').where({ client_id: shop.client.id })).toHaveLength(0)
    expect(await t.db('customers').where({ client_id: shop.client.id })).toHaveLength(0)
  })

  it('keeps hostile text as text', async () => {
    const shop = await createShop()
    const name = `<script>alert('1')</script>"; DROP TABLE orders; -- \\ 🛒`
    const { body } = await shop.push(order({ comment: name, customer: { name, phone: randomNumber() } }))
    expect((await shop.get(`/api/v1/orders/${body.id}`)).body).toMatchObject({ comment: name, customer: { name } })
  })
})

describe('reading and cancelling', () => {
  it('does not show, list or cancel another shop’s order', async () => {
    const [one, other] = [await createShop(), await createShop()]
    const { body } = await one.push(order())
    expect((await other.get(`/api/v1/orders/${body.id}`)).status).toBe(404)
    expect((await other.cancel(body.id)).status).toBe(404)
    expect((await other.get<{ items: [] }>('/api/v1/orders')).body.items).toEqual([])
    expect((await one.get(`/api/v1/orders/${body.id}`)).body.status).toBe('new')
  })

  it('pages through what has changed without missing or repeating', async () => {
    const shop = await createShop()
    await Promise.all(Array.from({ length: 7 }, () => shop.push(order())))
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const query: string = cursor ? `&cursor=${cursor}` : ''
      const { body } = await shop.get<{ items: OrderView[]; nextCursor: string | null }>(
        `/api/v1/orders?limit=3${query}`,
      )
      seen.push(...body.items.map((item) => item.id))
      cursor = body.nextCursor
    }
    expect(new Set(seen).size).toBe(7)
    expect(seen).toHaveLength(7)
  })

  it('lists by status and by the moment of the last change', async () => {
    const shop = await createShop()
    const { body } = await shop.push(order())
    await shop.push(order())
    const between = new Date(
      (await t.db('orders').where({ id: body.id }).first('updated_at'))!.updated_at!.getTime() + 1,
    )
    await shop.cancel(body.id)
    const ids = async (query: string) =>
      (await shop.get<{ items: OrderView[] }>(`/api/v1/orders?${query}`)).body.items.map((item) => item.id)
    expect(await ids('status=cancelled')).toEqual([body.id])
    expect(await ids(`updatedSince=${between.toISOString()}`)).toContain(body.id)
    expect(await ids('updatedSince=2100-01-01T00:00:00Z')).toEqual([])
    expect((await shop.get('/api/v1/orders?cursor=nonsense')).status).toBe(400)
  })

  it('cancels once, with its history and one message, and never what is confirmed', async () => {
    const shop = await createShop()
    await t.db('clients').where({ id: shop.client.id }).update({ shop_webhook_url: 'http://127.0.0.1:9/' })
    const { body } = await shop.push(order())
    const answers = [await shop.cancel(body.id), await shop.cancel(body.id)]
    expect(answers.map((answer) => [answer.status, answer.body.status])).toEqual([
      [200, 'cancelled'],
      [200, 'cancelled'],
    ])
    expect(await t.db('outbox').where({ order_id: body.id, type: 'order.cancelled' })).toHaveLength(1)
    const confirmed = await shop.push(order())
    await t.db('orders').where({ id: confirmed.body.id }).update({ status: 'confirmed' })
    const refused = await shop.cancel(confirmed.body.id)
    expect([refused.status, problemOf(refused).code]).toEqual([409, 'order/wrong-status'])
  })
})

describe('the documentation', () => {
  type OpenApi = {
    openapi: string
    paths: Record<string, Record<string, { responses: object }>>
    webhooks: object
    components: { schemas: object }
  }

  it('is an OpenAPI 3.1 document of every route, with what each refuses', async () => {
    const { body, status } = await t.bed.ask<OpenApi>('/api/v1/openapi.json')
    expect(status).toBe(200)
    expect(body.openapi).toBe('3.1.0')
    expect(Object.keys(body.paths).sort()).toEqual([
      '/api/v1/do-not-call',
      '/api/v1/orders',
      '/api/v1/orders/{id}',
      '/api/v1/orders/{id}/cancel',
      '/api/v1/orders/{id}/delivered',
    ])
    expect(Object.keys(body.webhooks)).toContain('order.confirmed')
    for (const operations of Object.values(body.paths)) {
      for (const operation of Object.values(operations)) expect(Object.keys(operation.responses)).toContain('401')
    }
  })

  it('says truly what is answered and what is taken', async () => {
    const { body: document } = await t.bed.ask<OpenApi>('/api/v1/openapi.json')
    const ajv = new Ajv2020({ strict: false, formats: { uuid: true, email: true, date: true, 'date-time': true } })
    ajv.addSchema({ $id: 'api', ...document })
    const validOrder = ajv.compile({ $ref: 'api#/components/schemas/Order' })
    const validProblem = ajv.compile({ $ref: 'api#/components/schemas/Problem' })
    const bodySchema = 'api#/paths/~1api~1v1~1orders/post/requestBody/content/application~1json/schema'
    const validInput = ajv.compile({ $ref: bodySchema })
    const shop = await createShop()
    for (const { value } of Object.values(orderExamples)) {
      expect(validInput(value), JSON.stringify(validInput.errors)).toBe(true)
      const answer = await shop.push(value)
      expect(answer.status).toBe(201)
      expect(validOrder(answer.body), JSON.stringify(validOrder.errors)).toBe(true)
    }
    expect(validProblem((await shop.push({})).body)).toBe(true)
  })
})

it('every route says who may call it, and nobody else gets in', async () => {
  await expectGuardedRoutes(t.bed, t.routers)
})

it('a shop’s own people see their shop’s orders and no other', async () => {
  const [one, other] = [await createShop(), await createShop()]
  const mine = await one.push(order())
  const foreign = await other.push(order())
  const headers = await t.bed.as(await createUser(t.db, { role: 'client', client_id: one.client.id }))
  const listed = async (query: string) =>
    (await t.bed.ask<Page<OrderView>>(`/api/orders${query}`, { headers })).body.items.map(({ id }) => id)
  expect(await listed('')).toEqual([mine.body.id])
  expect(await listed(`?clientId=${other.client.id}`)).toEqual([])
  expect((await t.bed.ask(`/api/orders/${foreign.body.id}`, { headers })).status).toBe(404)
  expect((await t.bed.ask(`/api/orders/${foreign.body.id}/timeline`, { headers })).status).toBe(404)
})
