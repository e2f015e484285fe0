import { z } from 'zod'
import { answersPatchSchema, idSchema } from '@orderline/domain/contract'
import { authorize, sessionOf } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { bodyOf, paramsOf, validate } from '../http/validate.ts'
import { mayFillIn } from './answers-policy.ts'
import type { AnswersService } from './answers-service.ts'

const one = z.object({ id: idSchema })

export type AnswersRoutesDeps = { guards: HttpGuards; answers: AnswersService }

export function createAnswersRoutes({ guards, answers }: AnswersRoutesDeps): HttpRouter {
  const router = createRouter()
  const writer = [guards.rateLimit('session'), guards.authenticateSession, authorize(mayFillIn)]

  router.patch('/api/answers/:id', ...writer, validate({ params: one, body: answersPatchSchema }), async (ctx) => {
    const { values } = bodyOf(ctx, answersPatchSchema)
    ctx.body = await answers.patch(paramsOf(ctx, one).id, values, sessionOf(ctx))
  })

  router.post('/api/answers/:id/complete', ...writer, validate({ params: one }), async (ctx) => {
    ctx.body = await answers.complete(paramsOf(ctx, one).id, sessionOf(ctx))
  })

  return router
}
