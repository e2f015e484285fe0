import type { Registry } from '@orderline/runtime/metrics'
import { AppError } from '@orderline/runtime/errors'
import { authorize, everyone } from './authorize.ts'
import type { ErrorCode } from './error-codes.ts'
import { createRouter, type HttpContext, type HttpRouter } from './http-types.ts'

/** `GET /metrics` for Prometheus on this machine; for all others the address does not exist. */
export function createMetricsRoutes({ metrics }: { metrics: Registry }): HttpRouter {
  const router = createRouter()
  router.get('/metrics', authorize(everyone('answered to this machine only')), async (ctx) => {
    if (!isFromThisMachine(ctx)) throw new AppError<ErrorCode>('request/not-found')
    ctx.type = metrics.contentType
    ctx.body = await metrics.metrics()
  })
  return router
}

/** The socket's own address, whatever headers say; a request that a proxy passed on came from elsewhere. */
function isFromThisMachine(ctx: HttpContext): boolean {
  const address = ctx.req.socket.remoteAddress ?? ''
  const isLoopback = address === '::1' || /^(::ffff:)?127\./.test(address)
  return isLoopback && ctx.get('x-forwarded-for') === '' && ctx.get('forwarded') === ''
}
