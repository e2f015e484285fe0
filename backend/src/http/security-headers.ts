import helmet from 'koa-helmet'
import type { HttpMiddleware } from './http-types.ts'

/**
 * Headers that bound what a page of ours may do. Scripts come from us only and never inline; style elements are
 * allowed inline because the interface kit writes its colours into one. `isSecure`: pages are served by https.
 */
export function securityHeaders({ isSecure }: { isSecure: boolean }): HttpMiddleware {
  const set = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'", 'blob:', 'mediastream:'],
        // Not every browser counts a WebSocket of the same host as 'self'.
        connectSrc: ["'self'", isSecure ? 'wss:' : 'ws:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isSecure ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
    crossOriginEmbedderPolicy: false,
    // Browsers ignore it, with a warning, where the page is not https or localhost.
    originAgentCluster: false,
    crossOriginOpenerPolicy: isSecure,
  })
  const apiHeaders = answerHeaders({ isSecure })
  return async (ctx, next) => {
    if (ctx.path.startsWith('/api/')) {
      ctx.set(apiHeaders)
      await next()
      return
    }
    // Of speaker-selection Chromium does not know, and warns; everywhere it is ours by default, as we need it.
    ctx.set('Permissions-Policy', 'microphone=(self), camera=(), geolocation=()')
    await set(ctx, next)
  }
}

/** An answer of the API is no page: it may load nothing, be framed by nobody and be kept nowhere. */
function answerHeaders({ isSecure }: { isSecure: boolean }): Record<string, string> {
  return {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': "default-src 'none';frame-ancestors 'none'",
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    ...(isSecure && { 'Strict-Transport-Security': 'max-age=31536000; includeSubDomains' }),
  }
}
