import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomNumber } from '@orderline/db/testing'
import { problemOf } from '../http/testing.ts'
import { findTimeline } from '../orders/order-timeline.ts'
import { createOrderTestBed, type OrderTestBed } from '../orders/testing.ts'
import { orderExamples } from './examples.ts'
import { anOrder, createTestShop } from './testing.ts'

let t: OrderTestBed
beforeAll(async () => {
  t = await createOrderTestBed()
})
afterAll(() => t.close())
const createShop = () => createTestShop(t)

describe('pushing an order', () => {
  it('CC-37: it is stored with its customer, due at once, and the dialer is woken', async () => {
    const shop = await createShop()
    const wakesBefore = t.wakes.dialer
    const { status, body, headers } = await shop.push(anOrder({ customer: { name: 'Olena', phone: '098 123 45 67' } }))
    expect(status).toBe(201)
    expect(headers.get('location')).toBe(`/api/v1/orders/${body.id}`)
    expect(body).toMatchObject({ status: 'new', customer: { name: 'Olena', phone: '+380981234567' } })
    expect(t.wakes.dialer).toBe(wakesBefore + 1)
    expect((await shop.get(`/api/v1/orders/${body.id}`)).body).toEqual(body)
  })

  it('refuses a moment that no database can hold', async () => {
    const { status, body } = await (await createShop()).push(anOrder({ placedAt: '9999-12-31T23:59:59-14:00' }))
    expect(status).toBe(400)
    expect(body).toMatchObject({ errors: [{ pointer: '/placedAt' }] })
  })

  it('CC-37: the same external id twice is one order', async () => {
    const shop = await createShop()
    const first = anOrder()
    const answers = await Promise.all([shop.push(first), shop.push(first), shop.push(first)])
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 200, 201])
    expect(new Set(answers.map((answer) => answer.body.id)).size).toBe(1)
    expect(await findTimeline(t.db, answers[0].body.id)).toMatchObject([{ kind: 'received', text: first.externalId }])
  })

  it('CC-37: two backends that get the same order at once store it once', async () => {
    const { client } = await createShop()
    const intakes = [t.createIntake(), t.createIntake(), t.createIntake()]
    for (let round = 0; round < 10; round++) {
      const input = { ...orderExamples.smallest.value, ...anOrder(), delivery: {}, marketingConsent: false, items: [] }
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
      spellings.map((phone) => shop.push(anOrder({ customer: { name: 'Olena', phone } }))),
    )
    expect(new Set(answers.map((answer) => answer.body.customer.id)).size).toBe(1)
    expect(await t.db('customers').where({ client_id: shop.client.id })).toHaveLength(1)
  })

  it('knows a customer by the shop’s own id when the number is new, and greets by the newest name', async () => {
    const shop = await createShop()
    const first = await shop.push(anOrder({ customer: { name: 'Olena', phone: randomNumber(), externalId: 'c-1' } }))
    const second = await shop.push(
      anOrder({ customer: { name: 'Olena Koval', phone: randomNumber(), externalId: 'c-1' } }),
    )
    expect(second.body.customer.id).toBe(first.body.customer.id)
    expect((await shop.get(`/api/v1/orders/${first.body.id}`)).body.customer.name).toBe('Olena Koval')
  })

  it('gives two shops each a customer of its own for one number', async () => {
    const [one, other] = [await createShop(), await createShop()]
    const body = anOrder()
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
        customers(name).map((customer) => shop.push(anOrder({ customer: { ...customer, ...(email && { email }) } }))),
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
    const known = anOrder()
    await shop.push(known)
    const answers = await Promise.all([anOrder(), known, anOrder(), anOrder()].map((body) => shop.push(body)))
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 201, 201])
    expect(await t.db('orders').where({ client_id: shop.client.id })).toHaveLength(4)
    expect(await t.db('customers').where({ client_id: shop.client.id })).toHaveLength(4)
  })

  it('stores the others of a batch in which one cannot be stored', async () => {
    const { client } = await createShop()
    const intake = t.createIntake()
    const bad = { ...anOrder(), items: [], delivery: {}, marketingConsent: false, currency: 'NO MONEY' }
    const good = () => ({ ...anOrder(), items: [], delivery: {}, marketingConsent: false })
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
    const bodies = Array.from({ length: 200 }, () => anOrder())
    const answers = await Promise.all(bodies.map((body) => shop.push(body)))
    expect(answers.every((answer) => answer.status === 201)).toBe(true)
    expect(await t.db('orders').where({ client_id: shop.client.id })).toHaveLength(200)
  })
})

describe('an Idempotency-Key', () => {
  it('gets the first answer again', async () => {
    const shop = await createShop()
    const body = anOrder()
    const first = await shop.push(body, { 'idempotency-key': 'k-1' })
    const second = await shop.push(body, { 'idempotency-key': '"k-1"' })
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body).toEqual(first.body)
    expect(second.headers.get('idempotent-replayed')).toBe('true')
  })

  it('gets the first answer again also for a customer who was known', async () => {
    const shop = await createShop()
    const customer = { name: 'Olena', phone: randomNumber(), email: 'olena@example.com' }
    await shop.push(anOrder({ customer }))
    const body = anOrder({ customer: { name: 'Olena', phone: customer.phone } })
    const first = await shop.push(body, { 'idempotency-key': 'k-1' })
    expect(first.body.customer.email).toBe('olena@example.com')
    expect((await shop.push(body, { 'idempotency-key': 'k-1' })).body).toEqual(first.body)
  })

  it('is refused with another body, and changes nothing', async () => {
    const shop = await createShop()
    await shop.push(anOrder(), { 'idempotency-key': 'k-1' })
    const other = await shop.push(anOrder(), { 'idempotency-key': 'k-1' })
    expect([other.status, problemOf(other).code]).toEqual([422, 'idempotency/key-reused'])
    expect(await t.db('orders').where({ client_id: shop.client.id })).toHaveLength(1)
  })

  it('is the same one with blanks before its closing quote, as MariaDB compares', async () => {
    const shop = await createShop()
    const body = anOrder()
    const first = await shop.push(body, { 'idempotency-key': '"k-1"' })
    expect((await shop.push(body, { 'idempotency-key': '"k-1 "' })).body).toEqual(first.body)
    expect((await shop.push(anOrder(), { 'idempotency-key': '"k-1 "' })).status).toBe(422)
  })

  it('binds also to the answer "known already"', async () => {
    const shop = await createShop()
    const body = anOrder()
    await shop.push(body)
    const answers = [
      await shop.push(body, { 'idempotency-key': 'k' }),
      await shop.push(body, { 'idempotency-key': 'k' }),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([200, 200])
    expect((await shop.push(anOrder(), { 'idempotency-key': 'k' })).status).toBe(422)
  })

  it('of one shop means nothing to another', async () => {
    const [one, other] = [await createShop(), await createShop()]
    await one.push(anOrder(), { 'idempotency-key': 'same' })
    expect((await other.push(anOrder(), { 'idempotency-key': 'same' })).status).toBe(201)
  })
})

describe('a bad order', () => {
  it.each([
    ['a phone that whoever calls pays for', { customer: { name: 'x', phone: '+380900212345' } }, '/customer/phone'],
    ['a phone that is none', { customer: { name: 'x', phone: 'call me' } }, '/customer/phone'],
    ['an unknown field', { colour: 'red' }, '/colour'],
    ['a wrong type', { totalMinor: '100' }, '/totalMinor'],
    ['no items', { items: [] }, '/items'],
    ['a fraction of a kopiyka', { items: [{ name: 'x', quantity: 1, priceMinor: 0.5 }] }, '/items/0/priceMinor'],
    ['a date that is none', { delivery: { date: '2026-02-31' } }, '/delivery/date'],
  ])('RS-22: with %s is refused with a pointer, and changes nothing', async (_what, over, pointer) => {
    const shop = await createShop()
    const answer = await shop.push(anOrder(over))
    expect(answer.status).toBe(400)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(problemOf(answer).errors?.map((error) => error.pointer)).toEqual([pointer])
    expect(await t.db('orders').where({ client_id: shop.client.id })).toHaveLength(0)
    expect(await t.db('customers').where({ client_id: shop.client.id })).toHaveLength(0)
  })

  it('keeps hostile text as text', async () => {
    const shop = await createShop()
    const name = `<script>alert('1')</script>"; DROP TABLE orders; -- \\ 🛒`
    const { body } = await shop.push(anOrder({ comment: name, customer: { name, phone: randomNumber() } }))
    expect((await shop.get(`/api/v1/orders/${body.id}`)).body).toMatchObject({ comment: name, customer: { name } })
  })
})
