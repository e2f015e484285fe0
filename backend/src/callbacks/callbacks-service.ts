import { transaction, type Database, type Knex } from '@orderline/db'
import type {
  CallbackChange,
  CallbackChoices,
  CallbackInput,
  CallbackOutlook,
  CallbackOutlookInput,
  CallbackView,
  NumberedCallback,
  Page,
} from '@orderline/domain/contract'
import { asOneLine, maskPhone } from '@orderline/domain/phone'
import type { RetryRules } from '@orderline/domain/dialing'
import type { Clock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import { createId } from '@orderline/runtime/ids'
import { seesWholeNumbers } from '../customers/customer-policy.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { Session } from '../http/http-types.ts'
import { invalidRequest } from '../http/validate.ts'
import type { OrderService } from '../orders/order-service.ts'
import { findMissedNumber, handleMissedWithin, lockMissedWithin } from '../records/handle-missed.ts'
import { findCallbackChoices } from './callback-choices.ts'
import { findKeeper, foreseePromise } from './callback-outlook.ts'
import { isSeen, type ClientSight } from '../sight/client-sight.ts'
import { ownAgentId } from './callbacks-policy.ts'
import type { CallbackListQuery } from './callbacks-query.ts'
import * as repository from './callbacks-repository.ts'
import { checkCallback, unknownClient } from './check-callback.ts'
import { longestPlanDays, longestPlanMs } from './longest-plan.ts'
import { findDialedOrder, findOnlyOpenOrder, isPromisedOn } from './order-of-callback.ts'

export type CallbacksServiceDeps = {
  db: Database
  orders: Pick<OrderService, 'planCallback'>
  sight: ClientSight
  /** Rules of the house. */
  rules: RetryRules
  wakeDialer: () => Promise<unknown>
  now: Clock
}
export type CallbacksService = ReturnType<typeof createCallbacksService>

/** "Now" of a page whose clock is a little behind ours. */
const clockSlackMs = 60_000

/** Calls that were promised, or asked for: at a time, by one agent or by anyone who fits. */
export function createCallbacksService(deps: CallbacksServiceDeps) {
  const { db, sight, wakeDialer, now } = deps
  async function require(id: string, session: Session): Promise<CallbackView> {
    const view = await repository.findCallback(db, id)
    if (!view) throw notFound(id)
    return presentFor(session, view)
  }

  async function lock(trx: Knex.Transaction, id: string, session: Session): Promise<repository.LockedCallback> {
    const callback = await repository.lockCallback(trx, id)
    if (!callback || !(await mayChange(sight, callback, session))) throw notFound(id)
    return callback
  }

  return {
    async list(query: CallbackListQuery, session: Session): Promise<Page<CallbackView>> {
      const own = ownAgentId(session)
      const page = await repository.listCallbacks(db, own === null ? query : { ...query, agentId: own })
      return { ...page, items: page.items.map((view) => presentFor(session, view)) }
    },

    choices: async (session: Session): Promise<CallbackChoices> =>
      findCallbackChoices(db, { session, seen: await sight(session) }),

    /** Told while a time is being chosen; what is not there, or not this person's to see, has no problem to be told of. */
    async outlook({ at, about }: CallbackOutlookInput, session: Session): Promise<CallbackOutlook> {
      const keeper = await findKeeper(db, about, at)
      if (!keeper || !isSeen(await sight(session), keeper.clientId)) return { problem: null }
      return foreseePromise(deps, keeper, Math.max(at, now()))
    },

    /**
     * Errors: `request/invalid` for a time that has been or is too far, for another agent's promise, or for what is not
     * there or another client's; `callback/promised-already` for a missed call that somebody was faster to promise.
     */
    async create(input: CallbackInput, session: Session): Promise<CallbackView> {
      requireSensible(input.at, now())
      requireOwn(input.agentId, session)
      if (!isSeen(await sight(session), input.clientId)) throw invalidRequest([unknownClient])
      await requireKnown(db, input)
      const number = input.number === null ? await numberOfMissed(db, input) : asOneLine(input.number)
      const id = await promise(deps, { ...input, number }, session)
      await wakeDialer()
      return require(id, session)
    },

    async change(id: string, { at, agentId }: CallbackChange, session: Session): Promise<CallbackView> {
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

/** Of an agent: an own promise, or one to anyone for a client whom this agent serves. */
async function mayChange(
  sight: ClientSight,
  { agentId, clientId }: repository.LockedCallback,
  session: Session,
): Promise<boolean> {
  const own = ownAgentId(session)
  if (own === null || agentId === own) return true
  return agentId === null && isSeen(await sight(session), clientId)
}

/** Answers the id by which the promise is found: the order's own when the order is open. */
function promise(
  { db, orders, now }: CallbacksServiceDeps,
  { missedCallId, ...input }: NumberedCallback,
  { userId }: Session,
): Promise<string> {
  return transaction(db, async (trx) => {
    // First, so that of two who promise at once the slower one sees what the faster did.
    if (missedCallId !== null) await requireMissed(trx, { callId: missedCallId, clientId: input.clientId })
    const orderId = input.orderId ?? (missedCallId === null ? null : await findOnlyOpenOrder(trx, input))
    const callback = { ...input, orderId, at: Math.max(input.at, now() + 1), createdAt: now() }
    const dialedOrderId = await findDialedOrder(trx, callback)
    if (dialedOrderId !== null) {
      if (missedCallId !== null) await requireUnpromised(trx, { callId: missedCallId, orderId: dialedOrderId })
      await orders.planCallback(trx, { ...callback, orderId: dialedOrderId, authorId: userId })
    }
    const id = dialedOrderId ?? (await writeRecord(trx, callback, missedCallId))
    if (missedCallId !== null) await handleMissedWithin(trx, { callId: missedCallId, orderId, by: userId, at: now() })
    return id
  })
}

/** Who sees no whole numbers promises to call the one who called. */
async function numberOfMissed(db: Database, { missedCallId, clientId }: CallbackInput): Promise<string> {
  const number = missedCallId === null ? null : await findMissedNumber(db, { callId: missedCallId, clientId })
  if (number === null) throw invalidRequest([{ pointer: '/number', code: 'required', detail: 'no number is known' }])
  return number
}

async function requireMissed(trx: Knex.Transaction, missed: { callId: string; clientId: string }): Promise<void> {
  if (await lockMissedWithin(trx, missed)) return
  throw invalidRequest([{ pointer: '/missedCallId', code: 'unknown', detail: 'the client has no such missed call' }])
}

/** A promise that no order keeps. */
async function writeRecord(
  trx: Knex.Transaction,
  callback: Omit<repository.NewCallback, 'id' | 'source'>,
  missedCallId: string | null,
): Promise<string> {
  const id = missedCallId === null ? createId() : await idOfMissed(trx, missedCallId)
  await repository.insertCallback(trx, { ...callback, id, source: missedCallId === null ? 'agent' : 'missed' })
  return id
}

/** The promise of a missed call has the call's own id, so that the call shows it; another one after it has its own. */
async function idOfMissed(trx: Knex.Transaction, missedCallId: string): Promise<string> {
  const earlier = await repository.findPromise(trx, missedCallId)
  if (earlier === 'open') throw new AppError<ErrorCode>('callback/promised-already', { callId: missedCallId })
  return earlier === undefined ? missedCallId : createId()
}

/** The same where the promise is kept on an order: somebody was faster. */
async function requireUnpromised(db: Knex, { callId, orderId }: { callId: string; orderId: string }): Promise<void> {
  const isPromised = await isPromisedOn(db, { callId, orderId })
  if (isPromised) throw new AppError<ErrorCode>('callback/promised-already', { callId })
}

async function requireKnown(db: Knex, named: Parameters<typeof checkCallback>[1]): Promise<void> {
  const problems = await checkCallback(db, named)
  if (problems.length > 0) throw invalidRequest(problems)
}

function requireSensible(at: number, now: number): void {
  if (at > now - clockSlackMs && at < now + longestPlanMs) return
  const detail = `a time from now on, within ${longestPlanDays} days`
  throw invalidRequest([{ pointer: '/at', code: 'out-of-range', detail }])
}

/** An agent promises for oneself, or for anyone. */
function requireOwn(agentId: string | null, session: Session): void {
  const own = ownAgentId(session)
  if (own === null || agentId === null || agentId === own) return
  throw invalidRequest([{ pointer: '/agentId', code: 'not-yours', detail: 'an agent promises for nobody else' }])
}

function presentFor(session: Session, view: CallbackView): CallbackView {
  return seesWholeNumbers(session) ? view : { ...view, number: maskPhone(view.number) }
}
