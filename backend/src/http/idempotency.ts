import { createHash } from 'node:crypto'
import { toDate, type Database } from '@orderline/db'
import { systemClock, type Clock } from '@orderline/runtime/clock'
import { AppError, toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { Redis } from '@orderline/runtime/redis'
import { apiClientOf } from './authorize.ts'
import type { ErrorCode } from './error-codes.ts'
import type { HttpContext, RouteMiddleware } from './http-types.ts'
import { createIdempotencyRepository, keepMs, type StoredAnswer } from './idempotency-repository.ts'
import { invalidRequest } from './validate.ts'

const claimSeconds = 30

export type IdempotencyDeps = { db: Database; redis: Redis; log: Logger; now?: Clock }

/**
 * Makes a POST with an `Idempotency-Key` repeatable (draft-ietf-httpapi-idempotency-key-header): the same request
 * gets the first answer again, marked `Idempotent-Replayed: true`; another request with that key is refused; one that
 * comes while the first is under way is told to wait. Only successful answers are kept. Without the header nothing
 * changes. Stands behind `authenticateApiKey` and `authorize`.
 */
export function idempotent({ db, redis, log, now = systemClock }: IdempotencyDeps): RouteMiddleware {
  const repository = createIdempotencyRepository({ db })

  /** Held in Redis only while the request runs. Redis away: the keys of the tables still refuse a second order. */
  async function withClaim(name: string, work: () => Promise<void>): Promise<void> {
    const claim = await redis.set(name, '1', 'EX', claimSeconds, 'NX').catch((error: unknown) => {
      log.warn({ err: toError(error) }, 'idempotency claim could not be made')
      return 'OK'
    })
    if (claim === null) throw new AppError<ErrorCode>('idempotency/in-progress', { retryAfterSeconds: 1 })
    try {
      await work()
    } finally {
      await redis
        .del(name)
        .catch((error: unknown) => log.warn({ err: toError(error) }, 'idempotency claim stays until it expires'))
    }
  }

  return async (ctx, next) => {
    const key = readKey(ctx)
    if (key === undefined) {
      await next()
      return
    }
    const { clientId } = apiClientOf(ctx)
    const requestHash = hashOf(ctx)
    const slot = { clientId, key }
    await withClaim(`orderline:idempotency:${clientId}:${key}`, async () => {
      const stored = await repository.find(slot, toDate(now() - keepMs))
      if (stored) return replay(ctx, stored, requestHash)
      await next()
      if (ctx.status < 300)
        await repository.save(slot, { requestHash, status: ctx.status, response: ctx.body }, toDate(now()))
    })
  }
}

function replay(ctx: HttpContext, stored: StoredAnswer, requestHash: string): void {
  if (stored.requestHash !== requestHash) throw new AppError<ErrorCode>('idempotency/key-reused')
  ctx.status = stored.status
  ctx.body = stored.response
  ctx.set('Idempotent-Replayed', 'true')
}

function readKey(ctx: HttpContext): string | undefined {
  const key = ctx.get('idempotency-key')
  if (key === '') return undefined
  if (/^[\x21-\x7e]{1,200}$/.test(key)) return key
  throw invalidRequest([
    { pointer: '', code: 'idempotency-key', detail: 'Idempotency-Key: 1 to 200 printable characters' },
  ])
}

function hashOf(ctx: HttpContext): string {
  return createHash('sha256')
    .update(`${ctx.method} ${ctx.path}\n${ctx.request.rawBody ?? ''}`)
    .digest('hex')
}
