import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createClient, createCustomer, createOrder, createUser } from '@orderline/db/testing'
import type { OrderView, Page } from '@orderline/domain/contract'
import { problemOf } from '../http/testing.ts'
import { createOrderTestBed, type OrderTestBed } from './testing.ts'

let t: OrderTestBed
beforeAll(async () => {
  t = await createOrderTestBed()
})
afterAll(() => t.close())

it('each order stands once on the pages of the list, also of those that came in one millisecond', async () => {
  const ids = Array.from({ length: 25 }, () => randomUUID())
  // Of several shops, as a list without a filter has them.
  for (const id of ids) {
    const client = await createClient(t.db)
    const customer = await createCustomer(t.db, { client_id: client.id })
    const of = { client_id: client.id, customer_id: customer.id }
    await createOrder(t.db, { id, ...of, received_at: new Date('2026-01-01') })
  }
  const headers = await t.bed.as(await createUser(t.db, { role: 'supervisor' }))
  const page = async (offset: number) => {
    const path = `/api/orders?limit=7&offset=${offset}`
    return (await t.bed.ask<Page<OrderView>>(path, { headers })).body.items.map(({ id }) => id)
  }
  expect((await Promise.all([0, 7, 14, 21].map(page))).flat()).toEqual(ids.sort().reverse())
})

it('a moment that no clock will show is refused, as is one that is no whole number', async () => {
  const headers = await t.bed.as(await createUser(t.db, { role: 'supervisor' }))
  for (const from of ['9000000000000000', '1.5', '-1', 'now']) {
    const answer = await t.bed.ask(`/api/orders?from=${from}`, { headers })
    expect([answer.status, problemOf(answer).errors?.map(({ pointer }) => pointer)]).toEqual([400, ['?from']])
  }
})

it('RS-29: an order is found by the number of its customer, or a part of it, in any spelling', async () => {
  const client = await createClient(t.db)
  const customer = await createCustomer(t.db, { client_id: client.id })
  const of = { client_id: client.id, customer_id: customer.id }
  const { id } = await createOrder(t.db, { ...of, phone: '+380987654321' })
  await createOrder(t.db, { ...of, phone: '+380671112233' })
  const headers = await t.bed.as(await createUser(t.db, { role: 'supervisor' }))
  for (const search of ['+38 098 765 43 21', '098-765-43-21', '0987654', '765 43 21']) {
    const path = `/api/orders?search=${encodeURIComponent(search)}`
    const { items } = (await t.bed.ask<Page<OrderView>>(path, { headers })).body
    expect([search, items.map((order) => order.id)]).toEqual([search, [id]])
  }
})
