import type { Locale, SessionView } from '@orderline/domain/contract'
import type { UserRow } from '@orderline/db'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { AuditService } from '../audit/audit-service.ts'
import type { Session } from '../http/http-types.ts'
import type { RateLimits } from '../http/rate-limit.ts'
import { findUser, type Credentials } from './find-user.ts'
import type { SessionStore } from './session-store.ts'

export type SessionListener = (session: Session) => Promise<void> | void
export type SessionsService = ReturnType<typeof createSessionsService>

export type SessionsServiceDeps = {
  store: SessionStore
  users: {
    findByLogin(login: string): Promise<UserRow | undefined>
    setLocale(id: string, locale: Locale): Promise<void>
  }
  rateLimits: RateLimits
  audit: AuditService
  log: Logger
}

/** Logging in and out. Others hang on by `onLogin` and `onLogout`: an agent's phone is made and unmade there. */
export function createSessionsService(deps: SessionsServiceDeps) {
  const { store, users, audit, log } = deps
  const loginListeners: SessionListener[] = []
  const logoutListeners: SessionListener[] = []

  /** The session is over whatever a listener does: it is only logged. */
  async function tellLogout(session: Session): Promise<void> {
    for (const listener of logoutListeners) {
      try {
        await listener(session)
      } catch (error) {
        log.error({ userId: session.userId, err: toError(error) }, 'logout was not carried out everywhere')
      }
    }
  }

  async function end(session: Session): Promise<void> {
    await store.remove(session)
    await tellLogout(session)
  }

  return {
    /** A listener that throws makes the login fail: half a login is none. */
    onLogin: (listener: SessionListener) => void loginListeners.push(listener),
    onLogout: (listener: SessionListener) => void logoutListeners.push(listener),

    async logIn(credentials: Credentials): Promise<{ token: string; session: Session }> {
      const user = await findUser(credentials, deps)
      const created = await store.create(toView(user))
      try {
        for (const listener of loginListeners) await listener(created.session)
      } catch (error) {
        await end(created.session)
        throw error
      }
      await audit.record({
        userId: user.id,
        action: 'login',
        subject: 'session',
        subjectId: null,
        details: { address: credentials.address },
      })
      return created
    },

    async logOut(session: Session): Promise<void> {
      await end(session)
      await audit.record({ userId: session.userId, action: 'logout', subject: 'session', subjectId: null, details: {} })
    },

    /** Logs a user out of every browser. */
    async endAllOf(userId: string): Promise<void> {
      for (const session of await store.removeAllOf(userId)) await tellLogout(session)
    },

    async setLocale(session: Session, locale: Locale): Promise<Session> {
      await users.setLocale(session.userId, locale)
      const changed = { ...session, locale }
      await store.save(changed)
      return changed
    },
  }
}

function toView(user: UserRow): SessionView {
  return {
    userId: user.id,
    login: user.login,
    name: user.name,
    role: user.role,
    clientId: user.client_id,
    locale: user.locale,
    audioMode: user.audio_mode,
  }
}
