import { insertRows, statementOf, toDate, type Knex, type Statement } from '@orderline/db'
import type { OrderView } from '@orderline/domain/contract'
import type { IntakePlan } from './plan-intake.ts'

type CreatePlan = Extract<IntakePlan, { kind: 'create' }>
type ExistingPlan = Extract<IntakePlan, { kind: 'existing' }>

/** A submission with the answer that it gets. */
export type Answered = { plan: CreatePlan | ExistingPlan; status: number; order: OrderView }

/** The writes of everything that belongs to these answers: one a table, however many orders there are. */
export function intakeWrites(db: Knex, answered: Answered[], now: number): Statement[] {
  const created = answered.flatMap(({ plan }) => (plan.kind === 'create' ? [plan] : []))
  return [
    ...customerWrites(db, created, now),
    ...insertRows('orders', created.map(toOrderRow)),
    ...insertRows(
      'idempotency_keys',
      answered.flatMap((one) => toKeyRows(one, now)),
    ),
  ]
}

function customerWrites(db: Knex, created: CreatePlan[], now: number): Statement[] {
  const fresh = created.filter(({ customer }) => customer.isNew)
  const changed = created.filter(({ customer }) => customer.isChanged)
  const phones = created.filter(({ customer }) => customer.hasNewPhone)
  return [
    ...insertRows(
      'customers',
      fresh.map((plan) => toCustomerRow(plan, now)),
    ),
    ...changed.map(({ customer: { id, name, email, externalId } }) =>
      statementOf(db('customers').where({ id }).update({ name, email, external_id: externalId })),
    ),
    ...insertRows('customer_phones', phones.map(toPhoneRow)),
  ]
}

function toCustomerRow({ submission, customer }: CreatePlan, now: number) {
  const { city = null, region = null, address = null } = submission.input.delivery
  const { id, name, email, externalId } = customer
  const place = { city, region, address }
  return {
    id,
    client_id: submission.clientId,
    external_id: externalId,
    name,
    email,
    ...place,
    note: null,
    created_at: toDate(now),
  }
}

function toPhoneRow({ submission, customer }: CreatePlan) {
  return { client_id: submission.clientId, number: submission.phone, customer_id: customer.id }
}

function toOrderRow({ submission, order }: CreatePlan) {
  const { input } = submission
  return {
    id: order.id,
    client_id: order.clientId,
    external_id: order.externalId,
    number: order.number,
    customer_id: order.customer.id,
    phone: order.customer.phone,
    campaign_id: submission.campaignId ?? null,
    status: order.status,
    items: JSON.stringify(order.items),
    total_minor: order.totalMinor,
    currency: order.currency,
    delivery: JSON.stringify(order.delivery),
    comment: order.comment,
    source: input.source ? JSON.stringify(input.source) : null,
    marketing_consent: input.marketingConsent,
    placed_at: toDate(order.clock.placedAt),
    received_at: toDate(order.clock.receivedAt),
    next_attempt_at: toDate(order.clock.receivedAt),
  }
}

/** The answer that the Idempotency-Key, if there is one, binds us to. */
function toKeyRows({ plan, status, order }: Answered, now: number) {
  const { clientId, idempotency } = plan.submission
  if (!idempotency) return []
  const { key, hash } = idempotency
  const response = JSON.stringify(order)
  return [{ client_id: clientId, '`key`': key, request_hash: hash, status, response, created_at: toDate(now) }]
}
