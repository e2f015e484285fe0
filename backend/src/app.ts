import type Koa from 'koa'
import type { Logger } from '@orderline/runtime/logger'
import { createRoutes, type RoutesDeps } from './composition/routes.ts'
import type { Config } from './config.ts'
import { createHttpApp } from './http/create-http-app.ts'
import { serveUi } from './http/static-ui.ts'

export type AppDeps = Omit<RoutesDeps, 'isSecure'> & { settings: Config; log: Logger }

/** The whole HTTP side as one request listener: the API and, where they are built, the screens. */
export function createApp(deps: AppDeps): ReturnType<Koa['callback']> {
  const { settings, log } = deps
  const isSecure = settings.PUBLIC_URL?.startsWith('https:') ?? false
  return createHttpApp({
    log,
    routers: createRoutes({ ...deps, isSecure }),
    isSecure,
    trustProxy: settings.TRUST_PROXY,
    ...(settings.UI_DIR !== undefined && { ui: serveUi({ dir: settings.UI_DIR }) }),
  }).callback()
}
