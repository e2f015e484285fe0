import { transaction, type Database } from '@orderline/db'
import type { DialSubject, EpochMs } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import type { Clock } from '@orderline/runtime/clock'
import { longestPlanDays, longestPlanMs } from '../callbacks/longest-plan.ts'
import { findDialedOrder } from '../callbacks/order-of-callback.ts'
import { promiseWithin } from '../callbacks/promise-within.ts'
import type { DisposedCall } from '../calls/ports.ts'
import type { DoNotCallService } from '../do-not-call/do-not-call-service.ts'
import { invalidRequest } from '../http/validate.ts'
import { addOrderEvent, lockOrder } from '../orders/order-repository.ts'
import type { OrderService } from '../orders/order-service.ts'
import { findAttempt } from './dialing-repository.ts'
import { isListOver } from './finish-campaigns.ts'
import { settleRecord } from './settle-record.ts'
import { changeSubject, lockSubject } from './subjects-repository.ts'

export type ApplyDispositionDeps = {
  db: Database
  orders: Pick<OrderService, 'cancel' | 'planAnotherCall' | 'notePromise' | 'addNote'>
  doNotCall: Pick<DoNotCallService, 'add'>
  now: Clock
}

/**
 * What the end of a talk means for the order, for the line of a list that was dialled, and for the number: cancelled,
 * to be called back, a wrong number, or one that wants no calls. `confirmed` changes nothing of an order here, because
 * the completed questionnaire has confirmed it; the rest keeps the planned retry. Errors: those of the order service,
 * for what the order's state forbids; `request/invalid` for a time that nobody plans, and for `confirmed` where the
 * order is not.
 */
export function createApplyDisposition(deps: ApplyDispositionDeps) {
  return async (disposed: DisposedCall): Promise<void> => {
    const { call, agentId, wrapUp } = disposed
    requireSensibleTime(wrapUp, deps.now())
    if (wrapUp.disposition === 'confirmed' && call.orderId !== null) await requireConfirmed(deps.db, call.orderId)
    const record = await findRecord(deps.db, disposed)
    if (wrapUp.disposition === 'do-not-call') await forbid(deps, disposed)
    const keeper = await findKeeper(deps.db, { ...disposed, record })
    if (call.orderId !== null) await decideOrder(deps, { ...disposed, orderId: call.orderId, keeper })
    if (record)
      await settleRecord(deps, { record, disposed: keeper === 'record' ? disposed : withoutPromise(disposed) })
    if (keeper === 'nobody') await promise(deps, disposed)
    if (call.orderId === null || wrapUp.note === '') return
    await deps.orders.addNote(call.orderId, { text: wrapUp.note, authorId: agentId, callId: wrapUp.callId })
  }
}

async function findRecord(db: Database, { call }: DisposedCall): Promise<DialSubject | undefined> {
  const attempt = call.attemptId === null ? undefined : await findAttempt(db, call.attemptId)
  return attempt?.subject.kind === 'record' ? attempt.subject : undefined
}

/** What is called again when the customer asks for it. One of them: two would be two calls. */
type Keeper = 'order' | 'record' | 'nobody'

/**
 * Where a record was dialled about an order, the order keeps the promise if it is dialled at this number anyway; where its
 * list is over by now, as after its last talk, what is promised is a call of its own.
 */
async function findKeeper(
  db: Database,
  { record, call, wrapUp }: DisposedCall & { record: DialSubject | undefined },
): Promise<Keeper> {
  const { orderId, clientId, customerNumber: number } = call
  if (!record) return orderId === null ? 'nobody' : 'order'
  const at = wrapUp.disposition === 'callback' ? wrapUp.callbackAt : null
  if (number === null || at === null) return 'record'
  if (orderId !== null && (await findDialedOrder(db, { orderId, clientId, number, at })) !== null) return 'order'
  return (await isListOver(db, record.id)) ? 'nobody' : 'record'
}

function withoutPromise(disposed: DisposedCall): DisposedCall {
  return { ...disposed, wrapUp: { ...disposed.wrapUp, callbackAt: null } }
}

function requireSensibleTime({ disposition, callbackAt }: DisposedCall['wrapUp'], now: EpochMs): void {
  if (disposition !== 'callback' || callbackAt === null) return
  if (callbackAt > now && callbackAt < now + longestPlanMs) return
  const detail = `a time to come, within ${longestPlanDays} days`
  throw invalidRequest([{ pointer: '/callbackAt', code: 'out-of-range', detail }])
}

/** Its customer would be called again, and the figures would count it. The lock waits for who confirms it just now. */
async function requireConfirmed(db: Database, orderId: string): Promise<void> {
  const order = await transaction(db, (trx) => lockOrder(trx, orderId))
  if (order?.status === 'confirmed') return
  const detail = 'the order is not confirmed; its completed questionnaire confirms it'
  throw invalidRequest([{ pointer: '/disposition', code: 'order-not-confirmed', detail }])
}

type OfOrder = DisposedCall & { orderId: string; keeper: Keeper }

async function decideOrder(deps: ApplyDispositionDeps, disposed: OfOrder): Promise<void> {
  const { orderId, agentId, wrapUp, keeper } = disposed
  const { disposition, note, callbackAt, callbackFor, cancelReason } = wrapUp
  const actor = { userId: agentId, callId: wrapUp.callId }
  if (disposition === 'cancelled') {
    await deps.orders.cancel(orderId, { reason: (cancelReason ?? note).slice(0, 300), actor })
  } else if (disposition === 'callback' && callbackAt !== null) {
    if (keeper !== 'order') return deps.orders.notePromise(orderId, { at: callbackAt, actor })
    const whom = callbackFor === 'me' ? agentId : null
    await deps.orders.planAnotherCall(orderId, { at: callbackAt, actor, agentId: whom })
  } else if (disposition === 'wrong-number' || disposition === 'do-not-call') {
    await stopDialing(deps, disposed)
  }
}

/** Nobody is called again about an order whose number is not the customer's, or who does not want it. */
async function stopDialing({ db, now }: ApplyDispositionDeps, { orderId, agentId, wrapUp }: OfOrder): Promise<void> {
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
    const text = wrapUp.disposition === 'wrong-number' ? 'wrong number' : 'wants no calls'
    await addOrderEvent(trx, { order_id: orderId, kind: 'note', text, at: now(), ...by })
  })
}

/** The customer's own wish, for this shop. */
async function forbid({ doNotCall }: ApplyDispositionDeps, { call, agentId, wrapUp }: DisposedCall): Promise<void> {
  const { customerNumber: number, clientId } = call
  if (number === null) return
  await doNotCall.add({ number, clientId, source: 'customer', note: wrapUp.note.slice(0, 300), authorId: agentId })
}

/** A promise that no order and no line of a list keeps. */
async function promise({ db, now }: ApplyDispositionDeps, { call, agentId, wrapUp }: DisposedCall): Promise<void> {
  const { disposition, callbackAt, callbackFor, note } = wrapUp
  const { clientId, queueId, customerId, orderId, customerNumber: number } = call
  if (disposition !== 'callback' || callbackAt === null || number === null) return
  const whom = callbackFor === 'me' ? agentId : null
  const about = { clientId, queueId, customerId, orderId, number, name: '', note }
  await transaction(db, (trx) =>
    promiseWithin(trx, { ...about, id: createId(), at: callbackAt, agentId: whom, source: 'agent', createdAt: now() }),
  )
}
