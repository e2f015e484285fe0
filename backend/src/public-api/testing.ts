import { createApiKey, createClient, randomNumber } from '@orderline/db/testing'
import type { OrderView } from '@orderline/domain/contract'
import type { OrderTestBed } from '../orders/testing.ts'
import { orderExamples } from './examples.ts'

/** A shop that uses the API with a key of its own. */
export async function createTestShop(t: OrderTestBed) {
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

/** The body of an order that no other test has sent. */
export const anOrder = (over: object = {}) => ({
  ...orderExamples.smallest.value,
  externalId: `o-${++counter}`,
  customer: { name: 'Olena', phone: randomNumber() },
  ...over,
})
