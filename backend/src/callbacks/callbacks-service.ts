import { transaction, type Database, type Knex } from '@orderline/db'
import type { CallbackChange, CallbackChoices, CallbackInput, DialRecordView, Page } from '@orderline/domain/contract'
import { isOpen } from '@orderline/domain/order'
import { maskPhone } from '@orderline/domain/phone'
import type { Clock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import { createId } from '@orderline/runtime/ids'
import { seesWholeNumbers } from '../customers/customer-policy.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { Session } from '../http/http-types.ts'
import { invalidRequest } from '../http/validate.ts'
import type { OrderService } from '../orders/order-service.ts'
import { handleMissedWithin } from '../records/handle-missed.ts'
import { findCallbackChoices } from './callback-choices.ts'
import { isSeen, type ClientSight } from '../sight/client-sight.ts'
import { ownAgentId } from './callbacks-policy.ts'
import type { CallbackListQuery } from './callbacks-query.ts'
import * as repository from './callbacks-repository.ts'
import { checkCallback, unknownClient } from './check-callback.ts'

export type CallbacksServiceDeps = {
  db: Database
  orders: Pick<OrderService, 'planAnotherCall'>
  sight: ClientSight
  wakeDialer: () => Promise<unknown>
  now: Clock
}
export type CallbacksService = ReturnType<typeof createCallbacksService>

const longestPlanMs = 60 * 86_400_000
/** "Now" of a page whose clock is a little behind ours. */
const clockSlackMs = 60_000

/** Calls that were promised, or asked for: at a time, by one agent or by anyone who fits. */
export function createCallbacksService(deps: CallbacksServiceDeps) {
  const { db, sight, wakeDialer, now } = deps
  async function require(id: string, session: Session): Promise<DialRecordView> {
    const view = await repository.findCallback(db, id)
    if (!view) throw notFound(id)
    return presentFor(session, view)
  }

  /** Of an agent: an own promise, or one to anyone. */
  async function lock(trx: Knex.Transaction, id: string, session: Session): Promise<repository.LockedCallback> {
    const callback = await repository.lockCallback(trx, id)
    const own = ownAgentId(session)
    const isOthers = own !== null && callback?.agentId !== null && callback?.agentId !== own
    if (!callback || isOthers) throw notFound(id)
    return callback
  }

  return {
    async list(query: CallbackListQuery, session: Session): Promise<Page<DialRecordView>> {
      const own = ownAgentId(session)
      const page = await repository.listCallbacks(db, own === null ? query : { ...query, agentId: own })
      return { ...page, items: page.items.map((view) => presentFor(session, view)) }
    },

    choices: async (session: Session): Promise<CallbackChoices> =>
      findCallbackChoices(db, { session, seen: await sight(session) }),

    /**
     * Errors: `request/invalid` for a time that has been or is too far, for another agent's promise, or for what is not
     * there; `callback/promised-already` for a missed call that somebody was faster to promise.
     */
    async create(input: CallbackInput, session: Session): Promise<DialRecordView> {
      requireSensible(input.at, now())
      requireOwn(input.agentId, session)
      if (!isSeen(await sight(session), input.clientId)) throw invalidRequest([unknownClient])
      await requireKnown(db, input)
      const id = await promise(deps, input, session)
      await wakeDialer()
      return require(id, session)
    },

    async change(id: string, { at, agentId }: CallbackChange, session: Session): Promise<DialRecordView> {
      if (at !== undefined) requireSensible(at, now())
      requireOwn(agentId ?? null, session)
      await requireKnown(db, { agentId: agentId ?? null })
      await transaction(db, async (trx) => {
        const before = await lock(trx, id, session)
        const whom = agentId === undefined ? before.agentId : agentId
        await repository.moveCallback(trx, { id, kind: before.kind, at: at ?? before.at ?? now(), agentId: whom })
      })
      await wakeDialer()
      return require(id, session)
    },

    cancel: (id: string, session: Session): Promise<void> =>
      transaction(db, async (trx) => {
        const { kind } = await lock(trx, id, session)
        await repository.dropCallback(trx, { id, kind, at: now() })
      }),
  }

  function notFound(id: string): AppError<ErrorCode> {
    return new AppError<ErrorCode>('callback/not-found', { id })
  }
}

/** Answers the id by which the promise is found: the order's own when the order is open. */
async function promise(
  { db, orders, now }: CallbacksServiceDeps,
  { missedCallId, ...callback }: CallbackInput,
  { userId }: Session,
): Promise<string> {
  const at = Math.max(callback.at, now() + 1)
  const handleMissed = async (trx: Knex.Transaction) => {
    if (missedCallId === null) return false
    return handleMissedWithin(trx, { callId: missedCallId, by: userId, at: now() })
  }
  const openOrderId = await findOpenOrder(db, callback)
  if (openOrderId !== null) {
    await orders.planAnotherCall(openOrderId, { at, actor: { userId, callId: null }, agentId: callback.agentId })
    await transaction(db, handleMissed)
    return openOrderId
  }
  return transaction(db, async (trx) => {
    const isMissed = await handleMissed(trx)
    const id = isMissed && missedCallId !== null ? await idOfMissed(trx, missedCallId) : createId()
    const source = isMissed ? 'missed' : 'agent'
    await repository.insertCallback(trx, { ...callback, id, at, source, createdAt: now() })
    return id
  })
}

/** The promise of a missed call has the call's own id, so that the call shows it; another one after it has its own. */
async function idOfMissed(trx: Knex.Transaction, missedCallId: string): Promise<string> {
  const earlier = await repository.findPromise(trx, missedCallId)
  if (earlier === 'open') throw new AppError<ErrorCode>('callback/promised-already', { callId: missedCallId })
  return earlier === undefined ? missedCallId : createId()
}

async function requireKnown(db: Knex, named: Parameters<typeof checkCallback>[1]): Promise<void> {
  const problems = await checkCallback(db, named)
  if (problems.length > 0) throw invalidRequest(problems)
}

/** A promise about an order that is still to be called is kept on the order itself: one call, not two. */
async function findOpenOrder(
  db: Knex,
  { orderId, clientId, number }: Pick<CallbackInput, 'orderId' | 'clientId' | 'number'>,
): Promise<string | null> {
  if (orderId === null) return null
  const order = await db('orders').where({ id: orderId, client_id: clientId }).first('status', 'phone')
  if (!order) throw invalidRequest([{ pointer: '/orderId', code: 'unknown', detail: 'the client has no such order' }])
  return isOpen(order.status) && order.phone === number ? orderId : null
}

function requireSensible(at: number, now: number): void {
  if (at > now - clockSlackMs && at < now + longestPlanMs) return
  throw invalidRequest([{ pointer: '/at', code: 'out-of-range', detail: 'a time from now on, within 60 days' }])
}

/** An agent promises for oneself, or for anyone. */
function requireOwn(agentId: string | null, session: Session): void {
  const own = ownAgentId(session)
  if (own === null || agentId === null || agentId === own) return
  throw invalidRequest([{ pointer: '/agentId', code: 'not-yours', detail: 'an agent promises for nobody else' }])
}

function presentFor(session: Session, view: DialRecordView): DialRecordView {
  return seesWholeNumbers(session) ? view : { ...view, number: maskPhone(view.number) }
}
