import { z } from 'zod'
import { apiKeyInputSchema, clientInputSchema, idSchema, webhookTargets } from '@orderline/domain/contract'
import { createAdministeredRoutes, idParamsSchema } from '../administration/administered-routes.ts'
import { authorize, roles, sessionOf } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import type { HttpRouter } from '../http/http-types.ts'
import { bodyOf, paramsOf, validate } from '../http/validate.ts'
import type { ApiKeysService } from './api-keys-service.ts'
import type { ClientsService } from './clients-service.ts'

const keyParamsSchema = z.strictObject({ id: idSchema, keyId: idSchema })
const secretParamsSchema = z.strictObject({ id: idSchema, target: z.enum(webhookTargets) })
const path = '/api/admin/clients'

export type ClientsRoutesDeps = { guards: HttpGuards; clients: ClientsService; apiKeys: ApiKeysService }

/** Clients, their API keys, and the secrets that sign their webhooks. */
export function createClientsRoutes({ guards, clients, apiKeys }: ClientsRoutesDeps): HttpRouter {
  const router = createAdministeredRoutes({ path, guards, service: clients, inputSchema: clientInputSchema })
  const admin = [guards.rateLimit('session'), guards.authenticateSession, authorize(roles('admin'))]
  const ofClient = validate({ params: idParamsSchema })

  router.get(`${path}/:id/webhook-secrets`, ...admin, ofClient, async (ctx) => {
    ctx.body = await clients.webhookSecrets(paramsOf(ctx, idParamsSchema).id, sessionOf(ctx))
  })
  const ofSecret = validate({ params: secretParamsSchema })
  router.post(`${path}/:id/webhook-secrets/:target/renew`, ...admin, ofSecret, async (ctx) => {
    const { id, target } = paramsOf(ctx, secretParamsSchema)
    ctx.body = await clients.renewWebhookSecret(id, target, sessionOf(ctx))
  })
  router.get(`${path}/:id/api-keys`, ...admin, ofClient, async (ctx) => {
    const items = await apiKeys.list(paramsOf(ctx, idParamsSchema).id)
    ctx.body = { items, total: items.length }
  })
  const newKey = validate({ params: idParamsSchema, body: apiKeyInputSchema })
  router.post(`${path}/:id/api-keys`, ...admin, newKey, async (ctx) => {
    const { label } = bodyOf(ctx, apiKeyInputSchema)
    ctx.status = 201
    ctx.body = await apiKeys.create(paramsOf(ctx, idParamsSchema).id, label, sessionOf(ctx))
  })
  router.delete(`${path}/:id/api-keys/:keyId`, ...admin, validate({ params: keyParamsSchema }), async (ctx) => {
    const { id, keyId } = paramsOf(ctx, keyParamsSchema)
    await apiKeys.revoke(id, keyId, sessionOf(ctx))
    ctx.status = 204
  })
  return router
}
