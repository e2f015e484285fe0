import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { SessionView } from '@orderline/domain/contract'
import type { Redis } from '@orderline/runtime/redis'
import type { Session } from '../http/http-types.ts'
import { readSessionToken } from './session-cookie.ts'

/** A session ends this long after it was last used. */
export const sessionSeconds = 12 * 60 * 60

export type SessionStore = ReturnType<typeof createSessionStore>

/**
 * Sessions in Redis. The token is only in the browser's cookie; Redis has it hashed, and the hash is the session's
 * id, so neither a copy of Redis nor a log line lets anybody in.
 */
export function createSessionStore({ redis }: { redis: Redis }) {
  const read = async (key: string): Promise<Session | undefined> => {
    const text = await redis.getex(key, 'EX', sessionSeconds)
    return text === null ? undefined : (JSON.parse(text) as Session)
  }

  return {
    async create(view: SessionView): Promise<{ token: string; session: Session }> {
      const token = randomBytes(32).toString('base64url')
      const session = { ...view, sessionId: idOf(token) }
      await redis
        .multi()
        .set(keyOf(session.sessionId), JSON.stringify(session), 'EX', sessionSeconds)
        .sadd(userKey(view.userId), session.sessionId)
        .expire(userKey(view.userId), sessionSeconds * 10)
        .exec()
      return { token, session }
    },

    /** Who has this token; using a session prolongs it. */
    find: (token: string) => read(keyOf(idOf(token))),

    /** Who sends this request, or asks for this WebSocket. */
    async findByRequest(request: IncomingMessage): Promise<Session | undefined> {
      const token = readSessionToken(request)
      return token === undefined ? undefined : read(keyOf(idOf(token)))
    },

    /** Changes what a session says; a session that has ended meanwhile stays ended. */
    async save(session: Session): Promise<void> {
      await redis.set(keyOf(session.sessionId), JSON.stringify(session), 'EX', sessionSeconds, 'XX')
    },

    async remove(session: Session): Promise<void> {
      await redis.multi().del(keyOf(session.sessionId)).srem(userKey(session.userId), session.sessionId).exec()
    },

    /** Ends all sessions of a user and answers them: after a change of role or password, or a dismissal. */
    async removeAllOf(userId: string): Promise<Session[]> {
      const ids = await redis.smembers(userKey(userId))
      const ended = await Promise.all(ids.map((id) => redis.getdel(keyOf(id))))
      await redis.del(userKey(userId))
      return ended.flatMap((text) => (text === null ? [] : [JSON.parse(text) as Session]))
    },
  }
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

function keyOf(sessionId: string): string {
  return `orderline:session:${sessionId}`
}

function userKey(userId: string): string {
  return `orderline:user-sessions:${userId}`
}
