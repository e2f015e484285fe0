import { z } from 'zod'
import { deliveredInputSchema, idSchema, pageQuerySchema } from '@orderline/domain/contract'
import type { Database } from '@orderline/db'
import { authorize, roles, sessionOf } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { bodyOf, paramsOf, queryOf, validate } from '../http/validate.ts'
import type { OrderService } from '../orders/order-service.ts'
import { listDeliveries } from './delivery-repository.ts'

const oneOrder = z.object({ orderId: idSchema })

export type DeliveryRoutesDeps = { guards: HttpGuards; db: Database; orders: Pick<OrderService, 'setDelivered'> }

/** CC-36: what logistics has to bring, with everything that the agents wrote. */
export function createDeliveryRoutes({ guards, db, orders }: DeliveryRoutesDeps): HttpRouter {
  const router = createRouter()
  const reader = [
    guards.rateLimit('session'),
    guards.authenticateSession,
    authorize(roles('logistics', 'supervisor', 'admin')),
  ]

  router.get('/api/deliveries', ...reader, validate({ query: pageQuerySchema }), async (ctx) => {
    const { search, ...page } = queryOf(ctx, pageQuerySchema)
    ctx.body = await listDeliveries(db, search, page)
  })

  /** CC-35: the customer has the goods; said by those who brought them. */
  const change = validate({ params: oneOrder, body: deliveredInputSchema })
  router.put('/api/deliveries/:orderId/delivered', ...reader, change, async (ctx) => {
    const { deliveredAt } = bodyOf(ctx, deliveredInputSchema)
    await orders.setDelivered(paramsOf(ctx, oneOrder).orderId, { deliveredAt, authorId: sessionOf(ctx).userId })
    ctx.status = 204
  })

  return router
}
