import type { Knex } from '@orderline/db'
import type { AttemptOutcome, EpochMs } from '@orderline/domain/contract'
import {
  attemptsOfDay,
  customerTimeZone,
  isCharged,
  planNextAttempt,
  type NextAttempt,
  type RetryRules,
} from '@orderline/domain/dialing'
import { addOrderEvent } from '../orders/order-repository.ts'
import type { Outbox, OutboxMessage } from '../webhooks/outbox.ts'
import {
  assignCall,
  changeOrder,
  closeAttempt,
  findAttempts,
  findAttemptsOfNumber,
  findClientTimeZone,
  findOrderOfOpenAttempt,
  lockOrder,
  noteOnOrder,
  type AttemptFacts,
  type LockedOrder,
} from './dialing-repository.ts'

export type SettleDeps = {
  rules: RetryRules
  outbox: Pick<Outbox, 'write' | 'deliverSoon'>
}

export type EndedAttempt = {
  attemptId: string
  outcome: AttemptOutcome
  /** Q.850. */
  cause: number | null
  endedAt: EpochMs
  /** Null when the attempt ended without a call. */
  call: { callId: string; agentId: string | null } | null
}

const twoDaysMs = 48 * 3_600_000

/**
 * Ends an attempt and plans the next one, in the given transaction: attempt, order, its history and the shop's
 * webhook change together. Answers the outbox rows to deliver after the commit, or undefined when the attempt was
 * ended before; so it may be called any number of times.
 */
export async function settleAttempt(
  deps: SettleDeps,
  trx: Knex.Transaction,
  ended: EndedAttempt,
): Promise<string[] | undefined> {
  const orderId = await findOrderOfOpenAttempt(trx, ended.attemptId)
  const order = orderId === undefined ? undefined : await lockOrder(trx, orderId)
  if (!order || !(await closeAttempt(trx, ended))) return undefined
  if (ended.call) await assignCall(trx, { attemptId: ended.attemptId, ...ended.call })
  const attempts = await findAttempts(trx, order.id)
  const charged = attempts.filter(({ outcome }) => outcome === null || isCharged(outcome, deps.rules)).length
  await noteOnOrder(trx, order.id, { attemptsMade: charged })
  const plan = await planNext(deps, trx, { order, attempts, charged, ended })
  // An order that was confirmed, cancelled or planned by its agent in the meantime stays as the agent left it.
  const isPlanned = await changeOrder(trx, {
    orderId: order.id,
    from: ['dialing', 'talking'],
    change: 'at' in plan ? { status: 'retry', nextAttemptAt: plan.at } : { status: 'exhausted', nextAttemptAt: null },
  })
  const settled = { order, attempts, ended, plan: isPlanned ? plan : undefined }
  await addToHistory(trx, settled)
  return deps.outbox.write(trx, [attemptedMessage(settled)])
}

type Settling = { order: LockedOrder; attempts: AttemptFacts[]; ended: EndedAttempt }

async function planNext(
  { rules }: SettleDeps,
  trx: Knex.Transaction,
  { order, attempts, charged, ended }: Settling & { charged: number },
): Promise<NextAttempt> {
  const now = ended.endedAt
  const number = attempts.find(({ id }) => id === ended.attemptId)?.number ?? order.number
  const timeZone = customerTimeZone(number, (await findClientTimeZone(trx, order.clientId)) ?? 'UTC')
  const ofNumber = await findAttemptsOfNumber(trx, { customerId: order.customerId, number, since: now - twoDaysMs })
  return planNextAttempt({
    outcome: ended.outcome,
    attemptsMade: charged,
    attemptsOfDay: attemptsOfDay(ofNumber, { now, timeZone, rules }),
    lastOutcomes: attempts.flatMap(({ outcome, startedAt }) => (outcome === null ? [] : [{ outcome, startedAt }])),
    now,
    timeZone,
    rules,
  })
}

type Settled = Settling & { plan: NextAttempt | undefined }

async function addToHistory(trx: Knex.Transaction, { order, ended, plan }: Settled): Promise<void> {
  const call = { call_id: ended.call?.callId ?? null }
  const text = plan ? plan.because : ended.outcome
  await addOrderEvent(trx, { order_id: order.id, kind: 'attempt', text, at: ended.endedAt, ...call })
}

function attemptedMessage({ order, attempts, ended, plan }: Settled): OutboxMessage {
  const { outcome, cause, endedAt } = ended
  const attempt = attempts.find(({ id }) => id === ended.attemptId)
  const startedAt = attempt ? iso(attempt.startedAt) : null
  return {
    clientId: order.clientId,
    target: 'shop',
    type: 'order.attempted',
    orderId: order.id,
    data: {
      orderId: order.id,
      externalId: order.externalId,
      attempt: { number: attempt?.ordinal ?? null, startedAt, endedAt: iso(endedAt), outcome, cause },
      isExhausted: plan !== undefined && 'exhausted' in plan,
      nextAttemptAt: plan && 'at' in plan ? iso(plan.at) : null,
    },
  }
}

function iso(at: EpochMs): string {
  return new Date(at).toISOString()
}
