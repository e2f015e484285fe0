import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { AppError } from '@orderline/runtime/errors'
import type { Redis } from '@orderline/runtime/redis'
import type { ErrorCode } from './error-codes.ts'

/** At most `points` requests in `seconds`, counted for each subject. */
export type RateLimit = { points: number; seconds: number }

/**
 * api: requests of one API key. session: of one browser. open: of one address without either. login: attempts to log
 * in from one address. wrongPassword: failed attempts for one login name. refused: keys and cookies of one address
 * that were unknown.
 */
export const defaultRateLimits = {
  api: { points: 600, seconds: 60 },
  session: { points: 1_200, seconds: 60 },
  open: { points: 600, seconds: 60 },
  login: { points: 300, seconds: 60 },
  wrongPassword: { points: 10, seconds: 900 },
  refused: { points: 120, seconds: 60 },
} satisfies Record<string, RateLimit>

export type RateLimitKind = keyof typeof defaultRateLimits
export type RateLimits = ReturnType<typeof createRateLimits>

export type RateLimitsDeps = {
  /** The impatient kind: a request does not wait for Redis. */
  redis: Redis
  limits?: Partial<Record<RateLimitKind, RateLimit>>
}

/**
 * Counts requests in Redis, for all backends together. While Redis is away each process counts in its own memory, so
 * a flood is bounded at all times. A subject past its limit is refused from memory until its time is over.
 */
export function createRateLimits({ redis, limits = {} }: RateLimitsDeps) {
  const limiters = new Map<RateLimitKind, RateLimiterRedis>()
  for (const kind of Object.keys(defaultRateLimits) as RateLimitKind[]) {
    limiters.set(kind, createLimiter(redis, kind, limits[kind] ?? defaultRateLimits[kind]))
  }
  const limiter = (kind: RateLimitKind) => {
    const found = limiters.get(kind)
    if (!found) throw new Error(`no rate limit of kind ${kind}`)
    return found
  }

  return {
    /** Counts one request. Throws `request/too-many`, with the seconds to wait, when it is one too many. */
    async consume(kind: RateLimitKind, subject: string): Promise<void> {
      await limiter(kind)
        .consume(subject)
        .catch((rejection: unknown) => refuse(rejection))
    },
    /** Throws as {@link consume} when the limit is used up, but counts nothing. */
    async check(kind: RateLimitKind, subject: string): Promise<void> {
      const state = await limiter(kind).get(subject)
      if (state && state.consumedPoints >= limiter(kind).points) refuse(state)
    },
    /** Takes back one request that turned out not to count. */
    async giveBack(kind: RateLimitKind, subject: string): Promise<void> {
      await limiter(kind).reward(subject)
    },
    async forget(kind: RateLimitKind, subject: string): Promise<void> {
      await limiter(kind).delete(subject)
    },
  }
}

function createLimiter(redis: Redis, kind: RateLimitKind, { points, seconds }: RateLimit): RateLimiterRedis {
  return new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `orderline:rate:${kind}`,
    points,
    duration: seconds,
    inMemoryBlockOnConsumed: points + 1,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory({ points, duration: seconds }),
  })
}

/** The library rejects with a result for "too many" and with an error for a failure. */
function refuse(rejection: unknown): never {
  if (!(rejection instanceof RateLimiterRes)) throw rejection
  throw new AppError<ErrorCode>('request/too-many', { retryAfterSeconds: Math.max(1, rejection.msBeforeNext / 1_000) })
}
