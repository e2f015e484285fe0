import {
  campaignActionSchema,
  campaignInputSchema,
  recordListQuerySchema,
  type CampaignView,
} from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import { idParamsSchema } from '../administration/administered-routes.ts'
import { shopOf } from '../customers/customer-policy.ts'
import { authorize, sessionOf } from '../http/authorize.ts'
import { answerTagged, ifMatch } from '../http/entity-tag.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpContext, type HttpRouter } from '../http/http-types.ts'
import { bodyOf, paramsOf, queryOf, validate } from '../http/validate.ts'
import type { CampaignProgressReader } from './campaign-progress.ts'
import { mayReadCampaigns, mayRunCampaigns } from './campaigns-policy.ts'
import { campaignListQuerySchema } from './campaigns-query.ts'
import type { CampaignsService } from './campaigns-service.ts'

export type CampaignsRoutesDeps = { guards: HttpGuards; campaigns: CampaignsService; progress: CampaignProgressReader }

const one = { params: idParamsSchema }

export function createCampaignsRoutes({ guards, campaigns, progress }: CampaignsRoutesDeps): HttpRouter {
  const router = createRouter()
  const known = [guards.rateLimit('session'), guards.authenticateSession]
  const mayRead = [...known, authorize(mayReadCampaigns)]
  const mayRun = [...known, authorize(mayRunCampaigns)]
  const idOf = (ctx: HttpContext) => paramsOf(ctx, idParamsSchema).id

  /** A shop sees its own campaigns; another one's does not exist for it. */
  async function seen(ctx: HttpContext): Promise<CampaignView> {
    const campaign = await campaigns.get(idOf(ctx))
    const shop = shopOf(sessionOf(ctx))
    if (shop === null || shop === campaign.clientId) return campaign
    throw new AppError<ErrorCode>('campaign/not-found', { id: campaign.id })
  }

  router.get('/api/campaigns', ...mayRead, validate({ query: campaignListQuerySchema }), async (ctx) => {
    const query = queryOf(ctx, campaignListQuerySchema)
    const shop = shopOf(sessionOf(ctx))
    ctx.body = await campaigns.list(shop === null ? query : { ...query, clientId: shop })
  })
  router.get('/api/campaigns/:id', ...mayRead, validate(one), async (ctx) => {
    answerTagged(ctx, await seen(ctx))
  })
  router.get('/api/campaigns/:id/progress', ...mayRead, validate(one), async (ctx) => {
    ctx.body = await progress.progress(await seen(ctx))
  })
  router.get('/api/campaigns/:id/history', ...mayRead, validate(one), async (ctx) => {
    ctx.body = await progress.history(await seen(ctx))
  })
  router.get(
    '/api/campaigns/:id/records',
    ...mayRun,
    validate({ ...one, query: recordListQuerySchema }),
    async (ctx) => {
      const { id } = await seen(ctx)
      ctx.body = await campaigns.records(id, queryOf(ctx, recordListQuerySchema))
    },
  )
  router.post('/api/campaigns', ...mayRun, validate({ body: campaignInputSchema }), async (ctx) => {
    const view = await campaigns.create(bodyOf(ctx, campaignInputSchema), sessionOf(ctx))
    ctx.status = 201
    ctx.set('Location', `/api/campaigns/${view.id}`)
    answerTagged(ctx, view)
  })
  router.put('/api/campaigns/:id', ...mayRun, validate({ ...one, body: campaignInputSchema }), async (ctx) => {
    const by = { actor: sessionOf(ctx), ifVersion: ifMatch(ctx) }
    answerTagged(ctx, await campaigns.update(idOf(ctx), bodyOf(ctx, campaignInputSchema), by))
  })
  router.post('/api/campaigns/:id/status', ...mayRun, validate({ ...one, body: campaignActionSchema }), async (ctx) => {
    answerTagged(ctx, await campaigns.act(idOf(ctx), bodyOf(ctx, campaignActionSchema).action, sessionOf(ctx)))
  })
  router.delete('/api/campaigns/:id', ...mayRun, validate(one), async (ctx) => {
    await campaigns.remove(idOf(ctx), sessionOf(ctx))
    ctx.status = 204
  })
  return router
}
