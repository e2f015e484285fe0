import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from './error-codes.ts'
import type { HttpMiddleware } from './http-types.ts'
import { isUpload } from './uploads.ts'

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site makes a browser send: a change must be JSON (a plain form cannot be) and, when the
 * browser says where it comes from, come from here. A request with an API key carries no cookie and is exempt.
 */
export function refuseCrossSite(): HttpMiddleware {
  return async (ctx, next) => {
    if (!readingMethods.has(ctx.method) && ctx.get('authorization') === '') {
      if (!isSameOrigin(ctx.get('origin'), ctx.host)) throw new AppError<ErrorCode>('request/cross-site')
      const isKnown = isJson(ctx.get('content-type')) || isUpload(ctx)
      if (ctx.method !== 'DELETE' && !isKnown) throw new AppError<ErrorCode>('request/not-json')
    }
    await next()
  }
}

/** Programs send no Origin; browsers always do with a change and with a WebSocket. */
function isSameOrigin(origin: string, host: string): boolean {
  if (origin === '') return true
  return URL.canParse(origin) && new URL(origin).host === host
}

/** Whether a Content-Type header says JSON. */
export function isJson(contentType: string): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType)
}
