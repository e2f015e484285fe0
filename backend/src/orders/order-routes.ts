import { z } from 'zod'
import { idSchema, noteInputSchema, orderListQuerySchema, type OrderView, type Page } from '@orderline/domain/contract'
import type { Database } from '@orderline/db'
import { AppError } from '@orderline/runtime/errors'
import { seesWholeNumbers, shopOf } from '../customers/customer-policy.ts'
import { authorize, sessionOf } from '../http/authorize.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter, type Session } from '../http/http-types.ts'
import { bodyOf, paramsOf, queryOf, validate } from '../http/validate.ts'
import { mayNoteOrders, mayReadOrders } from './order-policy.ts'
import { maskOrder } from './order-presenter.ts'
import { findOrder, listOrders } from './order-repository.ts'
import type { OrderService } from './order-service.ts'
import { findTimeline } from './order-timeline.ts'

const oneOrder = z.object({ id: idSchema })

export type OrderRoutesDeps = { guards: HttpGuards; db: Database; orders: OrderService }

/** Orders as people of the centre, and a shop's own people, see them. */
export function createOrderRoutes({ guards, db, orders }: OrderRoutesDeps): HttpRouter {
  const router = createRouter()
  const known = [guards.rateLimit('session'), guards.authenticateSession]
  const reader = [...known, authorize(mayReadOrders)]
  const writer = [...known, authorize(mayNoteOrders)]

  router.get('/api/orders', ...reader, validate({ query: orderListQuerySchema }), async (ctx) => {
    const { clientId, from, limit, offset, ...filter } = queryOf(ctx, orderListQuerySchema)
    const session = sessionOf(ctx)
    const narrowed = { ...filter, clientId: shopOf(session) ?? clientId, receivedFrom: from }
    const page: Page<OrderView> = await listOrders(db, narrowed, { limit, offset })
    ctx.body = { ...page, items: page.items.map((order) => forReader(order, session)) }
  })

  router.get('/api/orders/:id', ...reader, validate({ params: oneOrder }), async (ctx) => {
    const session = sessionOf(ctx)
    ctx.body = forReader(await load(db, paramsOf(ctx, oneOrder).id, session), session)
  })

  router.get('/api/orders/:id/timeline', ...reader, validate({ params: oneOrder }), async (ctx) => {
    const { id } = await load(db, paramsOf(ctx, oneOrder).id, sessionOf(ctx))
    ctx.body = await findTimeline(db, id)
  })

  const note = validate({ params: oneOrder, body: noteInputSchema })
  router.post('/api/orders/:id/notes', ...writer, note, async (ctx) => {
    const { text } = bodyOf(ctx, noteInputSchema)
    const { id } = paramsOf(ctx, oneOrder)
    await orders.addNote(id, { text, authorId: sessionOf(ctx).userId })
    ctx.status = 201
    ctx.body = await findTimeline(db, id)
  })

  return router
}

async function load(db: Database, id: string, session: Session): Promise<OrderView> {
  const order = await findOrder(db, id)
  const shop = shopOf(session)
  if (!order || (shop && order.clientId !== shop)) throw new AppError<ErrorCode>('order/not-found', { id })
  return order
}

function forReader(order: OrderView, session: Session): OrderView {
  return seesWholeNumbers(session) ? order : maskOrder(order)
}
