import type { Knex } from '@orderline/db'
import { toDate } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'
import { becauseForbidden } from '../campaigns/number-rules-repository.ts'
import { addOrderEvent } from '../orders/order-repository.ts'

export type Forbidden = { numbers: readonly string[]; clientId: string | null; at: EpochMs }

/**
 * Takes what waits for a dial of these numbers out of the lists, so that nobody hopes for it. What is under way goes
 * on; every later dial asks the list anyway.
 */
export async function blockPending(trx: Knex, forbidden: Forbidden): Promise<void> {
  const { numbers, clientId, at } = forbidden
  const records = trx('dial_records').whereIn('number', numbers).whereIn('status', ['new', 'retry'])
  if (clientId !== null) void records.where({ client_id: clientId })
  const settled = { settled_at: toDate(at), settled_because: becauseForbidden }
  await records.update({ status: 'blocked', next_attempt_at: null, ...settled })
  await exhaustOrders(trx, forbidden)
}

/** Orders are found by their customers' numbers, of which there is an index. */
async function exhaustOrders(trx: Knex, { numbers, clientId, at }: Forbidden): Promise<void> {
  const orders = trx('orders')
    .join('customer_phones', 'customer_phones.customer_id', 'orders.customer_id')
    // The key of customer_phones begins with the client.
    .whereIn('customer_phones.client_id', clientId === null ? trx('clients').select('id') : [clientId])
    .whereIn('customer_phones.number', numbers)
    .whereIn('orders.phone', numbers)
    .whereIn('orders.status', ['new', 'retry'])
  const found = await orders.distinct<{ id: string }[]>('orders.id')
  for (const { id } of found) {
    const open = trx('orders').where({ id }).whereIn('status', ['new', 'retry'])
    if ((await open.update({ status: 'exhausted', next_attempt_at: null })) === 0) continue
    await addOrderEvent(trx, { order_id: id, kind: 'note', text: becauseForbidden, at })
  }
}
