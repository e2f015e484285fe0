import type { Knex } from '@orderline/db'
import { toDate, toJson, type AnswersRow } from '@orderline/db'
import type { Values } from '@orderline/domain/questionnaire'
import { createId } from '@orderline/runtime/ids'

/** What a filling is of: an order through all its calls, or one call. */
export type AnswersSubject = { orderId: string; callId: null } | { orderId: null; callId: string }

export async function findAnswers(db: Knex, id: string): Promise<AnswersRow | undefined> {
  return db('answers').where({ id }).first()
}

export async function lockAnswers(trx: Knex.Transaction, id: string): Promise<AnswersRow | undefined> {
  return trx('answers').where({ id }).forUpdate().first()
}

export async function findAnswersOf(db: Knex, subject: AnswersSubject): Promise<AnswersRow | undefined> {
  const where = subject.orderId === null ? { call_id: subject.callId } : { order_id: subject.orderId }
  return db('answers').where(where).first()
}

export type NewAnswers = {
  questionnaireId: string
  clientId: string
  customerId: string | null
  subject: AnswersSubject
  values: Values
  now: number
}

/** Begins a filling, unless another process has just begun it: the unique keys of call and order decide. */
export async function insertAnswers(db: Knex, answers: NewAnswers): Promise<void> {
  const { questionnaireId, clientId, customerId, subject, values, now } = answers
  await db('answers')
    .insert({
      id: createId(),
      questionnaire_id: questionnaireId,
      client_id: clientId,
      customer_id: customerId,
      call_id: subject.callId,
      order_id: subject.orderId,
      values: toJson(values),
      created_at: toDate(now),
      updated_at: toDate(now),
    })
    .onConflict()
    .ignore()
}

/**
 * Lays fields over what is saved, null takes one away (RFC 7396), in one statement: two writers of different fields
 * lose nothing. Answers false when the filling is complete or gone.
 */
export async function mergeValues(
  db: Knex,
  id: string,
  { values, now }: { values: Values; now: number },
): Promise<boolean> {
  const changed = await db('answers')
    .where({ id })
    .whereNull('completed_at')
    .update({
      values: db.raw('JSON_MERGE_PATCH(`values`, ?)', [JSON.stringify(values)]),
      revision: db.raw('revision + 1'),
      updated_at: toDate(now),
    })
  return changed === 1
}

export async function completeAnswers(
  trx: Knex.Transaction,
  id: string,
  { values, userId, now }: { values: Values; userId: string; now: number },
): Promise<void> {
  const completion = { completed_at: toDate(now), completed_by: userId, updated_at: toDate(now) }
  await trx('answers')
    .where({ id })
    .update({ values: toJson(values), revision: trx.raw('revision + 1'), ...completion })
}

/** Whether the customer agreed to hear offers: with this order, else with the last one. */
export async function findConsent(
  db: Knex,
  {
    orderId,
    customerId,
    isNewCustomer = false,
  }: { orderId: string | null; customerId: string | null; isNewCustomer?: boolean },
): Promise<boolean> {
  // A customer who was made just now has no order.
  if (!orderId && (!customerId || isNewCustomer)) return false
  const order = await db('orders')
    .where(orderId ? { id: orderId } : { customer_id: customerId ?? '' })
    .orderBy('received_at', 'desc')
    .first('marketing_consent')
  return order?.marketing_consent ?? false
}
