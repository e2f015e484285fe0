import { z } from 'zod'
import { machineJudgementInputSchema, skipInputSchema, transferInputSchema } from '@orderline/domain/contract'
import { authorize, roles, sessionOf } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpContext, type HttpRouter } from '../http/http-types.ts'
import { bodyOf, validate } from '../http/validate.ts'
import type { CallCommands } from './call-commands.ts'

const holdSchema = z.strictObject({ on: z.boolean() })
const recordingSchema = z.strictObject({ paused: z.boolean() })
const dtmfSchema = z.strictObject({ digits: z.string().regex(/^[0-9*#A-D]{1,32}$/) })
const emptySchema = z.strictObject({})

export type CallsRoutesDeps = { guards: HttpGuards; commands: CallCommands }

/** The call-control bar. Every route acts on the call of the agent who is logged in; the answer comes as a screen. */
export function createCallsRoutes({ guards, commands }: CallsRoutesDeps): HttpRouter {
  const router = createRouter()
  const own = [guards.rateLimit('session'), guards.authenticateSession, authorize(roles('agent'))]
  const route = <S extends z.ZodType>(path: string, schema: S, act: Act<S>) => {
    router.post(`/api/agent/call/${path}`, ...own, validate({ body: schema }), async (ctx: HttpContext) => {
      await act(sessionOf(ctx).userId, bodyOf(ctx, schema))
      ctx.status = 204
    })
  }
  route('answer', emptySchema, (agentId) => commands.answer(agentId))
  route('decline', emptySchema, (agentId) => commands.decline(agentId))
  route('start', emptySchema, (agentId) => commands.startPreview(agentId))
  route('skip', skipInputSchema, (agentId, skip) => commands.skipPreview(agentId, skip))
  route('hang-up', emptySchema, (agentId) => commands.hangUp(agentId))
  route('hold', holdSchema, (agentId, { on }) => commands.hold(agentId, on))
  route('recording', recordingSchema, (agentId, { paused }) => commands.pauseRecording(agentId, paused))
  route('machine', machineJudgementInputSchema, (agentId, said) => commands.judgeMachine(agentId, said))
  route('dtmf', dtmfSchema, (agentId, { digits }) => commands.sendDtmf(agentId, digits))
  route('transfer', transferInputSchema, (agentId, transfer) => commands.transfer(agentId, transfer))
  route('transfer/complete', emptySchema, (agentId) => commands.completeTransfer(agentId))
  route('transfer/cancel', emptySchema, (agentId) => commands.cancelTransfer(agentId))
  route('transfer/conference', emptySchema, (agentId) => commands.makeConference(agentId))
  return router
}

type Act<S extends z.ZodType> = (agentId: string, body: z.output<S>) => Promise<void>
