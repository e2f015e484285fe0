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
    if (ctx.status >= 500) log.warn(facts, 'request')
    else if (ctx.path.startsWith('/api/')) log.info(facts, 'request')
    else log.debug(facts, 'request')
  }
}
