import type { DialRecordRow, HandCallRow, Knex } from '@orderline/db'
import { toDate } from '@orderline/db'
import type { EpochMs, HandCallView } from '@orderline/domain/contract'
import { handCallPatienceMs } from '@orderline/domain/dialing'

/** A call by hand, and of the record that it is dialled by whom and what it is about. */
export type HandCall = HandCallRow & Pick<DialRecordRow, 'customer_id' | 'order_id'>

const underWay = ['dialing', 'talking'] as const

export async function insertHandCall(trx: Knex, row: HandCallRow): Promise<void> {
  await trx('hand_calls').insert(row)
}

/** Locks its record first, so that what follows reads what was committed before. */
export async function lockHandCall(trx: Knex.Transaction, id: string): Promise<HandCall | undefined> {
  const record = await trx('dial_records').where({ id }).forUpdate().first('customer_id', 'order_id')
  const row = record && (await trx('hand_calls').where({ id }).forShare().first())
  return row && { ...row, ...record }
}

export async function findHandCall(db: Knex, id: string): Promise<HandCall | undefined> {
  const [row] = await db('hand_calls')
    .join('dial_records', 'dial_records.id', 'hand_calls.id')
    .where('hand_calls.id', id)
    .select<HandCall[]>('hand_calls.*', 'dial_records.customer_id', 'dial_records.order_id')
  return row
}

/** The one that this agent dials now, or waits for. */
export async function findUnderWay(trx: Knex, agentId: string, now: EpochMs): Promise<HandCallRow | undefined> {
  const [row] = await trx('hand_calls')
    .join('dial_records', 'dial_records.id', 'hand_calls.id')
    .where('hand_calls.agent_id', agentId)
    .where('hand_calls.created_at', '>=', toDate(now - longestCallMs))
    .where('dial_records.callback_source', 'hand')
    .where((state) => {
      const waits = { 'dial_records.status': 'new' } as const
      void state
        .whereIn('dial_records.status', [...underWay])
        .orWhere((fresh) => void fresh.where(waits).where('promised_at', '>=', toDate(now - handCallPatienceMs)))
    })
    .orderBy('hand_calls.created_at', 'desc')
    .limit(1)
    .select<HandCallRow[]>('hand_calls.*')
  return row
}

/** Bounds the look into the past; no talk is as long. */
const longestCallMs = 12 * 3_600_000

/** `customer_id`: whom the record of its call has for the customer. */
export type FirstAttempt = { id: string; call_id: string; customer_id: string | null }

/** The dial that the agent asked for; later ones of the same record are promises. Undefined before it is dialled. */
export async function findFirstAttempt(db: Knex, id: string): Promise<FirstAttempt | undefined> {
  const [attempt] = await db('attempts')
    .leftJoin('calls', 'calls.id', 'attempts.call_id')
    .where({ record_id: id, ordinal: 1 })
    .select<FirstAttempt[]>('attempts.id', 'attempts.call_id', 'calls.customer_id')
  return attempt
}

export async function isDialledByHand(db: Knex, attemptId: string): Promise<boolean> {
  const rows = await db('attempts')
    .join('hand_calls', 'hand_calls.id', 'attempts.record_id')
    .where('attempts.id', attemptId)
    .select<{ id: string }[]>('hand_calls.id')
  return rows.length > 0
}

/** By what people call it, or by the shop's own id. */
export async function findNamedOrder(db: Knex, clientId: string, orderNumber: string): Promise<string | undefined> {
  if (orderNumber === '') return undefined
  const byId = await db('orders').where({ client_id: clientId, external_id: orderNumber }).first('id')
  const found =
    byId ?? (await db('orders').where({ client_id: clientId, number: orderNumber }).orderBy('received_at').first('id'))
  return found?.id
}

/** What is known of a call by hand from now on; the record is what the agent's card shows. */
export async function updateHandCall(trx: Knex.Transaction, call: HandCall): Promise<void> {
  const { id, name, about, order_number, customer_id, order_id } = call
  await trx('hand_calls').where({ id }).update({ name, about, order_number })
  const note = [order_number, about].filter(Boolean).join(': ') || null
  await trx('dial_records').where({ id }).update({ name, note, customer_id, order_id })
}

export function presentHandCall(call: HandCall): HandCallView {
  return {
    id: call.id,
    clientId: call.client_id,
    number: call.number,
    customerId: call.customer_id,
    orderId: call.order_id,
    name: call.name,
    about: call.about,
    orderNumber: call.order_number,
  }
}
