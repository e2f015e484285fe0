import { afterAll, beforeAll, expect, it } from 'vitest'
import type { CustomerDetailView, CustomerView, Page } from '@orderline/domain/contract'
import { createClient, createCustomer, createOrder, createQueue, createUser, randomNumber } from '@orderline/db/testing'
import { createOrderTestBed, type OrderTestBed } from '../orders/testing.ts'

let t: OrderTestBed
beforeAll(async () => {
  t = await createOrderTestBed()
})
afterAll(() => t.close())

/** One whose queue asks for no skill: every agent serves it. */
async function createServedClient() {
  return createClient(t.db, { order_queue_id: (await createQueue(t.db)).id })
}

it('RS-04, RS-30: an unknown caller becomes a customer and is said to be new, once', async () => {
  const { id: clientId } = await createClient(t.db)
  const number = randomNumber()
  const first = await t.customers.findOrCreate({ clientId, number, name: 'Соломія 🌻' })
  const second = await t.customers.findOrCreate({ clientId, number })
  expect([first.isNew, second.isNew]).toEqual([true, false])
  expect(second.customer).toEqual(first.customer)
})

it('RS-08: the number of the contact is the caller’s, in E.164', async () => {
  const { id: clientId } = await createClient(t.db)
  const { customer } = await t.customers.findOrCreate({ clientId, number: '+380981234567' })
  expect(customer.phones).toEqual(['+380981234567'])
})

it('RS-28: two calls from one number at once make one contact', async () => {
  const { id: clientId } = await createClient(t.db)
  for (let round = 0; round < 20; round++) {
    const number = randomNumber()
    const found = await Promise.all(Array.from({ length: 5 }, () => t.customers.findOrCreate({ clientId, number })))
    expect(new Set(found.map(({ customer }) => customer.id)).size).toBe(1)
    expect(found.filter(({ isNew }) => isNew)).toHaveLength(1)
  }
  expect(await t.db('customers').where({ client_id: clientId })).toHaveLength(20)
})

it('CC-13: a customer is found by any spelling of the number, and by name', async () => {
  const { id } = await createClient(t.db)
  const customer = await createCustomer(t.db, { client_id: id, name: 'Zoriana 100% real', phone: '+380971112233' })
  const headers = await t.bed.as(await createUser(t.db, { role: 'supervisor' }))
  for (const search of ['097 111 22 33', '+38 (097) 111-22-33', '380971112233', '100% re', 'zoriana']) {
    const { body } = await t.bed.ask<Page<CustomerView>>(`/api/customers?search=${encodeURIComponent(search)}`, {
      headers,
    })
    expect(body.items.map((one) => one.id)).toEqual([customer.id])
  }
})

it('a shop’s own people see their customers and no other; agents see no whole numbers', async () => {
  const [one, other] = [await createServedClient(), await createServedClient()]
  const mine = await createCustomer(t.db, { client_id: one.id })
  const foreign = await createCustomer(t.db, { client_id: other.id })
  const shop = await t.bed.as(await createUser(t.db, { role: 'client', client_id: one.id }))
  const agent = await t.bed.as(await createUser(t.db))
  expect(
    (await t.bed.ask<Page<CustomerView>>('/api/customers', { headers: shop })).body.items.map((c) => c.id),
  ).toEqual([mine.id])
  expect((await t.bed.ask(`/api/customers/${foreign.id}`, { headers: shop })).status).toBe(404)
  const seen = await t.bed.ask<CustomerDetailView>(`/api/customers/${mine.id}`, { headers: agent })
  expect(seen.body.phones[0]).toContain('•')
})

it('RS-18: the card has contact data, orders and what was said, of this customer only', async () => {
  const client = await createServedClient()
  const contact = { name: 'Olena', email: 'olena@example.com', city: 'Львів' }
  const [olena, other] = [
    await createCustomer(t.db, { client_id: client.id, ...contact }),
    await createCustomer(t.db, { client_id: client.id }),
  ]
  const placeOrder = (customer: string, at: number) =>
    createOrder(t.db, { client_id: client.id, customer_id: customer, received_at: new Date(at) })
  const [older, newer, foreign] = [
    await placeOrder(olena.id, 1e12),
    await placeOrder(olena.id, 2e12),
    await placeOrder(other.id, 2e12),
  ]
  const author = await createUser(t.db, { role: 'supervisor', name: 'Maria' })
  for (const order of [older, foreign])
    await t.orders.addNote(order.id, { text: `about ${order.id}`, authorId: author.id })
  const { body } = await t.bed.ask<CustomerDetailView>(`/api/customers/${olena.id}`, {
    headers: await t.bed.as(author),
  })
  expect(body).toMatchObject({ ...contact, phones: [olena.phone] })
  expect(body.lastOrders.map(({ id }) => id)).toEqual([newer.id, older.id])
  expect(body.lastContacts).toMatchObject([{ kind: 'note', author: 'Maria', text: `about ${older.id}` }])
})

it('a customer’s card is changed field by field, and by those who may', async () => {
  const client = await createServedClient()
  const { id } = await createCustomer(t.db, { client_id: client.id, city: 'Львів' })
  const change = async (body: object, role: 'agent' | 'client') => {
    const headers = await t.bed.as(await createUser(t.db, { role, client_id: role === 'client' ? client.id : null }))
    return t.bed.ask<CustomerDetailView>(`/api/customers/${id}`, { method: 'PATCH', body, headers })
  }
  expect((await change({ note: 'prefers evenings' }, 'agent')).body).toMatchObject({
    note: 'prefers evenings',
    city: 'Львів',
  })
  expect((await change({ phones: [] }, 'agent')).status).toBe(400)
  expect((await change({ note: 'x' }, 'client')).status).toBe(403)
})
