import type { Knex } from '@orderline/db'
import { toJson, type OrderRow } from '@orderline/db'
import type { DeliveryRequest } from '@orderline/domain/order'
import type { OutboxMessage } from '../webhooks/outbox.ts'
import { addOrderEvent } from './order-repository.ts'

export type Note = { order: OrderRow; text: string; authorId: string; callId: string | null; at: number }

/**
 * Writes a note into the order's history. When logistics has the order already, it gets the note too, as a whole new
 * revision of the delivery: messages may overtake each other.
 */
export async function writeNote(trx: Knex.Transaction, note: Note): Promise<OutboxMessage[]> {
  const { order, text, authorId, callId, at } = note
  await addOrderEvent(trx, { order_id: order.id, kind: 'note', text, at, author_id: authorId, call_id: callId })
  const delivery = await trx('deliveries').where({ order_id: order.id }).forUpdate().first('id', 'payload')
  if (!delivery) return []
  const author = await trx('users').where({ id: authorId }).first('name')
  // Written by writeConfirmation or by us.
  const before = delivery.payload as DeliveryRequest
  const added = { at: new Date(at).toISOString(), author: author?.name ?? null, text }
  const payload: DeliveryRequest = { ...before, revision: before.revision + 1, notes: [...before.notes, added] }
  await trx('deliveries')
    .where({ id: delivery.id })
    .update({ payload: toJson<Record<string, unknown>>(payload) })
  return [
    {
      clientId: order.client_id,
      orderId: order.id,
      target: 'logistics',
      type: 'delivery.updated',
      data: { ...payload },
    },
  ]
}
