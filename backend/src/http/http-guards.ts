import { hash } from 'node:crypto'
import { AppError } from '@orderline/runtime/errors'
import type { SessionStore } from '../sessions/session-store.ts'
import { readSessionToken } from '../sessions/session-cookie.ts'
import type { ErrorCode } from './error-codes.ts'
import type { ApiClient, HttpContext, RouteMiddleware } from './http-types.ts'
import type { RateLimits } from './rate-limit.ts'

/** Finds whose API key has this SHA-256. `beforeLookup` runs when memory does not know it, and may forbid the query. */
export type ApiKeys = {
  find(keyHash: string, beforeLookup: () => Promise<void>): Promise<ApiClient | undefined>
}

export type HttpGuardsDeps = { sessions: SessionStore; apiKeys: ApiKeys; rateLimits: RateLimits }
export type HttpGuards = ReturnType<typeof createHttpGuards>

/**
 * What stands before a handler, in this order:
 * `rateLimit(kind)` → `authenticateSession` or `authenticateApiKey` → `authorize(policy)` → `validate(shapes)`.
 */
export function createHttpGuards({ sessions, apiKeys, rateLimits }: HttpGuardsDeps) {
  const rateLimit = (kind: 'api' | 'session' | 'open' | 'login'): RouteMiddleware => {
    return async (ctx, next) => {
      await rateLimits.consume(kind, subjectOf(ctx, kind))
      await next()
    }
  }

  /** Takes who is logged in from the cookie; without one that is known: `session/missing`. */
  const authenticateSession: RouteMiddleware = async (ctx, next) => {
    const token = readSessionToken(ctx.req)
    if (token === undefined) throw new AppError<ErrorCode>('session/missing')
    const session = await sessions.find(token)
    if (!session) {
      await rateLimits.consume('refused', ctx.ip)
      throw new AppError<ErrorCode>('session/missing')
    }
    ctx.state.session = session
    await next()
  }

  /** Takes the shop from the bearer key (RFC 6750); without one that is valid: `api-key/wrong`. */
  const authenticateApiKey: RouteMiddleware = async (ctx, next) => {
    const keyHash = bearerHash(ctx)
    if (keyHash === undefined) throw new AppError<ErrorCode>('api-key/wrong')
    // Guessing keys must not reach the database faster than the limit; a key that is right was no guess.
    let wasLookedUp = false
    const client = await apiKeys.find(keyHash, async () => {
      wasLookedUp = true
      await rateLimits.consume('refused', ctx.ip)
    })
    if (!client) throw new AppError<ErrorCode>('api-key/wrong')
    if (wasLookedUp) await rateLimits.giveBack('refused', ctx.ip)
    ctx.state.apiClient = client
    await next()
  }

  return { rateLimit, authenticateSession, authenticateApiKey }
}

/** Before authentication: a key or cookie is its own subject whether it is valid or not, by its hash. */
function subjectOf(ctx: HttpContext, kind: string): string {
  const hashed = kind === 'api' ? bearerHash(ctx) : kind === 'session' ? sessionHash(ctx) : undefined
  return hashed === undefined ? ctx.ip : hashed.slice(0, 32)
}

function sessionHash(ctx: HttpContext): string | undefined {
  const token = readSessionToken(ctx.req)
  return token === undefined ? undefined : sha256(token)
}

/** SHA-256 of the bearer key; made once a request, for whom it counts and whose it is. */
function bearerHash(ctx: HttpContext): string | undefined {
  if (ctx.state.bearerHash !== undefined) return ctx.state.bearerHash
  const key = /^Bearer ([\x21-\x7e]{1,200})$/i.exec(ctx.get('authorization'))?.[1]
  if (key !== undefined) ctx.state.bearerHash = sha256(key)
  return ctx.state.bearerHash
}

function sha256(text: string): string {
  return hash('sha256', text)
}
