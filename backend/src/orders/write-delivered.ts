import { toDate, toMsOrNull, type Knex, type OrderRow } from '@orderline/db'
import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from '../http/error-codes.ts'
import { invalidRequest } from '../http/validate.ts'
import type { OutboxMessage } from '../webhooks/outbox.ts'
import { addOrderEvent } from './order-repository.ts'

/** "Now" of a system whose clock is a little ahead of ours. */
const clockSlackMs = 5 * 60_000

/** `authorId` null: the shop says it itself. */
type Delivered = { order: OrderRow; deliveredAt: number | null; authorId: string | null; now: number }

/**
 * Of an order that is locked. The same moment said again changes nothing; another one corrects it. The shop is told
 * of what others say.
 */
export async function writeDelivered(trx: Knex.Transaction, delivery: Delivered): Promise<OutboxMessage[]> {
  const { order, deliveredAt, authorId, now } = delivery
  if (deliveredAt === toMsOrNull(order.delivered_at ?? null)) return []
  if (order.handed_over_at === null) {
    const detail = 'Logistics does not have the order yet.'
    throw new AppError<ErrorCode>('order/wrong-status', { orderId: order.id, detail })
  }
  if (deliveredAt !== null) requirePossible(deliveredAt, { from: order.handed_over_at.getTime(), until: now })
  await trx('orders')
    .where({ id: order.id })
    .update({ delivered_at: deliveredAt === null ? null : toDate(deliveredAt) })
  const kind = deliveredAt === null ? 'not-delivered' : 'delivered'
  await addOrderEvent(trx, { order_id: order.id, kind, text: '', at: deliveredAt ?? now, author_id: authorId })
  return authorId === null ? [] : [deliveredMessage(delivery)]
}

function deliveredMessage({ order, deliveredAt }: Delivered): OutboxMessage {
  const data = {
    orderId: order.id,
    externalId: order.external_id,
    number: order.number,
    deliveredAt: deliveredAt === null ? null : new Date(deliveredAt).toISOString(),
  }
  return { clientId: order.client_id, orderId: order.id, target: 'shop', type: 'order.delivered', data }
}

function requirePossible(at: number, { from, until }: { from: number; until: number }): void {
  if (at >= from && at <= until + clockSlackMs) return
  const detail = 'after logistics took the order, and not in the future'
  throw invalidRequest([{ pointer: '/deliveredAt', code: 'out-of-range', detail }])
}
