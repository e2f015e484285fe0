import { z } from 'zod'
import { idSchema, pageQuerySchema, questionnaireInputSchema } from '@orderline/domain/contract'
import { authorize, roles } from '../http/authorize.ts'
import { answerTagged, ifMatch } from '../http/entity-tag.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { bodyOf, paramsOf, queryOf, validate } from '../http/validate.ts'
import type { QuestionnaireService } from './questionnaire-service.ts'

const one = z.object({ id: idSchema })
const listQuery = pageQuerySchema.extend({ clientId: idSchema.optional() })

export type QuestionnaireRoutesDeps = { guards: HttpGuards; questionnaires: QuestionnaireService }

export function createQuestionnaireRoutes({ guards, questionnaires }: QuestionnaireRoutesDeps): HttpRouter {
  const router = createRouter()
  const path = '/api/admin/questionnaires'
  const known = [guards.rateLimit('session'), guards.authenticateSession]
  const admin = [...known, authorize(roles('admin'))]

  // Who makes a campaign chooses one of them.
  router.get(path, ...known, authorize(roles('admin', 'supervisor')), validate({ query: listQuery }), async (ctx) => {
    const { limit, offset, ...filter } = queryOf(ctx, listQuery)
    ctx.body = await questionnaires.list(filter, { limit, offset })
  })

  router.get(`${path}/:id`, ...admin, validate({ params: one }), async (ctx) => {
    answerTagged(ctx, await questionnaires.get(paramsOf(ctx, one).id))
  })

  router.post(path, ...admin, validate({ body: questionnaireInputSchema }), async (ctx) => {
    answerTagged(ctx, await questionnaires.create(bodyOf(ctx, questionnaireInputSchema)))
    ctx.status = 201
  })

  router.put(`${path}/:id`, ...admin, validate({ params: one, body: questionnaireInputSchema }), async (ctx) => {
    const { id } = paramsOf(ctx, one)
    answerTagged(ctx, await questionnaires.update(id, bodyOf(ctx, questionnaireInputSchema), ifMatch(ctx)))
  })

  router.delete(`${path}/:id`, ...admin, validate({ params: one }), async (ctx) => {
    await questionnaires.remove(paramsOf(ctx, one).id)
    ctx.status = 204
  })

  router.post(`${path}/:id/publish`, ...admin, validate({ params: one }), async (ctx) => {
    answerTagged(ctx, await questionnaires.publish(paramsOf(ctx, one).id, ifMatch(ctx)))
  })

  return router
}
