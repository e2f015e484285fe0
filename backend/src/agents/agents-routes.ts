import { z } from 'zod'
import { agentStateInputSchema, wrapUpInputSchema } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import { authorize, roles, sessionOf } from '../http/authorize.ts'
import type { ErrorCode } from '../http/error-codes.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { bodyOf, validate } from '../http/validate.ts'
import type { Desktops } from '../realtime/desktops.ts'
import type { AgentDesk } from './agent-desk.ts'
import type { WrapUps } from './wrap-ups.ts'

const helpSchema = z.strictObject({ message: z.string().trim().max(500).default('') })

export type AgentsRoutesDeps = {
  guards: HttpGuards
  desk: AgentDesk
  desktops: Pick<Desktops, 'fresh'>
  wrapUps: WrapUps
}

/** An agent's own state and screen. */
export function createAgentsRoutes({ guards, desk, desktops, wrapUps }: AgentsRoutesDeps): HttpRouter {
  const router = createRouter()
  const own = [guards.rateLimit('session'), guards.authenticateSession, authorize(roles('agent'))]

  router.get('/api/agent/desktop', ...own, async (ctx) => {
    const { userId } = sessionOf(ctx)
    const desktop = await desktops.fresh(userId)
    if (!desktop) throw new AppError<ErrorCode>('agent/not-found')
    ctx.body = desktop
  })
  router.get('/api/agent/sip-account', ...own, async (ctx) => {
    ctx.body = await desk.sipAccount(sessionOf(ctx))
  })
  router.get('/api/agent/targets', ...own, (ctx) => {
    ctx.body = desk.targets(sessionOf(ctx).userId)
  })
  router.post('/api/agent/state', ...own, validate({ body: agentStateInputSchema }), async (ctx) => {
    await desk.setState(sessionOf(ctx).userId, bodyOf(ctx, agentStateInputSchema))
    ctx.status = 204
  })
  router.post('/api/agent/wrap-up', ...own, validate({ body: wrapUpInputSchema }), async (ctx) => {
    await wrapUps.finish(sessionOf(ctx).userId, bodyOf(ctx, wrapUpInputSchema))
    ctx.status = 204
  })
  router.post('/api/agent/wrap-up/extend', ...own, async (ctx) => {
    await wrapUps.extend(sessionOf(ctx).userId)
    ctx.status = 204
  })
  router.post('/api/agent/help', ...own, validate({ body: helpSchema }), (ctx) => {
    desk.askForHelp(sessionOf(ctx).userId, bodyOf(ctx, helpSchema).message)
    ctx.status = 204
  })
  return router
}
