import { handCallCustomerQuerySchema, handCallInputSchema, handCardSchema } from '@orderline/domain/contract'
import { idParamsSchema } from '../administration/administered-routes.ts'
import { authorize, roles, sessionOf } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { bodyOf, paramsOf, queryOf, validate } from '../http/validate.ts'
import type { HandCallsService } from './hand-calls-service.ts'

export type HandCallsRoutesDeps = { guards: HttpGuards; handCalls: HandCallsService }

/** An agent dials a number by hand. The answer to the dial itself comes as a screen. */
export function createHandCallsRoutes({ guards, handCalls }: HandCallsRoutesDeps): HttpRouter {
  const router = createRouter()
  const own = [guards.rateLimit('session'), guards.authenticateSession, authorize(roles('agent'))]

  router.get('/api/hand-calls/customer', ...own, validate({ query: handCallCustomerQuerySchema }), async (ctx) => {
    ctx.body = await handCalls.customer(queryOf(ctx, handCallCustomerQuerySchema), sessionOf(ctx))
  })
  router.post('/api/hand-calls', ...own, validate({ body: handCallInputSchema }), async (ctx) => {
    ctx.body = await handCalls.create(bodyOf(ctx, handCallInputSchema), sessionOf(ctx))
    ctx.status = 201
  })
  const ofCall = validate({ params: idParamsSchema, body: handCardSchema })
  router.put('/api/hand-calls/:id/card', ...own, ofCall, async (ctx) => {
    ctx.body = await handCalls.enterCard(paramsOf(ctx, idParamsSchema).id, bodyOf(ctx, handCardSchema), sessionOf(ctx))
  })
  return router
}
