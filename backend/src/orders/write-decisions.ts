import type { Knex } from '@orderline/db'
import { toDate, type OrderRow } from '@orderline/db'
import { isOpen } from '@orderline/domain/order'
import { AppError } from '@orderline/runtime/errors'
import { longestPlanDays, longestPlanMs } from '../callbacks/longest-plan.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import { invalidRequest } from '../http/validate.ts'
import type { OutboxMessage } from '../webhooks/outbox.ts'
import { addOrderEvent } from './order-repository.ts'

/** Who did it: a person of ours, in a call or not; `null` is the shop itself. */
export type Actor = { userId: string | null; callId: string | null }

/** What happens to a locked order, by whom and when. */
type Decision = { order: OrderRow; actor: Actor; at: number }

/** Errors: `order/wrong-status` for an order that is confirmed or cancelled. */
export function requireOpen(order: OrderRow): void {
  if (isOpen(order.status)) return
  throw new AppError<ErrorCode>('order/wrong-status', { detail: `The order is ${order.status}.` })
}

/** What is cancelled already stays as it is, without a second message. */
export async function writeCancellation(
  trx: Knex.Transaction,
  { order, reason, actor, at }: Decision & { reason: string },
): Promise<OutboxMessage[]> {
  if (order.status === 'cancelled') return []
  requireOpen(order)
  const change = { status: 'cancelled' as const, cancel_reason: reason.slice(0, 300), next_attempt_at: null }
  await trx('orders').where({ id: order.id }).update(change)
  await addOrderEvent(trx, { order_id: order.id, kind: 'cancelled', text: reason, at, ...authorOf(actor) })
  return [cancelledMessage({ order, reason, actor, at })]
}

/**
 * The next attempt is at `callbackAt`, by this agent (null: anyone who fits), and the promise is in the history for
 * whoever calls then.
 */
export async function writeCallback(
  trx: Knex.Transaction,
  {
    order,
    callbackAt,
    agentId,
    note,
    actor,
    at,
  }: Decision & { callbackAt: number; agentId: string | null; note: string },
): Promise<OutboxMessage[]> {
  requireOpen(order)
  requireSensibleTime(callbackAt, at)
  await trx('orders')
    .where({ id: order.id })
    .update({
      status: 'retry',
      next_attempt_at: toDate(callbackAt),
      promised_at: toDate(callbackAt),
      promised_agent_id: agentId,
    })
  return writePromise(trx, { order, callbackAt, note, actor, at })
}

/** The history's line of a promise, which is also since when the order's clock takes it for postponed. */
export async function writePromise(
  trx: Knex.Transaction,
  { order, callbackAt, note = '', actor, at }: Decision & { callbackAt: number; note?: string },
): Promise<OutboxMessage[]> {
  const text = [new Date(callbackAt).toISOString(), note].filter(Boolean).join(' ').slice(0, 2_000)
  await addOrderEvent(trx, { order_id: order.id, kind: 'callback', text, at, ...authorOf(actor) })
  return []
}

function authorOf({ userId, callId }: Actor) {
  return { author_id: userId, call_id: callId }
}

function requireSensibleTime(at: number, now: number): void {
  if (at > now && at < now + longestPlanMs) return
  const detail = `a time from now on, within ${longestPlanDays} days`
  throw invalidRequest([{ pointer: '/callbackAt', code: 'out-of-range', detail }])
}

function cancelledMessage({ order, reason, actor, at }: Decision & { reason: string }): OutboxMessage {
  const data = {
    orderId: order.id,
    externalId: order.external_id,
    number: order.number,
    status: 'cancelled',
    reason,
    cancelledBy: actor.userId ? 'centre' : 'shop',
    cancelledAt: new Date(at).toISOString(),
  } as const
  return { clientId: order.client_id, orderId: order.id, target: 'shop', type: 'order.cancelled', data }
}
