import Router, { type RouterContext } from '@koa/router'
import type { Middleware } from 'koa'
import type { SessionView } from '@orderline/domain/contract'

/** Who is logged in. `sessionId` is safe to keep elsewhere: it is not the cookie. */
export type Session = SessionView & { sessionId: string }

/** The shop whose key a request carries. */
export type ApiClient = { clientId: string; keyId: string }

/** What middleware leaves for those behind it. Handlers read it through `validated.ts` and `authenticate.ts`. */
export type HttpState = {
  requestId: string
  session?: Session
  apiClient?: ApiClient
  /** SHA-256 of the API key that came along, valid or not. */
  bearerHash?: string
  body?: unknown
  query?: unknown
  params?: unknown
  /** Code of the problem that was answered, for the log. */
  problemCode?: string
}

export type HttpContext = RouterContext<HttpState>
export type HttpMiddleware = Middleware<HttpState>
export type RouteMiddleware = (ctx: HttpContext, next: () => Promise<unknown>) => unknown
export type HttpRouter = Router<HttpState>

/** A router whose handlers know {@link HttpState}. `/API/…` is nothing: what holds for `/api/` would not hold for it. */
export function createRouter(): HttpRouter {
  return new Router<HttpState>({ sensitive: true })
}
