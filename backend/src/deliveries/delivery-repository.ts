import type { Knex } from '@orderline/db'
import { toDate, toMs, toMsOrNull, type DeliveryRow } from '@orderline/db'
import type { DeliveryView } from '@orderline/domain/contract'
import type { DeliveryRequest } from '@orderline/domain/order'
import { newestFirst } from '../administration/paging.ts'
import { addOrderEvent, countRows, searchOrders, type PageOf } from '../orders/order-repository.ts'

/** CC-48: logistics has the order. The first acknowledgement stops the order's clock; later ones change nothing. */
export async function acknowledgeDelivery(trx: Knex, orderId: string, now: number): Promise<void> {
  const changed = await trx('deliveries')
    .where({ order_id: orderId })
    .whereNull('acknowledged_at')
    .update({ acknowledged_at: toDate(now), status: 'acknowledged' })
  if (changed === 0) return
  await trx('orders')
    .where({ id: orderId })
    .update({ handed_over_at: toDate(now) })
  await addOrderEvent(trx, { order_id: orderId, kind: 'handed-over', text: '', at: now })
}

/** Newest first. */
export async function listDeliveries(db: Knex, search: string | undefined, { limit, offset }: PageOf) {
  const narrow = (query: Knex.QueryBuilder) => {
    if (search) void query.whereIn('deliveries.order_id', db('orders').modify(searchOrders, search).select('id'))
  }
  const [rows, total] = await Promise.all([
    db('deliveries')
      .modify(narrow)
      .join('clients', 'clients.id', 'deliveries.client_id')
      .join('orders', 'orders.id', 'deliveries.order_id')
      .orderBy(newestFirst('deliveries.created_at', 'deliveries.id'))
      .limit(limit)
      .offset(offset)
      .select<DeliveryOfOrder[]>('deliveries.*', 'clients.name as client_name', 'orders.delivered_at'),
    countRows(db('deliveries').modify(narrow)),
  ])
  return { items: rows.map(presentDelivery), total }
}

type DeliveryOfOrder = DeliveryRow & { client_name: string; delivered_at: Date | null }

function presentDelivery(row: DeliveryOfOrder): DeliveryView {
  // Written by the orders' own service, in this shape.
  const request = row.payload as DeliveryRequest
  return {
    id: row.id,
    orderId: row.order_id,
    clientName: row.client_name,
    orderNumber: request.number,
    externalId: request.externalId,
    customerName: request.recipient.name,
    customerPhone: request.recipient.phone,
    delivery: request.delivery,
    items: request.items.map(({ name, quantity }) => ({ name, quantity })),
    totalMinor: request.totalMinor,
    currency: request.currency,
    comment: commentOf(request),
    status: row.status,
    createdAt: toMs(row.created_at),
    acknowledgedAt: toMsOrNull(row.acknowledged_at),
    deliveredAt: toMsOrNull(row.delivered_at),
  }
}

/** CC-47: every word that was said about it: the shop's comment, the agents' marks and notes. */
function commentOf({ orderComment, marks, notes }: DeliveryRequest): string | null {
  const lines = [
    ...(orderComment ? [orderComment] : []),
    ...marks.map(({ title, text }) => `${title}: ${text}`),
    ...notes.map(({ author, text }) => (author ? `${author}: ${text}` : text)),
  ]
  return lines.length > 0 ? lines.join('\n') : null
}
