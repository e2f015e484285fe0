import type { AttemptView, OrderInput, OrderView } from '@orderline/domain/contract'
import { maskPhone } from '@orderline/domain/phone'
import { toMs, toMsOrNull, type AttemptRow, type OrderRow } from '@orderline/db'

export type OrderWithNames = OrderRow & {
  customer_name: string
  customer_email: string | null
  responsible_name: string | null
}
export type AttemptWithName = AttemptRow & { agent_name: string | null }

/** The only shape in which an order leaves: to shops, screens and cards alike. */
export function presentOrder(order: OrderWithNames, attempts: AttemptWithName[]): OrderView {
  return {
    id: order.id,
    clientId: order.client_id,
    externalId: order.external_id,
    number: order.number,
    status: order.status,
    customer: { id: order.customer_id, name: order.customer_name, phone: order.phone, email: order.customer_email },
    items: order.items,
    totalMinor: Number(order.total_minor),
    currency: order.currency,
    delivery: order.delivery,
    comment: order.comment,
    source: order.source,
    clock: {
      placedAt: toMs(order.placed_at),
      receivedAt: toMs(order.received_at),
      firstDialAt: toMsOrNull(order.first_dial_at),
      contactedAt: toMsOrNull(order.contacted_at),
      confirmedAt: toMsOrNull(order.confirmed_at),
      handedOverAt: toMsOrNull(order.handed_over_at),
      deliveredAt: toMsOrNull(order.delivered_at ?? null),
    },
    nextAttemptAt: toMsOrNull(order.next_attempt_at),
    attempts: attempts.map(presentAttempt),
    cancelReason: order.cancel_reason,
    responsibleName: order.responsible_name,
    ...(order.by_hand && { isByHand: true as const }),
  }
}

/** For those who may not take numbers along. */
export function maskOrder(order: OrderView): OrderView {
  return { ...order, customer: { ...order.customer, phone: maskPhone(order.customer.phone) } }
}

function presentAttempt(attempt: AttemptWithName): AttemptView {
  return {
    id: attempt.id,
    number: attempt.ordinal,
    startedAt: toMs(attempt.started_at),
    endedAt: toMsOrNull(attempt.ended_at),
    outcome: attempt.outcome,
    cause: attempt.cause,
    callId: attempt.call_id,
    agentName: attempt.agent_name,
  }
}

export type ReceivedOrder = {
  id: string
  clientId: string
  customer: OrderView['customer']
  input: OrderInput
  receivedAt: number
}

/** An order as it is at the moment it was received, without asking the database again. */
export function presentReceived({ id, clientId, customer, input, receivedAt }: ReceivedOrder): OrderView {
  return {
    id,
    clientId,
    externalId: input.externalId,
    number: input.number ?? input.externalId,
    status: 'new',
    customer,
    items: input.items,
    totalMinor: input.totalMinor,
    currency: input.currency,
    delivery: input.delivery,
    comment: input.comment ?? null,
    source: input.source ?? null,
    clock: {
      placedAt: input.placedAt ? Date.parse(input.placedAt) : receivedAt,
      receivedAt,
      firstDialAt: null,
      contactedAt: null,
      confirmedAt: null,
      handedOverAt: null,
      deliveredAt: null,
    },
    nextAttemptAt: receivedAt,
    attempts: [],
    cancelReason: null,
    responsibleName: null,
  }
}
