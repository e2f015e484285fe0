import { z } from 'zod'
import { idSchema, noteInputSchema, orderListQuerySchema, type OrderView, type Page } from '@orderline/domain/contract'
import type { Database } from '@orderline/db'
import { AppError } from '@orderline/runtime/errors'
import { seesWholeNumbers } from '../customers/customer-policy.ts'
import { authorize, sessionOf } from '../http/authorize.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter, type Session } from '../http/http-types.ts'
import { bodyOf, paramsOf, queryOf, validate } from '../http/validate.ts'
import { isSeen, type ClientSight, type ContactAtHand } from '../sight/client-sight.ts'
import { mayNoteOrders, mayReadOrders } from './order-policy.ts'
import { maskOrder } from './order-presenter.ts'
import { findOrder, listOrders } from './order-repository.ts'
import type { OrderService } from './order-service.ts'
import { findTimeline } from './order-timeline.ts'

const oneOrder = z.object({ id: idSchema })

export type OrderRoutesDeps = {
  guards: HttpGuards
  db: Database
  orders: OrderService
  sight: ClientSight
  atHand: ContactAtHand
}

/** Orders as people of the centre, and a shop's own people, see them. */
export function createOrderRoutes({ guards, db, orders, sight, atHand }: OrderRoutesDeps): HttpRouter {
  const router = createRouter()
  const known = [guards.rateLimit('session'), guards.authenticateSession]
  const reader = [...known, authorize(mayReadOrders)]
  const writer = [...known, authorize(mayNoteOrders)]

  async function load(id: string, session: Session): Promise<OrderView> {
    const order = await findOrder(db, id)
    if (!order || !(await maySee(order, session))) throw new AppError<ErrorCode>('order/not-found', { id })
    return order
  }

  async function maySee({ id, clientId }: OrderView, session: Session): Promise<boolean> {
    return isSeen(await sight(session), clientId) || atHand(session.userId)?.orderId === id
  }

  router.get('/api/orders', ...reader, validate({ query: orderListQuerySchema }), async (ctx) => {
    const { from, limit, offset, ...filter } = queryOf(ctx, orderListQuerySchema)
    const session = sessionOf(ctx)
    const narrowed = { ...filter, seenClients: await sight(session), receivedFrom: from }
    const page: Page<OrderView> = await listOrders(db, narrowed, { limit, offset })
    ctx.body = { ...page, items: page.items.map((order) => forReader(order, session)) }
  })

  router.get('/api/orders/:id', ...reader, validate({ params: oneOrder }), async (ctx) => {
    const session = sessionOf(ctx)
    ctx.body = forReader(await load(paramsOf(ctx, oneOrder).id, session), session)
  })

  router.get('/api/orders/:id/timeline', ...reader, validate({ params: oneOrder }), async (ctx) => {
    const { id } = await load(paramsOf(ctx, oneOrder).id, sessionOf(ctx))
    ctx.body = await findTimeline(db, id)
  })

  const note = validate({ params: oneOrder, body: noteInputSchema })
  router.post('/api/orders/:id/notes', ...writer, note, async (ctx) => {
    const { text } = bodyOf(ctx, noteInputSchema)
    const { id } = await load(paramsOf(ctx, oneOrder).id, sessionOf(ctx))
    await orders.addNote(id, { text, authorId: sessionOf(ctx).userId })
    ctx.status = 201
    ctx.body = await findTimeline(db, id)
  })

  return router
}

function forReader(order: OrderView, session: Session): OrderView {
  return seesWholeNumbers(session) ? order : maskOrder(order)
}
