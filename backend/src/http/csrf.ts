import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from './error-codes.ts'
import type { HttpMiddleware } from './http-types.ts'
import { isSameOrigin } from './same-origin.ts'
import { isUpload } from './uploads.ts'

const readingMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses what another site makes a browser send: a change must be JSON (a plain form cannot be) and, when the
 * browser says where it comes from, come from here. Exempt is who has an API key and no cookie: with a password for a
 * proxy in front of us, browsers send an Authorization by themselves.
 */
export function refuseCrossSite(): HttpMiddleware {
  return async (ctx, next) => {
    const isProgram = ctx.get('authorization') !== '' && ctx.get('cookie') === ''
    if (!readingMethods.has(ctx.method) && !isProgram) {
      if (!isSameOrigin(ctx.get('origin'), ctx.host)) throw new AppError<ErrorCode>('request/cross-site')
      const isKnown = isJson(ctx.get('content-type')) || isUpload(ctx)
      if (ctx.method !== 'DELETE' && !isKnown) throw new AppError<ErrorCode>('request/not-json')
    }
    await next()
  }
}

/** Whether a Content-Type header says JSON, which is UTF-8 and nothing else between strangers (RFC 8259 §8.1). */
export function isJson(contentType: string): boolean {
  const [, charset = 'utf-8'] = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(contentType) ?? []
  return /^application\/json\s*(;|$)/i.test(contentType) && /^(utf-?8|us-ascii)$/i.test(charset)
}
