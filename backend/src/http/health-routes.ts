import type { HealthRegistry } from '@orderline/runtime/health'
import { authorize, everyone } from './authorize.ts'
import { createRouter, type HttpRouter } from './http-types.ts'

/** `GET /api/health`: 200 when every part works, else 503; each part by name. What failed why is only in the log. */
export function createHealthRoutes({ health }: { health: HealthRegistry }): HttpRouter {
  const router = createRouter()
  router.get('/api/health', authorize(everyone('load balancers and the launcher ask')), async (ctx) => {
    const { ok, parts } = await health.check()
    ctx.status = ok ? 200 : 503
    ctx.body = {
      status: ok ? 'ready' : 'not-ready',
      parts: Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, part.ok ? 'ok' : 'failed'])),
    }
  })
  return router
}
