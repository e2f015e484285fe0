import { z } from 'zod'
import { locales, loginInputSchema, type SessionView } from '@orderline/domain/contract'
import { anyRole, authorize, everyone, sessionOf } from '../http/authorize.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import { createRouter, type HttpRouter, type Session } from '../http/http-types.ts'
import { bodyOf, validate } from '../http/validate.ts'
import { setSessionCookie } from './session-cookie.ts'
import { sessionSeconds } from './session-store.ts'
import type { SessionsService } from './sessions-service.ts'

const sessionPatchSchema = z.strictObject({ locale: z.enum(locales) })

export type SessionsRoutesDeps = {
  guards: HttpGuards
  sessions: SessionsService
  /** Pages are served by https, so the cookie goes nowhere else. */
  isSecure: boolean
}

export function createSessionsRoutes({ guards, sessions, isSecure }: SessionsRoutesDeps): HttpRouter {
  const router = createRouter()
  const known = [guards.rateLimit('session'), guards.authenticateSession, authorize(anyRole)]
  const stranger = [guards.rateLimit('login'), authorize(everyone('this is where one logs in'))]

  router.post('/api/session', ...stranger, validate({ body: loginInputSchema }), async (ctx) => {
    const { token, session } = await sessions.logIn({ ...bodyOf(ctx, loginInputSchema), address: ctx.ip })
    setSessionCookie(ctx.res, { token, maxAgeSeconds: sessionSeconds, isSecure })
    ctx.body = toView(session)
  })
  router.get('/api/session', ...known, (ctx) => {
    ctx.body = toView(sessionOf(ctx))
  })
  router.patch('/api/session', ...known, validate({ body: sessionPatchSchema }), async (ctx) => {
    ctx.body = toView(await sessions.setLocale(sessionOf(ctx), bodyOf(ctx, sessionPatchSchema).locale))
  })
  router.delete('/api/session', ...known, async (ctx) => {
    await sessions.logOut(sessionOf(ctx))
    setSessionCookie(ctx.res, { token: '', maxAgeSeconds: 0, isSecure })
    ctx.status = 204
  })
  return router
}

function toView({ sessionId: _sessionId, ...view }: Session): SessionView {
  return view
}
