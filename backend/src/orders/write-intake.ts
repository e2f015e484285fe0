import type { Knex } from '@orderline/db'
import { toDate, toJson } from '@orderline/db'
import type { OrderView } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import type { IntakePlan } from './plan-intake.ts'

type CreatePlan = Extract<IntakePlan, { kind: 'create' }>
type ExistingPlan = Extract<IntakePlan, { kind: 'existing' }>

/** A submission with the answer that it gets. */
export type Answered = { plan: CreatePlan | ExistingPlan; status: number; order: OrderView }

/** The writes of everything that belongs to these answers: one a table, however many orders there are. */
export function intakeWrites(db: Knex, answered: Answered[], now: number): Knex.QueryBuilder[] {
  const created = answered.flatMap(({ plan }) => (plan.kind === 'create' ? [plan] : []))
  const keys = answered.flatMap((one) => toKeyRows(one, now))
  return [
    ...customerWrites(db, created, now),
    ...(created.length > 0 ? [db('orders').insert(created.map(toOrderRow))] : []),
    ...(created.length > 0 ? [db('order_events').insert(created.map((plan) => toReceivedRow(plan, now)))] : []),
    ...(keys.length > 0 ? [db('idempotency_keys').insert(keys)] : []),
  ]
}

function customerWrites(db: Knex, created: CreatePlan[], now: number): Knex.QueryBuilder[] {
  const fresh = created.filter(({ customer }) => customer.isNew)
  const changed = created.filter(({ customer }) => customer.isChanged)
  const phones = created.filter(({ customer }) => customer.hasNewPhone)
  return [
    ...(fresh.length > 0 ? [db('customers').insert(fresh.map((plan) => toCustomerRow(plan, now)))] : []),
    ...changed.map(({ customer: { id, name, email, externalId } }) =>
      db('customers').where({ id }).update({ name, email, external_id: externalId }),
    ),
    ...(phones.length > 0 ? [db('customer_phones').insert(phones.map(toPhoneRow))] : []),
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
    items: toJson(order.items),
    total_minor: order.totalMinor,
    currency: order.currency,
    delivery: toJson(order.delivery),
    comment: order.comment,
    source: input.source ? toJson(input.source) : null,
    marketing_consent: input.marketingConsent,
    placed_at: toDate(order.clock.placedAt),
    received_at: toDate(order.clock.receivedAt),
    next_attempt_at: toDate(order.clock.receivedAt),
  }
}

function toReceivedRow({ order }: CreatePlan, now: number) {
  const event = { kind: 'received' as const, text: order.number, author_id: null, call_id: null }
  return { id: createId(), order_id: order.id, ...event, at: toDate(now) }
}

function toKeyRows({ plan, status, order }: Answered, now: number) {
  const { clientId, idempotency } = plan.submission
  if (!idempotency) return []
  const { key, hash } = idempotency
  return [
    { client_id: clientId, key, request_hash: hash, status, response: toJson<unknown>(order), created_at: toDate(now) },
  ]
}
