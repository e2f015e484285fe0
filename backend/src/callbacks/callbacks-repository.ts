import type { Database, Knex } from '@orderline/db'
import { promiseSourceOfOrder, toDate, toJson, toMsOrNull, type DialRecordRow, type OrderRow } from '@orderline/db'
import type { CallbackSource, CallbackView, EpochMs, NumberedCallback, Page } from '@orderline/domain/contract'
import { customerTimeZone } from '@orderline/domain/dialing'
import { findPage, searchIn } from '../administration/paging.ts'
import { presentRecord, type RecordWithNames } from '../campaigns/dial-records-repository.ts'
import type { CallbackListQuery } from './callbacks-query.ts'
import { promisedStatuses } from './promised-statuses.ts'

/** A promise is kept on the order that it is about, or on a record of its own. */
const columns = [
  ...['id', 'client_id', 'campaign_id', 'customer_id', 'order_id', 'number', 'name', 'fields', 'status'],
  ...['callback_source', 'promised_at', 'promised_agent_id', 'attempts_made', 'last_outcome', 'next_attempt_at'],
  ...['created_at', 'settled_because'],
] as const

/** Open ones by their time, the next first; done ones newest first. */
export function listCallbacks(
  db: Database,
  { clientId, agentId, state, search, ...page }: CallbackListQuery,
): Promise<Page<CallbackView>> {
  const rows = selectCallbacks(db, state).orderBy([
    { column: 'callbacks.promised_at', order: state === 'open' ? 'asc' : 'desc' },
    'callbacks.id',
  ])
  if (clientId !== undefined) void rows.where('callbacks.client_id', clientId)
  if (agentId !== undefined) void rows.where('callbacks.promised_agent_id', agentId)
  searchIn(rows, search, { texts: ['callbacks.name'], numbers: ['callbacks.number'] })
  return findPage(rows, page, presentCallback)
}

export async function findCallback(db: Knex, id: string): Promise<CallbackView | undefined> {
  for (const state of ['open', 'done'] as const) {
    const row = (await selectCallbacks(db, state).where('callbacks.id', id).first()) as RowWithZone | undefined
    if (row) return presentCallback(row)
  }
  return undefined
}

type RowWithZone = RecordWithNames & { client_time_zone: string }

/** Before the number is masked for anyone: it says where the customer is. */
function presentCallback(row: RowWithZone): CallbackView {
  return { ...presentRecord(row), timeZone: customerTimeZone(row.number, row.client_time_zone) }
}

function selectCallbacks(db: Knex, state: CallbackListQuery['state']): Knex.QueryBuilder {
  const callbacks =
    state === 'open' ? promisedRecords(db, 'open').unionAll([promisedOrders(db)]) : promisedRecords(db, 'over')
  return db
    .from(callbacks.as('callbacks'))
    .join('clients', 'clients.id', 'callbacks.client_id')
    .leftJoin('users', 'users.id', 'callbacks.promised_agent_id')
    .select('callbacks.*', 'users.name as agent_name')
    .select('clients.name as client_name', 'clients.time_zone as client_time_zone')
}

function promisedRecords(db: Knex, state: 'open' | 'over'): Knex.QueryBuilder {
  const records = db<Record<string, unknown>>('dial_records')
    .whereNotNull('callback_source')
    .whereNotNull('promised_at')
    .select(...columns)
  // A number that is dialled by hand is on its agent's desk, and promised to nobody.
  if (state === 'open') return records.whereIn('status', promisedStatuses).whereNot('callback_source', 'hand')
  return records.whereNotIn('status', promisedStatuses)
}

/** An order as the record that it would be; the columns in the same order. */
function promisedOrders(db: Knex): Knex.QueryBuilder {
  const o = (column: string) => `orders.${column}`
  return db<Record<string, unknown>>('orders')
    .join('customers', 'customers.id', 'orders.customer_id')
    .whereNotNull('orders.promised_at')
    .whereIn('orders.status', promisedStatuses)
    .select(o('id'), o('client_id'), o('campaign_id'), o('customer_id'), db.ref(o('id')).as('order_id'))
    .select(db.ref(o('phone')).as('number'), 'customers.name', db.raw(`'{}' as fields`), o('status'))
    .select(db.raw(`${promiseSourceOfOrder} as callback_source`), o('promised_at'), o('promised_agent_id'))
    .select(o('attempts_made'))
    .select(db.raw('null as last_outcome'), o('next_attempt_at'), db.ref(o('received_at')).as('created_at'))
    .select(db.raw('null as settled_because'))
}

export type NewCallback = Omit<NumberedCallback, 'missedCallId'> & {
  id: string
  source: CallbackSource
  createdAt: EpochMs
}

/** One that stands there already by this id stays as it is. */
export async function insertCallback(trx: Knex, callback: NewCallback): Promise<void> {
  const { id, clientId, queueId, customerId, orderId, number, name, at, agentId, note, source, createdAt } = callback
  await trx('dial_records')
    .insert({
      ...{ id, number, name, note: note || null, campaign_id: null, external_key: null, import_id: null },
      client_id: clientId,
      queue_id: queueId,
      customer_id: customerId,
      order_id: orderId,
      fields: toJson({}),
      status: 'new',
      next_attempt_at: toDate(at),
      callback_source: source,
      promised_at: toDate(at),
      promised_agent_id: agentId,
      created_at: toDate(createdAt),
    })
    .onConflict('id')
    .ignore()
}

/** Whether a promise by this id is there: undefined when not, else whether it is still to be kept. */
export async function findPromise(trx: Knex, id: string): Promise<'open' | 'over' | undefined> {
  const row = await trx('dial_records').where({ id }).first('status')
  return row && (promisedStatuses.some((status) => status === row.status) ? 'open' : 'over')
}

type PromisedRow = Pick<OrderRow & DialRecordRow, 'client_id' | 'promised_at' | 'promised_agent_id'>
export type LockedCallback = {
  kind: 'record' | 'order'
  clientId: string
  at: EpochMs | null
  agentId: string | null
}

/** Locks an open promise, whichever it is. */
export async function lockCallback(trx: Knex.Transaction, id: string): Promise<LockedCallback | undefined> {
  const record = await trx('dial_records').where({ id }).whereNotNull('callback_source').forUpdate().first()
  if (record) return ['new', 'retry'].includes(record.status) ? toLocked('record', record) : undefined
  const order = await trx('orders').where({ id, status: 'retry' }).whereNotNull('promised_at').forUpdate().first()
  return order && toLocked('order', { promised_at: null, promised_agent_id: null, ...order })
}

function toLocked(kind: LockedCallback['kind'], row: PromisedRow): LockedCallback {
  const { client_id: clientId, promised_at: at = null, promised_agent_id: agentId = null } = row
  return { kind, clientId, at: toMsOrNull(at), agentId }
}

export type CallbackMove = { id: string; kind: LockedCallback['kind']; at: EpochMs; agentId: string | null }

export async function moveCallback(trx: Knex.Transaction, { id, kind, at, agentId }: CallbackMove): Promise<void> {
  const promise = { promised_at: toDate(at), promised_agent_id: agentId, next_attempt_at: toDate(at) }
  await trx<Record<string, unknown>>(kind === 'record' ? 'dial_records' : 'orders')
    .where('id', id)
    .update(promise)
}

/** Nobody is promised anything any more; an order is dialled as any other. */
export async function dropCallback(
  trx: Knex.Transaction,
  { id, kind, at }: { id: string; kind: LockedCallback['kind']; at: EpochMs },
): Promise<void> {
  if (kind === 'order') {
    await trx('orders').where({ id }).update({ promised_at: null, promised_agent_id: null })
    return
  }
  const over = { status: 'skipped' as const, next_attempt_at: null, settled_at: toDate(at) }
  await trx('dial_records').where({ id }).update(over)
}
