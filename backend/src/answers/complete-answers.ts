import type { Knex } from '@orderline/db'
import type { AnswersRow, CustomerRow } from '@orderline/db'
import { agreeOnDelivery, type CustomerChanges } from '@orderline/domain/order'
import type { FieldProblem, Locale } from '@orderline/domain/contract'
import type { Mark, Values } from '@orderline/domain/questionnaire'
import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from '../http/error-codes.ts'
import { invalidRequest } from '../http/validate.ts'
import { lockOrder } from '../orders/order-repository.ts'
import type { OrderService } from '../orders/order-service.ts'
import type { BuiltQuestionnaire } from '../questionnaires/questionnaire-service.ts'
import type { OutboxMessage } from '../webhooks/outbox.ts'
import { completeAnswers, findConsent } from './answers-repository.ts'

export type Completion = {
  /** Locked in this transaction and not complete. */
  answers: AnswersRow
  questionnaire: BuiltQuestionnaire
  orders: OrderService
  agent: { id: string; locale: Locale; callId: string | null }
  now: number
}

/**
 * Checks the answers by all rules, completes them and, when they are an order's, confirms it: all in the caller's
 * transaction. Answers the messages for its outbox. Errors: `request/invalid` with a pointer for each field,
 * `order/wrong-status`.
 */
export async function completeWithin(trx: Knex.Transaction, completion: Completion): Promise<OutboxMessage[]> {
  const { answers, questionnaire, agent, now } = completion
  const read = await readComplete(trx, completion)
  await completeAnswers(trx, answers.id, { values: read.values, userId: agent.id, now })
  const isOrder = questionnaire.view.purpose === 'order' && answers.order_id !== null
  const told = isOrder ? await confirm(trx, completion, read) : await remember(trx, completion, read.values)
  return [...told, completedMessage(completion, read)]
}

type Read = { values: Values; marks: Mark[] }

async function readComplete(trx: Knex.Transaction, { answers, questionnaire, agent }: Completion): Promise<Read> {
  const consent = await findConsent(trx, { orderId: answers.order_id, customerId: answers.customer_id })
  const filling = { values: answers.values, variables: { consent }, locale: agent.locale }
  refuse(questionnaire.rules.validateAnswers(filling))
  return questionnaire.rules.readAnswers({ ...filling, locale: 'en' })
}

async function confirm(trx: Knex.Transaction, completion: Completion, read: Read): Promise<OutboxMessage[]> {
  const { answers, questionnaire, orders, agent, now } = completion
  const order = await lockOrder(trx, answers.order_id ?? '')
  if (!order) throw new AppError<ErrorCode>('order/not-found', { orderId: answers.order_id })
  const agreement = agreeOnDelivery(questionnaire.rules, order.delivery, read.values)
  if (!agreement.ok) throw invalidRequest(agreement.problems)
  const { delivery, customer } = agreement
  const by = { agentId: agent.id, callId: agent.callId, at: now }
  return orders.confirmWithin(trx, { order, delivery, customer, marks: read.marks, ...by })
}

/** An answer that is not an order's still tells us who the customer is. */
async function remember(trx: Knex.Transaction, completion: Completion, values: Values): Promise<OutboxMessage[]> {
  const { answers, questionnaire } = completion
  const agreement = agreeOnDelivery(questionnaire.rules, {}, values)
  if (!agreement.ok) throw invalidRequest(agreement.problems)
  await updateCustomer(trx, answers.customer_id, agreement.customer)
  return []
}

async function updateCustomer(trx: Knex.Transaction, id: string | null, changes: CustomerChanges): Promise<void> {
  if (!id || Object.keys(changes).length === 0) return
  // What was not answered is left out of the object, not undefined in it.
  await trx('customers')
    .where({ id })
    .update(changes as Partial<CustomerRow>)
}

function completedMessage({ answers, questionnaire, agent, now }: Completion, { values, marks }: Read): OutboxMessage {
  const { purpose, title, version } = questionnaire.view
  const data = {
    answersId: answers.id,
    orderId: answers.order_id,
    callId: answers.call_id ?? agent.callId,
    customerId: answers.customer_id,
    questionnaire: { purpose, title, version },
    values,
    marks,
    completedAt: new Date(now).toISOString(),
  }
  return { clientId: answers.client_id, orderId: answers.order_id, target: 'shop', type: 'answers.completed', data }
}

function refuse(problems: FieldProblem[]): void {
  if (problems.length > 0) throw invalidRequest(problems)
}
