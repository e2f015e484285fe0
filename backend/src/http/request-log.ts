import type { Logger } from '@orderline/runtime/logger'
import { createId } from '@orderline/runtime/ids'
import type { HttpMiddleware } from './http-types.ts'

/**
 * Writes one line a request, with ids and no secrets: neither headers, bodies nor query strings. Gives each request
 * an id, which is also in the answer, so that a shop can name it.
 */
export function logRequests({ log }: { log: Logger }): HttpMiddleware {
  return async (ctx, next) => {
    const startedAt = performance.now()
    ctx.state.requestId = createId()
    ctx.set('X-Request-Id', ctx.state.requestId)
    await next()
    const { session, apiClient, problemCode, requestId } = ctx.state
    const facts = {
      requestId,
      method: ctx.method,
      path: ctx.path.slice(0, 200),
      status: ctx.status,
      ms: Math.round((performance.now() - startedAt) * 10) / 10,
      ...(session && { userId: session.userId }),
      ...(apiClient && { clientId: apiClient.clientId }),
      ...(problemCode && { problem: problemCode }),
    }
    log[levelOf(ctx)](facts, 'request')
  }
}

/** How loudly a request is told. Files of the screens say little; nor does a container that is well, every five seconds. */
export function levelOf({ path, status }: { path: string; status: number }): 'debug' | 'info' | 'warn' {
  if (status >= 500) return 'warn'
  return path.startsWith('/api/') && path !== '/api/health' ? 'info' : 'debug'
}
