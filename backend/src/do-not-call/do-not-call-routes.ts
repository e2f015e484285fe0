import { doNotCallInputSchema } from '@orderline/domain/contract'
import { parsePhone } from '@orderline/domain/phone'
import { AppError } from '@orderline/runtime/errors'
import { idParamsSchema } from '../administration/administered-routes.ts'
import { mayRunCampaigns } from '../campaigns/campaigns-policy.ts'
import { apiClient, apiClientOf, authorize, sessionOf } from '../http/authorize.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { bodyOf, invalidRequest, paramsOf, queryOf, validate } from '../http/validate.ts'
import { doNotCallListQuerySchema, shopEntrySchema } from './do-not-call-query.ts'
import type { DoNotCallService } from './do-not-call-service.ts'

export type DoNotCallRoutesDeps = {
  guards: HttpGuards
  doNotCall: DoNotCallService
  findShop: (clientId: string) => { country: string } | undefined
}

export function createDoNotCallRoutes({ guards, doNotCall, findShop }: DoNotCallRoutesDeps): HttpRouter {
  const router = createRouter()
  const mayKeep = [guards.rateLimit('session'), guards.authenticateSession, authorize(mayRunCampaigns)]
  const shop = [guards.rateLimit('api'), guards.authenticateApiKey, authorize(apiClient)]

  router.get('/api/do-not-call', ...mayKeep, validate({ query: doNotCallListQuerySchema }), async (ctx) => {
    ctx.body = await doNotCall.list(queryOf(ctx, doNotCallListQuerySchema))
  })
  router.post('/api/do-not-call', ...mayKeep, validate({ body: doNotCallInputSchema }), async (ctx) => {
    const { userId: authorId } = sessionOf(ctx)
    ctx.body = await doNotCall.add({ ...bodyOf(ctx, doNotCallInputSchema), source: 'supervisor', authorId })
    ctx.status = 201
  })
  router.delete('/api/do-not-call/:id', ...mayKeep, validate({ params: idParamsSchema }), async (ctx) => {
    await doNotCall.remove(paramsOf(ctx, idParamsSchema).id, sessionOf(ctx))
    ctx.status = 204
  })

  /** A shop's own number: its customers are not called for it any more. */
  router.post('/api/v1/do-not-call', ...shop, validate({ body: shopEntrySchema }), async (ctx) => {
    const { clientId } = apiClientOf(ctx)
    const { phone, note } = bodyOf(ctx, shopEntrySchema)
    const number = readPhone(phone, findShop(clientId)?.country)
    const { id, createdAt } = await doNotCall.add({ number, clientId, note, source: 'api', authorId: null })
    ctx.body = { id, number, note, createdAt }
    ctx.status = 201
  })
  return router
}

function readPhone(phone: string, country: string | undefined): string {
  if (country === undefined) throw new AppError<ErrorCode>('client/not-found')
  const number = parsePhone(phone, country)
  if (number !== undefined) return number
  const detail = `no telephone number of ${country} or of any country`
  throw invalidRequest([{ pointer: '/phone', code: 'not-a-phone', detail }])
}
