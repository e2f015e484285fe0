import type { Knex } from '@orderline/db'
import { transaction, type Database, type OrderRow } from '@orderline/db'
import type { OrderView } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from '../http/error-codes.ts'
import type { Outbox, OutboxMessage } from '../webhooks/outbox.ts'
import { writeNote } from './add-note.ts'
import { writeConfirmation, type Confirmation } from './confirm-order.ts'
import { findOrder, lockOrder } from './order-repository.ts'
import { writeDelivered } from './write-delivered.ts'
import { requireOpen, writeCallback, writeCancellation, writePromise, type Actor } from './write-decisions.ts'

export type OrderService = ReturnType<typeof createOrderService>

export type OrderServiceDeps = {
  db: Database
  outbox: Outbox
  now: () => number
  /** Tells the dialer that an order's plan changed. Called after the commit; must not throw. */
  wakeDialer: () => void
}

/** Changes of an order's fate. Each is one transaction with its history, its deliveries and its messages. */
export function createOrderService({ db, outbox, now, wakeDialer }: OrderServiceDeps) {
  /** Locks an order of this shop (any, when null), changes it, commits, and then lets the messages go. */
  async function change(
    { orderId, clientId }: { orderId: string; clientId: string | null },
    work: (trx: Knex.Transaction, order: OrderRow) => Promise<OutboxMessage[]>,
  ): Promise<OrderView> {
    const ids = await transaction(db, async (trx) => {
      const order = await lockOrder(trx, orderId)
      if (!order || (clientId && order.client_id !== clientId)) throw notFound(orderId)
      return outbox.write(trx, await work(trx, order))
    })
    outbox.deliverSoon(ids)
    const view = await findOrder(db, orderId)
    if (!view) throw notFound(orderId)
    return view
  }

  const within = createOrderDecisions({ outbox, now })

  return {
    ...within,

    /**
     * Cancels an open order; one that is cancelled already stays as it is. `clientId` limits it to orders of this
     * shop. Errors: `order/not-found`, `order/wrong-status`.
     */
    cancel: (
      orderId: string,
      { reason, actor, clientId = null }: { reason: string; actor: Actor; clientId?: string | null },
    ) => change({ orderId, clientId }, (trx, order) => writeCancellation(trx, { order, reason, actor, at: now() })),

    /**
     * The customer has the goods, since `deliveredAt`; null takes that back. `clientId` limits it to orders of this shop.
     * Errors: `order/not-found`, `order/wrong-status` before logistics has it, `request/invalid` for an impossible time.
     */
    setDelivered: (
      orderId: string,
      {
        deliveredAt,
        authorId,
        clientId = null,
      }: { deliveredAt: number | null; authorId: string | null; clientId?: string | null },
    ) =>
      change({ orderId, clientId }, (trx, order) => writeDelivered(trx, { order, deliveredAt, authorId, now: now() })),

    /** The customer was promised a call, by this agent or by anyone: it is the next attempt. Errors: as {@link cancel}. */
    async planAnotherCall(
      orderId: string,
      { at, actor, agentId = null }: { at: number; actor: Actor; agentId?: string | null },
    ): Promise<OrderView> {
      const view = await change({ orderId, clientId: null }, (trx, order) =>
        writeCallback(trx, { order, callbackAt: at, agentId, note: '', actor, at: now() }),
      )
      wakeDialer()
      return view
    },

    /** A call about it was promised that something else keeps, whatever its state. Errors: `order/not-found`. */
    async notePromise(orderId: string, { at, actor }: { at: number; actor: Actor }): Promise<void> {
      await change({ orderId, clientId: null }, (trx, order) =>
        writePromise(trx, { order, callbackAt: at, actor, at: now() }),
      )
    },

    /** Adds to the order's history, at any time of its life. Errors: `order/not-found`. */
    addNote: (
      orderId: string,
      { text, authorId, callId = null }: { text: string; authorId: string; callId?: string | null },
    ) =>
      change({ orderId, clientId: null }, (trx, order) => writeNote(trx, { order, text, authorId, callId, at: now() })),
  }
}

type CallbackPlan = { orderId: string; at: number; agentId: string | null; note: string; authorId: string }

/** The same inside a transaction of the caller, who wakes the dialer and the webhooks after its commit. */
function createOrderDecisions({ outbox, now }: Pick<OrderServiceDeps, 'outbox' | 'now'>) {
  async function lock(trx: Knex.Transaction, orderId: string): Promise<OrderRow> {
    const order = await lockOrder(trx, orderId)
    if (!order) throw notFound(orderId)
    return order
  }

  return {
    /** Of an order that the caller has locked; answers messages for the caller's outbox. Errors: `order/wrong-status`. */
    async confirmWithin(trx: Knex.Transaction, confirmation: Confirmation): Promise<OutboxMessage[]> {
      requireOpen(confirmation.order)
      return writeConfirmation(trx, confirmation)
    },

    /** Errors: `order/not-found`, `order/wrong-status`. */
    async cancelOrder(
      trx: Knex.Transaction,
      { orderId, reason, authorId, at }: { orderId: string; reason: string; authorId: string; at: number },
    ): Promise<void> {
      const order = await lock(trx, orderId)
      const actor = { userId: authorId, callId: null }
      await outbox.write(trx, await writeCancellation(trx, { order, reason, actor, at }))
    },

    /**
     * `at`: when the customer wants to be called; `agentId`: by whom, null for anyone. Errors: as {@link cancelOrder}, and
     * `request/invalid` for the time.
     */
    async planCallback(trx: Knex.Transaction, { orderId, at, agentId, note, authorId }: CallbackPlan): Promise<void> {
      const order = await lock(trx, orderId)
      const actor = { userId: authorId, callId: null }
      await writeCallback(trx, { order, callbackAt: at, agentId, note, actor, at: now() })
    },
  }
}

function notFound(orderId: string): AppError<ErrorCode> {
  return new AppError<ErrorCode>('order/not-found', { orderId })
}
