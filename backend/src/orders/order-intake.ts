import type { Database } from '@orderline/db'
import { isDuplicateKey, isLostRace, isReferenceMissing, writeTogether } from '@orderline/db'
import type { OrderInput, OrderView } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from '../http/error-codes.ts'
import { createBatcher } from './create-batcher.ts'
import { findKnown } from './known-to-intake.ts'
import { selectOrders, withAttempts } from './order-repository.ts'
import { planIntake, type IntakePlan } from './plan-intake.ts'
import { intakeWrites, type Answered } from './write-intake.ts'

export type Submission = {
  clientId: string
  input: OrderInput
  /** The customer's number, E.164. */
  phone: string
  /** Which campaign dials it; null: none. */
  campaignId?: string | null
  /** The shop's Idempotency-Key with the SHA-256 of its request. */
  idempotency: { key: string; hash: string } | null
}

/** 201: a new order; 200: one that is known already. `isReplayed`: the very answer that was given before. */
export type IntakeAnswer = { status: number; order: OrderView; isReplayed: boolean }
export type OrderIntake = ReturnType<typeof createOrderIntake>

export type OrderIntakeDeps = {
  db: Database
  now: () => number
  /** Tells the dialer that orders are due. Called after the commit; must not throw. */
  wakeDialer: () => void
}

const mostTries = 3

/**
 * Receives orders. Each is stored with its customer, its history and the answer to its Idempotency-Key in one
 * transaction, which orders that come at the same moment share: see {@link createBatcher}.
 */
export function createOrderIntake({ db, now, wakeDialer }: OrderIntakeDeps) {
  /** Another backend may store one of these between our look and our write: then we look again. */
  async function storeAll(submissions: Submission[], tries = 1): Promise<IntakeOutcome[]> {
    try {
      return await storeOnce(submissions)
    } catch (error) {
      const isRace = isDuplicateKey(error) || isReferenceMissing(error) || isLostRace(error)
      if (!isRace || tries >= mostTries) throw error
      return storeAll(submissions, tries + 1)
    }
  }

  async function storeOnce(submissions: Submission[]): Promise<IntakeOutcome[]> {
    const known = await findKnown(db, submissions)
    const plans = submissions.map((submission) => planIntake(submission, known, now()))
    const existing = await loadExisting(plans)
    const answered = plans.flatMap((plan) => answerOf(plan, existing))
    if (answered.length > 0) await writeTogether(db, intakeWrites(db, answered, now()))
    if (plans.some((plan) => plan.kind === 'create')) wakeDialer()
    return plans.map((plan) => outcomeOf(plan, existing))
  }

  async function loadExisting(plans: IntakePlan[]): Promise<Map<string, OrderView>> {
    const ids = plans.flatMap((plan) => (plan.kind === 'existing' ? [plan.orderId] : []))
    if (ids.length === 0) return new Map()
    const views = await withAttempts(db, await selectOrders(db).whereIn('orders.id', ids))
    return new Map(views.map((view) => [view.id, view]))
  }

  const batcher = createBatcher({ run: (submissions: Submission[]) => storeAll(submissions), keysOf })

  return {
    /**
     * Stores an order, or answers the one that is known by the shop's id. Errors: `idempotency/key-reused`,
     * `request/too-many`.
     */
    async receive(submission: Submission): Promise<IntakeAnswer> {
      const outcome = await batcher.submit(submission)
      if (outcome === 'reused') throw new AppError<ErrorCode>('idempotency/key-reused')
      return outcome
    },
  }
}

type IntakeOutcome = IntakeAnswer | 'reused'

function keysOf({ clientId, input, phone, idempotency }: Submission): string[] {
  const keys = [`order ${input.externalId}`, `phone ${phone}`]
  if (input.customer.externalId !== undefined) keys.push(`customer ${input.customer.externalId}`)
  if (idempotency) keys.push(`key ${idempotency.key}`)
  return keys.map((key) => `${clientId} ${key}`)
}

/** What is to be written: new orders, and the answers that Idempotency-Keys bind us to. */
function answerOf(plan: IntakePlan, existing: Map<string, OrderView>): Answered[] {
  if (plan.kind === 'create') return [{ plan, status: 201, order: plan.order }]
  if (plan.kind !== 'existing' || !plan.submission.idempotency) return []
  return [{ plan, status: 200, order: viewOf(plan.orderId, existing) }]
}

function outcomeOf(plan: IntakePlan, existing: Map<string, OrderView>): IntakeOutcome {
  switch (plan.kind) {
    case 'create':
      return { status: 201, order: plan.order, isReplayed: false }
    case 'existing':
      return { status: 200, order: viewOf(plan.orderId, existing), isReplayed: false }
    case 'replay':
      // Written by us as the answer to the same request.
      return { status: plan.status, order: plan.response as OrderView, isReplayed: true }
    case 'reused':
      return 'reused'
  }
}

function viewOf(orderId: string, existing: Map<string, OrderView>): OrderView {
  const view = existing.get(orderId)
  if (!view) throw new AppError<ErrorCode>('order/not-found', { orderId })
  return view
}
