import type { Knex } from '@orderline/db'
import { toDate, toDateOrNull, toJson, toMs, toMsOrNull, type OrderRow } from '@orderline/db'
import type { AttemptOutcome, DialOrder, EpochMs, OrderStatus } from '@orderline/domain/contract'

export type LockedOrder = {
  id: string
  clientId: string
  externalId: string
  customerId: string
  number: string
  status: OrderStatus
  nextAttemptAt: EpochMs | null
  attemptsMade: number
}

export type AttemptFacts = {
  id: string
  number: string
  ordinal: number
  startedAt: EpochMs
  outcome: AttemptOutcome | null
}

/**
 * The only writer of `attempts`, and of what dialling changes in `orders`: status, clock of the dials, plan. Every
 * function works in the transaction that it is given; an order is locked before its attempts.
 */

export async function lockOrder(trx: Knex.Transaction, orderId: string): Promise<LockedOrder | undefined> {
  const row = await trx('orders').where({ id: orderId }).forUpdate().first()
  return row && toLockedOrder(row)
}

export async function findClientTimeZone(trx: Knex.Transaction, clientId: string): Promise<string | undefined> {
  const row = await trx('clients').where({ id: clientId, active: true }).select('time_zone').first()
  return row?.time_zone
}

/** Attempts of an order, oldest first. */
export async function findAttempts(trx: Knex.Transaction, orderId: string): Promise<AttemptFacts[]> {
  const rows = await trx('attempts')
    .where({ order_id: orderId })
    .select('id', 'number', 'ordinal', 'started_at', 'outcome')
    .orderBy('ordinal')
    .limit(1_000)
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    ordinal: row.ordinal,
    startedAt: toMs(row.started_at),
    outcome: row.outcome,
  }))
}

type NumberQuestion = { customerId: string; number: string; since: EpochMs }

/** Attempts of a number since then, for whichever of the customer's orders. */
export async function findAttemptsOfNumber(trx: Knex.Transaction, { customerId, number, since }: NumberQuestion) {
  const rows = await trx('attempts')
    .join('orders', 'orders.id', 'attempts.order_id')
    .where('orders.customer_id', customerId)
    .where('attempts.number', number)
    .where('attempts.started_at', '>=', toDate(since))
    .select<{ started_at: Date; outcome: AttemptOutcome | null }[]>('attempts.started_at', 'attempts.outcome')
    .limit(1_000)
  return rows.map((row) => ({ startedAt: toMs(row.started_at), outcome: row.outcome }))
}

export type NewAttempt = { order: DialOrder; ordinal: number; because: string[]; at: EpochMs }

/** Fails with a duplicate key when the order has an open attempt, or the attempt was made already. */
export async function insertAttempt(trx: Knex.Transaction, { order, ordinal, because, at }: NewAttempt): Promise<void> {
  await trx('attempts').insert({
    id: order.attemptId,
    order_id: order.subject.id,
    // Until the call has an id of its own: {@link assignCall}.
    call_id: order.attemptId,
    agent_id: null,
    number: order.number,
    ordinal,
    allowed_because: toJson(because),
    started_at: toDate(at),
    ended_at: null,
    outcome: null,
    cause: null,
    open_order_id: order.subject.id,
    record_id: null,
    campaign_id: order.campaignId,
    mode: order.mode,
    connected_at: null,
    open_record_id: null,
    open_number: null,
  })
}

export async function assignCall(
  trx: Knex,
  { attemptId, callId, agentId }: { attemptId: string; callId: string; agentId: string | null },
): Promise<void> {
  await trx('attempts').where({ id: attemptId }).update({ call_id: callId, agent_id: agentId })
}

/** Takes back an attempt that has not reached the network; false when it is closed or was never made. */
export async function deleteOpenAttempt(trx: Knex.Transaction, attemptId: string): Promise<boolean> {
  return (await trx('attempts').where({ id: attemptId }).whereNotNull('open_order_id').delete()) === 1
}

export type AttemptEnd = {
  attemptId: string
  outcome: AttemptOutcome
  cause: number | null
  endedAt: EpochMs
}

/** False when it was closed before. */
export async function closeAttempt(trx: Knex.Transaction, end: AttemptEnd): Promise<boolean> {
  const changed = await trx('attempts')
    .where({ id: end.attemptId })
    .whereNotNull('open_order_id')
    .update({ outcome: end.outcome, cause: end.cause, ended_at: toDate(end.endedAt), open_order_id: null })
  return changed === 1
}

/** The order of an attempt that is not closed yet. */
export async function findOrderOfOpenAttempt(trx: Knex.Transaction, attemptId: string): Promise<string | undefined> {
  const row = await trx('attempts').where({ id: attemptId }).whereNotNull('open_order_id').select('order_id').first()
  return row?.order_id ?? undefined
}

/** Open attempts that began before then, oldest first. */
export async function findOpenAttempts(db: Knex, before: EpochMs): Promise<{ id: string; orderId: string }[]> {
  const rows = await db('attempts')
    .whereNotNull('open_order_id')
    .where('started_at', '<', toDate(before))
    .select('id', 'order_id')
    .orderBy('started_at')
    .limit(1_000)
  return rows.flatMap(({ id, order_id }) => (order_id === null ? [] : [{ id, orderId: order_id }]))
}

/** Whether this order has an attempt under way. */
export async function hasOpenAttempt(db: Knex, orderId: string): Promise<boolean> {
  return (await db('attempts').where({ open_order_id: orderId }).select('id').first()) !== undefined
}

export type OrderChange = {
  status?: OrderStatus
  nextAttemptAt?: EpochMs | null
  attemptsMade?: number
  /** Set once: the first stays. */
  firstDialAt?: EpochMs
  contactedAt?: EpochMs
}

/** Changes an order as far as it still is in one of these states; true when it was. */
export async function changeOrder(
  trx: Knex.Transaction,
  { orderId, from, change }: { orderId: string; from: OrderStatus[]; change: OrderChange },
): Promise<boolean> {
  const changed = await trx('orders').where({ id: orderId }).whereIn('status', from).update(columnsOf(trx, change))
  return changed === 1
}

/** Changes what is true of an order whatever its state. */
export async function noteOnOrder(trx: Knex.Transaction, orderId: string, change: OrderChange): Promise<void> {
  await trx('orders').where({ id: orderId }).update(columnsOf(trx, change))
}

function columnsOf(trx: Knex.Transaction, change: OrderChange): Record<string, unknown> {
  const first = (column: string, at: EpochMs) => trx.raw(`coalesce(${column}, ?)`, [toDate(at)])
  return {
    ...(change.status !== undefined && { status: change.status }),
    ...(change.nextAttemptAt !== undefined && { next_attempt_at: toDateOrNull(change.nextAttemptAt) }),
    ...(change.attemptsMade !== undefined && { attempts_made: change.attemptsMade }),
    ...(change.firstDialAt !== undefined && { first_dial_at: first('first_dial_at', change.firstDialAt) }),
    ...(change.contactedAt !== undefined && { contacted_at: first('contacted_at', change.contactedAt) }),
  }
}

function toLockedOrder(row: OrderRow): LockedOrder {
  return {
    id: row.id,
    clientId: row.client_id,
    externalId: row.external_id,
    customerId: row.customer_id,
    number: row.phone,
    status: row.status,
    nextAttemptAt: toMsOrNull(row.next_attempt_at),
    attemptsMade: row.attempts_made,
  }
}
