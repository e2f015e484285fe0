import Koa from 'koa'
import type { Logger } from '@orderline/runtime/logger'
import { readBody } from './body.ts'
import { refuseCrossSite } from './csrf.ts'
import type { HttpMiddleware, HttpRouter, HttpState } from './http-types.ts'
import { problemDetails } from './problem-details.ts'
import { logRequests } from './request-log.ts'
import { securityHeaders } from './security-headers.ts'

export type HttpAppOptions = {
  log: Logger
  routers: HttpRouter[]
  /** Serves the screens; left out where something else does. */
  ui?: HttpMiddleware
  /** Pages are served by https. */
  isSecure?: boolean
  /** A proxy in front of us tells the client's address (X-Forwarded-For) and host. */
  trustProxy?: boolean
}

/** The Koa application around the routes: what holds for every request is written here, once. */
export function createHttpApp({
  log,
  routers,
  ui,
  isSecure = false,
  trustProxy = false,
}: HttpAppOptions): Koa<HttpState> {
  const app = new Koa<HttpState>({ proxy: trustProxy })
  // Only errors of a connection come here: the routes' own are answered by problemDetails.
  app.on('error', (error: Error) => log.debug({ err: error }, 'connection failed'))
  app.use(logRequests({ log }))
  app.use(securityHeaders({ isSecure }))
  app.use(problemDetails({ log }))
  app.use(refuseCrossSite())
  for (const middleware of readBody()) app.use(middleware)
  for (const router of routers) {
    app.use(router.routes())
    app.use(router.allowedMethods({ throw: true }))
  }
  if (ui) app.use(ui)
  return app
}
