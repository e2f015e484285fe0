import { authorize, roles } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter } from '../http/http-types.ts'
import { queryOf, validate } from '../http/validate.ts'
import { auditQuerySchema } from './audit-query.ts'
import type { AuditService } from './audit-service.ts'

export function createAuditRoutes({ guards, audit }: { guards: HttpGuards; audit: AuditService }): HttpRouter {
  const router = createRouter()
  const mayRead = [guards.rateLimit('session'), guards.authenticateSession, authorize(roles('admin'))]
  router.get('/api/admin/audit', ...mayRead, validate({ query: auditQuerySchema }), async (ctx) => {
    ctx.body = await audit.list(queryOf(ctx, auditQuerySchema))
  })
  return router
}
