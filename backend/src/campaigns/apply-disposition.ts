import type { WrapUpInput } from '@orderline/domain/contract'
import type { Knex } from 'knex'
import { transaction, type Database } from '@orderline/db'
import type { Clock } from '@orderline/runtime/clock'
import { changeOrder, insertAttemptEvent, lockOrder } from './dialing-repository.ts'

/** What the orders' own service does; each in the given transaction, refusing what the order's state forbids. */
export type OrderDecisions = {
  cancelOrder(
    trx: Knex.Transaction,
    input: { orderId: string; reason: string; authorId: string; at: number },
  ): Promise<void>
  planCallback(
    trx: Knex.Transaction,
    input: { orderId: string; at: number; agentId: string | null; note: string; authorId: string },
  ): Promise<void>
}

export type ApplyDispositionDeps = {
  db: Database
  orders: OrderDecisions
  createId: () => string
  now: Clock
  /** Runs what has to wait for the commit: webhooks, a look of the dialer. */
  afterCommit: () => Promise<unknown> | void
}

export type DisposedCall = { orderId: string; agentId: string; wrapUp: WrapUpInput }

/**
 * What the end of a talk means for the order: cancelled, to be called back, or a wrong number. `confirmed` changes
 * nothing here, because the completed questionnaire has confirmed the order; the rest keeps the planned retry.
 */
export async function applyDisposition(deps: ApplyDispositionDeps, disposed: DisposedCall): Promise<void> {
  await transaction(deps.db, (trx) => carryOut(deps, trx, disposed))
  await deps.afterCommit()
}

async function carryOut(deps: ApplyDispositionDeps, trx: Knex.Transaction, disposed: DisposedCall): Promise<void> {
  const { orderId, agentId, wrapUp } = disposed
  const { disposition, note, callbackAt, cancelReason } = wrapUp
  if (disposition === 'cancelled') {
    return deps.orders.cancelOrder(trx, { orderId, reason: cancelReason ?? note, authorId: agentId, at: deps.now() })
  }
  if (disposition === 'callback' && callbackAt !== null) {
    return deps.orders.planCallback(trx, { orderId, at: callbackAt, agentId, note, authorId: agentId })
  }
  if (disposition === 'wrong-number') return stopDialing(deps, trx, disposed)
}

/** Nobody is called again about an order that is somebody else's; a person has to find the right number. */
async function stopDialing(deps: ApplyDispositionDeps, trx: Knex.Transaction, disposed: DisposedCall): Promise<void> {
  const { orderId, wrapUp } = disposed
  if (!(await lockOrder(trx, orderId))) return
  const isStopped = await changeOrder(trx, {
    orderId,
    from: ['new', 'retry', 'dialing', 'talking'],
    change: { status: 'exhausted', nextAttemptAt: null },
  })
  if (!isStopped) return
  await insertAttemptEvent(trx, {
    id: deps.createId(),
    orderId,
    callId: wrapUp.callId,
    text: 'the number belongs to somebody else',
    at: deps.now(),
  })
}
