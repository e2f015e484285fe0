import {
  callbackChangeSchema,
  callbackInputSchema,
  callbackListQuerySchema,
  callbackOutlookSchema,
} from '@orderline/domain/contract'
import { idParamsSchema } from '../administration/administered-routes.ts'
import { authorize, sessionOf } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpContext, type HttpRouter } from '../http/http-types.ts'
import { bodyOf, paramsOf, queryOf, validate } from '../http/validate.ts'
import { mayPromise } from './callbacks-policy.ts'
import type { CallbacksService } from './callbacks-service.ts'

export type CallbacksRoutesDeps = { guards: HttpGuards; callbacks: CallbacksService }

export function createCallbacksRoutes({ guards, callbacks }: CallbacksRoutesDeps): HttpRouter {
  const router = createRouter()
  const may = [guards.rateLimit('session'), guards.authenticateSession, authorize(mayPromise)]
  const idOf = (ctx: HttpContext) => paramsOf(ctx, idParamsSchema).id

  router.get('/api/callbacks', ...may, validate({ query: callbackListQuerySchema }), async (ctx) => {
    ctx.body = await callbacks.list(queryOf(ctx, callbackListQuerySchema), sessionOf(ctx))
  })
  router.get('/api/callbacks/choices', ...may, async (ctx) => {
    ctx.body = await callbacks.choices(sessionOf(ctx))
  })
  // It changes nothing; what it names does not belong into an address, which is logged.
  router.post('/api/callbacks/outlook', ...may, validate({ body: callbackOutlookSchema }), async (ctx) => {
    ctx.body = await callbacks.outlook(bodyOf(ctx, callbackOutlookSchema), sessionOf(ctx))
  })
  router.post('/api/callbacks', ...may, validate({ body: callbackInputSchema }), async (ctx) => {
    ctx.body = await callbacks.create(bodyOf(ctx, callbackInputSchema), sessionOf(ctx))
    ctx.status = 201
  })
  router.patch(
    '/api/callbacks/:id',
    ...may,
    validate({ params: idParamsSchema, body: callbackChangeSchema }),
    async (ctx) => {
      ctx.body = await callbacks.change(idOf(ctx), bodyOf(ctx, callbackChangeSchema), sessionOf(ctx))
    },
  )
  router.delete('/api/callbacks/:id', ...may, validate({ params: idParamsSchema }), async (ctx) => {
    await callbacks.cancel(idOf(ctx), sessionOf(ctx))
    ctx.status = 204
  })
  return router
}
