import type { Knex } from '@orderline/db'
import {
  promiseSourceOfOrder,
  toDate,
  toDateOrNull,
  toMs,
  toMsOrNull,
  type DialRecordRow,
  type OrderRow,
} from '@orderline/db'
import type {
  AttemptOutcome,
  CallbackSource,
  DialSubject,
  EpochMs,
  OrderStatus,
  RecordStatus,
} from '@orderline/domain/contract'
import type { Promised } from '@orderline/domain/dialing'

/** What is dialled, an order or a record, as far as dialling is concerned; locked until the transaction ends. */
export type LockedSubject = {
  subject: DialSubject
  campaignId: string | null
  clientId: string
  customerId: string | null
  /** The order that it is about: itself, or that of a callback. */
  orderId: string | null
  /** The shop's own id of it; null for a record. */
  externalId: string | null
  number: string
  status: SubjectStatus
  nextAttemptAt: EpochMs | null
  attemptsMade: number
  /** A call that the customer was promised or asked for. */
  isPromised: boolean
  promised: Promised | null
  /** Since when an agent who dials it by hand waits for it; null for all others. */
  byHandSince: EpochMs | null
  /** Who dials it by hand. */
  byHandOf: string | null
}

export type SubjectStatus = OrderStatus | RecordStatus
/** States that both have, and in which dialling leaves what it has settled. */
export type DialedStatus = 'new' | 'retry' | 'dialing' | 'talking' | 'exhausted' | 'done' | 'skipped' | 'blocked'

export type SubjectChange = {
  status?: DialedStatus
  nextAttemptAt?: EpochMs | null
  attemptsMade?: number
  /** Of a record. */
  lastOutcome?: AttemptOutcome
  /** The promise was kept, or could not be: what follows is an ordinary attempt. */
  isPromiseOver?: boolean
  /** We owe a call to the one whom we left without an agent. */
  owedAt?: EpochMs
  /** Of a record that dialling is done with. */
  settledAt?: EpochMs
  settledBecause?: string
}

/** By what a line of the log finds it. */
export function namesOf({ kind, id }: DialSubject): { orderId: string } | { recordId: string } {
  return kind === 'order' ? { orderId: id } : { recordId: id }
}

/** Undefined when it is gone. */
export async function lockSubject(trx: Knex.Transaction, subject: DialSubject): Promise<LockedSubject | undefined> {
  if (subject.kind === 'order') {
    const row = await trx('orders').where({ id: subject.id }).forUpdate().first()
    return row && fromOrder(row, await promisedOn(trx, row))
  }
  const row = await trx('dial_records').where({ id: subject.id }).forUpdate().first()
  return row && fromRecord(row)
}

export type ChangeSubject = { subject: DialSubject; from: readonly SubjectStatus[]; change: SubjectChange }

/** Changes it as far as it still is in one of these states; true when it was. */
export async function changeSubject(trx: Knex.Transaction, { subject, from, change }: ChangeSubject): Promise<boolean> {
  const changed = await tableOf(trx, subject).whereIn('status', from).update(columnsOf(subject, change))
  return changed === 1
}

/** Changes what is true of it whatever its state. */
export async function noteOnSubject(trx: Knex.Transaction, subject: DialSubject, change: SubjectChange): Promise<void> {
  await tableOf(trx, subject).update(columnsOf(subject, change))
}

/** The clock of an order's dials; the first moment of each stays. */
export async function noteDialsOfOrder(
  trx: Knex.Transaction,
  orderId: string,
  { firstDialAt, contactedAt }: { firstDialAt: EpochMs | null; contactedAt: EpochMs | null },
): Promise<void> {
  if (firstDialAt === null && contactedAt === null) return
  const first = (column: string, at: EpochMs) => trx.raw('coalesce(??, ?)', [column, toDate(at)])
  await trx('orders')
    .where({ id: orderId })
    .update({
      ...(firstDialAt !== null && { first_dial_at: first('first_dial_at', firstDialAt) }),
      ...(contactedAt !== null && { contacted_at: first('contacted_at', contactedAt) }),
    })
}

/** Nobody talked after all to the customer who was reached at that moment. */
export async function forgetContact(trx: Knex.Transaction, orderId: string, contactedAt: EpochMs): Promise<void> {
  await trx('orders')
    .where({ id: orderId, contacted_at: toDate(contactedAt) })
    .update({ contacted_at: null })
}

function tableOf(trx: Knex.Transaction, { kind, id }: DialSubject): Knex.QueryBuilder {
  return trx<Record<string, unknown>>(kind === 'order' ? 'orders' : 'dial_records').where({ id })
}

function columnsOf({ kind }: DialSubject, change: SubjectChange): Record<string, unknown> {
  const ofRecord = kind === 'record'
  return {
    ...(change.status !== undefined && { status: ofRecord ? change.status : statusOfOrder(change.status) }),
    ...(change.nextAttemptAt !== undefined && { next_attempt_at: toDateOrNull(change.nextAttemptAt) }),
    ...(change.attemptsMade !== undefined && { attempts_made: change.attemptsMade }),
    ...(change.isPromiseOver && { promised_at: null, promised_agent_id: null }),
    ...(change.owedAt !== undefined && { promised_at: toDate(change.owedAt), promised_agent_id: null }),
    ...(ofRecord && change.owedAt !== undefined && { callback_source: 'abandoned' }),
    ...(ofRecord && change.lastOutcome !== undefined && { last_outcome: change.lastOutcome }),
    ...(ofRecord && change.settledAt !== undefined && { settled_at: toDate(change.settledAt) }),
    ...(ofRecord && change.status !== undefined && { settled_because: change.settledBecause?.slice(0, 200) ?? null }),
  }
}

/** An order that dialling is done with waits for a person, whatever the reason: its history says which. */
function statusOfOrder(status: DialedStatus): DialedStatus {
  return status === 'done' || status === 'skipped' || status === 'blocked' ? 'exhausted' : status
}

async function promisedOn(trx: Knex, { id, promised_at: at }: OrderRow): Promise<Promised | null> {
  if (!at) return null
  const source = await findPromiseSource(trx, id)
  return source ? { at: toMs(at), source } : null
}

/** Why a call about this order is promised; undefined when there is no such order. */
export async function findPromiseSource(db: Knex, orderId: string): Promise<CallbackSource | undefined> {
  const source = db.raw(`${promiseSourceOfOrder} as source`)
  const rows = await db('orders').where({ id: orderId }).select<{ source: CallbackSource }[]>(source)
  return rows[0]?.source
}

function fromOrder(row: OrderRow, promised: Promised | null): LockedSubject {
  return {
    subject: { kind: 'order', id: row.id },
    campaignId: row.campaign_id ?? null,
    clientId: row.client_id,
    customerId: row.customer_id,
    orderId: row.id,
    externalId: row.external_id,
    number: row.phone,
    status: row.status,
    nextAttemptAt: toMsOrNull(row.next_attempt_at),
    attemptsMade: row.attempts_made,
    isPromised: promised !== null,
    promised,
    byHandSince: null,
    byHandOf: null,
  }
}

function fromRecord(row: DialRecordRow): LockedSubject {
  return {
    subject: { kind: 'record', id: row.id },
    campaignId: row.campaign_id,
    clientId: row.client_id,
    customerId: row.customer_id,
    orderId: row.order_id,
    externalId: null,
    number: row.number,
    status: row.status,
    nextAttemptAt: toMsOrNull(row.next_attempt_at),
    attemptsMade: row.attempts_made,
    // A callback of no campaign exists only because it was promised.
    isPromised: row.promised_at !== null || row.campaign_id === null,
    promised: promisedBy(row),
    byHandSince: row.callback_source === 'hand' ? toMsOrNull(row.promised_at) : null,
    byHandOf: row.callback_source === 'hand' ? row.promised_agent_id : null,
  }
}

function promisedBy({ promised_at: at, callback_source: source }: DialRecordRow): Promised | null {
  return at && source ? { at: toMs(at), source } : null
}
