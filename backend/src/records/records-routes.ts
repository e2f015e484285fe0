import { z } from 'zod'
import { callListQuerySchema, idSchema, pageQuerySchema } from '@orderline/domain/contract'
import { authorize, sessionOf } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { paramsOf, queryOf, validate } from '../http/validate.ts'
import { mayHandleMissedCalls, mayReadCalls } from './records-policy.ts'
import type { RecordsService } from './records-service.ts'

const oneCall = z.object({ id: idSchema })

export type RecordsRoutesDeps = { guards: HttpGuards; records: RecordsService }

export function createRecordsRoutes({ guards, records }: RecordsRoutesDeps): HttpRouter {
  const router = createRouter()
  const known = [guards.rateLimit('session'), guards.authenticateSession]
  const reader = [...known, authorize(mayReadCalls)]
  const handler = [...known, authorize(mayHandleMissedCalls)]

  router.get('/api/calls', ...reader, validate({ query: callListQuerySchema }), async (ctx) => {
    ctx.body = await records.list(queryOf(ctx, callListQuerySchema), sessionOf(ctx))
  })

  router.get('/api/calls/missed', ...handler, validate({ query: pageQuerySchema }), async (ctx) => {
    ctx.body = await records.listMissed(queryOf(ctx, pageQuerySchema), sessionOf(ctx))
  })

  router.get('/api/calls/:id', ...reader, validate({ params: oneCall }), async (ctx) => {
    ctx.body = await records.detail(paramsOf(ctx, oneCall).id, sessionOf(ctx))
  })

  router.post('/api/calls/:id/handled', ...handler, validate({ params: oneCall }), async (ctx) => {
    ctx.body = await records.markHandled(paramsOf(ctx, oneCall).id, sessionOf(ctx))
  })

  return router
}
