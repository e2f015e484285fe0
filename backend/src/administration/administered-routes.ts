import { z } from 'zod'
import { idSchema, pageQuerySchema, type PageQuery } from '@orderline/domain/contract'
import { authorize, roles, sessionOf } from '../http/authorize.ts'
import { answerTagged, ifMatch } from '../http/entity-tag.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { bodyOf, paramsOf, queryOf, validate } from '../http/validate.ts'
import type { AdministeredService } from './administered-service.ts'

export const idParamsSchema = z.strictObject({ id: idSchema })

export type AdministeredRoutesDeps<S extends z.ZodType, View> = {
  /** `/api/admin/skills` */
  path: string
  guards: HttpGuards
  service: AdministeredService<z.output<S>, View>
  inputSchema: S
  /** The same for a record that is made, where it needs more. */
  newInputSchema?: z.ZodType<z.output<S>>
  listQuerySchema?: z.ZodType<PageQuery>
}

/** The five routes of a noun that administrators keep; supervisors may look. */
export function createAdministeredRoutes<S extends z.ZodType, View extends { id: string }>(
  deps: AdministeredRoutesDeps<S, View>,
): HttpRouter {
  const { path, guards, service, inputSchema, newInputSchema = inputSchema, listQuerySchema = pageQuerySchema } = deps
  const router = createRouter()
  const known = [guards.rateLimit('session'), guards.authenticateSession]
  const mayRead = [...known, authorize(roles('admin', 'supervisor'))]
  const mayWrite = [...known, authorize(roles('admin'))]

  router.get(path, ...mayRead, validate({ query: listQuerySchema }), async (ctx) => {
    ctx.body = await service.list(queryOf(ctx, listQuerySchema))
  })
  router.get(`${path}/:id`, ...mayRead, validate({ params: idParamsSchema }), async (ctx) => {
    answerTagged(ctx, await service.get(paramsOf(ctx, idParamsSchema).id))
  })
  router.post(path, ...mayWrite, validate({ body: newInputSchema }), async (ctx) => {
    const view = await service.create(bodyOf(ctx, newInputSchema), sessionOf(ctx))
    ctx.status = 201
    ctx.set('Location', `${path}/${view.id}`)
    answerTagged(ctx, view)
  })
  router.put(`${path}/:id`, ...mayWrite, validate({ params: idParamsSchema, body: inputSchema }), async (ctx) => {
    const { id } = paramsOf(ctx, idParamsSchema)
    answerTagged(
      ctx,
      await service.update(id, bodyOf(ctx, inputSchema), { actor: sessionOf(ctx), ifVersion: ifMatch(ctx) }),
    )
  })
  router.delete(`${path}/:id`, ...mayWrite, validate({ params: idParamsSchema }), async (ctx) => {
    await service.remove(paramsOf(ctx, idParamsSchema).id, sessionOf(ctx))
    ctx.status = 204
  })
  return router
}
