import { z } from 'zod'
import { idSchema, pageQuerySchema, taskKinds } from '@orderline/domain/contract'
import { authorize, roles, sessionOf } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { paramsOf, queryOf, validate } from '../http/validate.ts'
import type { TasksService } from './tasks-service.ts'

export type TasksRoutesDeps = { guards: HttpGuards; tasks: TasksService }

const listQuery = pageQuerySchema.extend({
  done: z.enum(['0', '1']).default('0'),
  kind: z.enum(taskKinds).optional(),
})
const oneTask = z.object({ id: idSchema })

export function createTasksRoutes({ guards, tasks }: TasksRoutesDeps): HttpRouter {
  const router = createRouter()
  const doer = [
    guards.rateLimit('session'),
    guards.authenticateSession,
    authorize(roles('agent', 'supervisor', 'admin')),
  ]

  router.get('/api/tasks', ...doer, validate({ query: listQuery }), async (ctx) => {
    const { done, ...page } = queryOf(ctx, listQuery)
    ctx.body = await tasks.list(sessionOf(ctx), { ...page, isDone: done === '1' })
  })

  router.post('/api/tasks/:id/done', ...doer, validate({ params: oneTask }), async (ctx) => {
    await tasks.done(paramsOf(ctx, oneTask).id, sessionOf(ctx))
    ctx.status = 204
  })

  return router
}
