import { orderClockQuerySchema } from '@orderline/domain/contract'
import { shopOf } from '../customers/customer-policy.ts'
import { authorize, roles, sessionOf } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { queryOf, validate } from '../http/validate.ts'
import type { OrderClockService } from './order-clock-service.ts'

export type OrderClockRoutesDeps = { guards: HttpGuards; orderClock: OrderClockService }

/** The board of 15 minutes; a client's user sees its own shop. */
export function createOrderClockRoutes({ guards, orderClock }: OrderClockRoutesDeps): HttpRouter {
  const router = createRouter()
  const reader = [
    guards.rateLimit('session'),
    guards.authenticateSession,
    authorize(roles('supervisor', 'admin', 'client')),
  ]

  router.get('/api/order-clock', ...reader, validate({ query: orderClockQuerySchema }), async (ctx) => {
    const query = queryOf(ctx, orderClockQuerySchema)
    ctx.body = await orderClock.board({ ...query, clientId: shopOf(sessionOf(ctx)) ?? query.clientId })
  })

  return router
}
