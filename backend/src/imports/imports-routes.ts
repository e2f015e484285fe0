import type { Readable } from 'node:stream'
import { z } from 'zod'
import { idSchema } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import { idParamsSchema } from '../administration/administered-routes.ts'
import { mayRunCampaigns } from '../campaigns/campaigns-policy.ts'
import { authorize, sessionOf } from '../http/authorize.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpContext, type HttpRouter } from '../http/http-types.ts'
import { isUpload } from '../http/uploads.ts'
import { paramsOf, queryOf, validate } from '../http/validate.ts'
import type { ImportsService } from './imports-service.ts'

export type ImportsRoutesDeps = { guards: HttpGuards; imports: ImportsService }

const fileName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, 'a name without control characters')
const recordsQuery = z.strictObject({ fileName })
const numbersQuery = z.strictObject({ fileName, clientId: idSchema.optional() })
const one = { params: idParamsSchema }

/** The body of an upload is the file itself, as `application/octet-stream`; its name stands in the query. */
export function createImportsRoutes({ guards, imports }: ImportsRoutesDeps): HttpRouter {
  const router = createRouter()
  const may = [guards.rateLimit('session'), guards.authenticateSession, authorize(mayRunCampaigns)]
  const idOf = (ctx: HttpContext) => paramsOf(ctx, idParamsSchema).id

  router.get('/api/campaigns/:id/imports', ...may, validate(one), async (ctx) => {
    ctx.body = await imports.list(idOf(ctx))
  })
  router.post('/api/campaigns/:id/imports', ...may, validate({ ...one, query: recordsQuery }), async (ctx) => {
    const upload = { ...queryOf(ctx, recordsQuery), ...bodyOfUpload(ctx), userId: sessionOf(ctx).userId }
    ctx.body = await imports.receive({ ...upload, kind: 'records', campaignId: idOf(ctx) })
    ctx.status = 202
  })
  router.post('/api/do-not-call/imports', ...may, validate({ query: numbersQuery }), async (ctx) => {
    const { fileName, clientId = null } = queryOf(ctx, numbersQuery)
    const upload = { fileName, ...bodyOfUpload(ctx), userId: sessionOf(ctx).userId }
    ctx.body = await imports.receive({ ...upload, kind: 'do-not-call', clientId })
    ctx.status = 202
  })
  router.get('/api/imports/:id', ...may, validate(one), async (ctx) => {
    ctx.body = await imports.get(idOf(ctx))
  })
  router.get('/api/imports/:id/errors.csv', ...may, validate(one), async (ctx) => {
    ctx.body = await imports.errors(idOf(ctx))
    ctx.type = 'text/csv; charset=utf-8'
    ctx.set('Content-Disposition', 'attachment; filename="errors.csv"')
  })
  return router
}

/** Throws `import/wrong-type` for a request without a file: what came as JSON is read already, and nothing would be left. */
function bodyOfUpload(ctx: HttpContext): { body: Readable; length: number | undefined } {
  if (!isUpload(ctx)) throw new AppError<ErrorCode>('import/wrong-type')
  return { body: ctx.req, length: ctx.request.length }
}
