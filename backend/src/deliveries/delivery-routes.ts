import { pageQuerySchema } from '@orderline/domain/contract'
import type { Database } from '@orderline/db'
import { authorize, roles } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { queryOf, validate } from '../http/validate.ts'
import { listDeliveries } from './delivery-repository.ts'

export type DeliveryRoutesDeps = { guards: HttpGuards; db: Database }

/** CC-36: what logistics has to bring, with everything that the agents wrote. */
export function createDeliveryRoutes({ guards, db }: DeliveryRoutesDeps): HttpRouter {
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

  return router
}
