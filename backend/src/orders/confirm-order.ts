import type { Knex } from '@orderline/db'
import { toDate, toJson, toMs, type CustomerRow, type OrderRow } from '@orderline/db'
import type { OrderDelivery } from '@orderline/domain/contract'
import { deliveryRequest, type CustomerChanges, type DeliveryNote, type DeliveryRequest } from '@orderline/domain/order'
import type { Mark } from '@orderline/domain/questionnaire'
import { createId } from '@orderline/runtime/ids'
import type { OutboxMessage } from '../webhooks/outbox.ts'
import { addOrderEvent } from './order-repository.ts'

export type Confirmation = {
  /** Locked in this transaction and open. */
  order: OrderRow
  delivery: OrderDelivery
  customer: CustomerChanges
  marks: Mark[]
  agentId: string
  callId: string | null
  at: number
}

/**
 * Writes a confirmed order, its history, the customer's news and the delivery; answers the messages that belong into
 * the outbox of the same transaction.
 */
export async function writeConfirmation(trx: Knex.Transaction, confirmation: Confirmation): Promise<OutboxMessage[]> {
  const { order, delivery, customer, agentId, callId, at } = confirmation
  await trx('orders')
    .where({ id: order.id })
    .update({
      status: 'confirmed',
      delivery: toJson(delivery),
      confirmed_at: toDate(at),
      next_attempt_at: null,
      responsible_id: agentId,
    })
  if (Object.keys(customer).length > 0) await updateCustomer(trx, order.customer_id, customer)
  await addOrderEvent(trx, { order_id: order.id, kind: 'confirmed', text: '', at, author_id: agentId, call_id: callId })
  const request = await createRequest(trx, confirmation)
  await trx('deliveries').insert({
    id: request.deliveryId,
    order_id: order.id,
    client_id: order.client_id,
    payload: toJson<Record<string, unknown>>(request),
    status: 'requested',
    created_at: toDate(at),
  })
  return messagesOf(order, request)
}

async function updateCustomer(trx: Knex.Transaction, id: string, changes: CustomerChanges): Promise<void> {
  // What was not answered is left out of the object, not undefined in it: zod sees to that.
  await trx('customers')
    .where({ id })
    .update(changes as Partial<CustomerRow>)
}

async function createRequest(trx: Knex.Transaction, confirmation: Confirmation): Promise<DeliveryRequest> {
  const { order, delivery, marks, agentId, at } = confirmation
  const [shop, customer, agent, notes] = await Promise.all([
    trx('clients').where({ id: order.client_id }).first('code', 'name'),
    trx('customers').where({ id: order.customer_id }).first('name', 'email'),
    trx('users').where({ id: agentId }).first('name'),
    findNotes(trx, order.id),
  ])
  return deliveryRequest({
    deliveryId: createId(),
    order: {
      id: order.id,
      externalId: order.external_id,
      number: order.number,
      phone: order.phone,
      items: order.items,
      totalMinor: Number(order.total_minor),
      currency: order.currency,
      comment: order.comment,
    },
    shop: shop ?? { code: '', name: '' },
    customer: customer ?? { name: '', email: null },
    delivery,
    marks,
    notes,
    agentName: agent?.name ?? null,
    receivedAt: toMs(order.received_at),
    confirmedAt: at,
  })
}

/** Notes of this contact and of all before it. */
async function findNotes(trx: Knex.Transaction, orderId: string): Promise<DeliveryNote[]> {
  const rows = await trx('order_events')
    .leftJoin('users', 'users.id', 'order_events.author_id')
    .where({ order_id: orderId, kind: 'note' })
    .orderBy('at')
    .limit(100)
    .select<
      {
        at: Date
        text: string
        author: string | null
      }[]
    >('order_events.at', 'order_events.text', 'users.name as author')
  return rows.map(({ at, text, author }) => ({ at: at.toISOString(), author, text }))
}

function messagesOf(order: OrderRow, request: DeliveryRequest): OutboxMessage[] {
  const { deliveryId, ...told } = request
  const about = { clientId: order.client_id, orderId: order.id }
  return [
    { ...about, target: 'shop', type: 'order.confirmed', data: { ...told, status: 'confirmed' } },
    { ...about, target: 'logistics', type: 'delivery.requested', data: { ...told, deliveryId } },
  ]
}
