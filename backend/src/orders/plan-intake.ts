import type { OrderView } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { keyOf, type Known, type KnownCustomer } from './known-to-intake.ts'
import { presentReceived } from './order-presenter.ts'
import type { Submission } from './order-intake.ts'

export type CustomerPlan = KnownCustomer & { isNew: boolean; isChanged: boolean; hasNewPhone: boolean }

/** What is to be done with one submission. */
export type IntakePlan =
  /** Received now. */
  | { kind: 'create'; submission: Submission; order: OrderView; customer: CustomerPlan }
  /** The shop's id is known: the same order is answered. */
  | { kind: 'existing'; submission: Submission; orderId: string }
  /** The same request was answered before: so again. */
  | { kind: 'replay'; status: number; response: unknown }
  /** The Idempotency-Key belongs to another request. */
  | { kind: 'reused' }

/** Decides about one submission by what the database knows; writes nothing. */
export function planIntake(submission: Submission, known: Known, now: number): IntakePlan {
  const { clientId, input, idempotency } = submission
  const answered = idempotency && known.answers.get(keyOf(clientId, idempotency.key))
  if (answered) {
    return answered.hash === idempotency.hash ? { kind: 'replay', ...answered } : { kind: 'reused' }
  }
  const orderId = known.orders.get(keyOf(clientId, input.externalId))
  if (orderId) return { kind: 'existing', submission, orderId }
  const customer = planCustomer(submission, known)
  const order = presentReceived({
    id: createId(),
    clientId,
    customer: { id: customer.id, name: customer.name, phone: submission.phone, email: customer.email },
    input,
    receivedAt: now,
  })
  return { kind: 'create', submission, order, customer }
}

/** A number is one customer: it counts more than the shop's own id, and the newest name is the one to greet by. */
function planCustomer({ clientId, input, phone }: Submission, known: Known): CustomerPlan {
  const { name, email = null, externalId } = input.customer
  const byPhone = known.byPhone.get(keyOf(clientId, phone))
  const byExternalId = externalId === undefined ? undefined : known.byExternalId.get(keyOf(clientId, externalId))
  const found = byPhone ?? byExternalId
  if (!found) {
    return {
      id: createId(),
      name,
      email,
      externalId: externalId ?? null,
      isNew: true,
      isChanged: false,
      hasNewPhone: true,
    }
  }
  const newest = {
    id: found.id,
    name,
    email: email ?? found.email,
    externalId: found.externalId ?? (byExternalId ? null : (externalId ?? null)),
  }
  const isChanged = newest.name !== found.name || newest.email !== found.email || newest.externalId !== found.externalId
  return { ...newest, isNew: false, isChanged, hasNewPhone: !byPhone }
}
