import { transaction, type Database } from '@orderline/db'
import type { WrapUpInput } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import { addOrderEvent } from '../orders/order-repository.ts'
import type { OrderService } from '../orders/order-service.ts'
import { changeSubject, lockSubject } from './subjects-repository.ts'

export type ApplyDispositionDeps = {
  db: Database
  orders: Pick<OrderService, 'cancel' | 'planAnotherCall' | 'addNote'>
  now: Clock
}

export type DisposedCall = { orderId: string; agentId: string; wrapUp: WrapUpInput }

/**
 * What the end of a talk means for the order: cancelled, to be called back, or a wrong number. `confirmed` changes
 * nothing here, because the completed questionnaire has confirmed the order; the rest keeps the planned retry.
 * Errors: those of the order service, for what the order's state forbids.
 */
export function createApplyDisposition(deps: ApplyDispositionDeps) {
  return async (disposed: DisposedCall): Promise<void> => {
    const { orderId, agentId, wrapUp } = disposed
    await decide(deps, disposed)
    if (wrapUp.note === '') return
    await deps.orders.addNote(orderId, { text: wrapUp.note, authorId: agentId, callId: wrapUp.callId })
  }
}

async function decide(deps: ApplyDispositionDeps, disposed: DisposedCall): Promise<void> {
  const { orderId, agentId, wrapUp } = disposed
  const { disposition, note, callbackAt, cancelReason } = wrapUp
  const actor = { userId: agentId, callId: wrapUp.callId }
  if (disposition === 'cancelled') {
    await deps.orders.cancel(orderId, { reason: (cancelReason ?? note).slice(0, 300), actor })
  } else if (disposition === 'callback' && callbackAt !== null) {
    await deps.orders.planAnotherCall(orderId, { at: callbackAt, actor })
  } else if (disposition === 'wrong-number') {
    await stopDialing(deps, disposed)
  }
}

/** Nobody is called again about an order whose number is somebody else's: a person has to find the right one. */
async function stopDialing(
  { db, now }: ApplyDispositionDeps,
  { orderId, agentId, wrapUp }: DisposedCall,
): Promise<void> {
  await transaction(db, async (trx) => {
    const subject = { kind: 'order', id: orderId } as const
    if (!(await lockSubject(trx, subject))) return
    const isStopped = await changeSubject(trx, {
      subject,
      from: ['new', 'retry', 'dialing', 'talking'],
      change: { status: 'exhausted', nextAttemptAt: null },
    })
    if (!isStopped) return
    const by = { author_id: agentId, call_id: wrapUp.callId }
    await addOrderEvent(trx, { order_id: orderId, kind: 'note', text: 'wrong number', at: now(), ...by })
  })
}
