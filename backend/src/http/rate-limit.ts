import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible'
import { systemClock } from '@orderline/runtime/clock'
import { AppError } from '@orderline/runtime/errors'
import type { Redis } from '@orderline/runtime/redis'
import type { ErrorCode } from './error-codes.ts'
import { createPointLeases, type Grant } from './point-leases.ts'

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

/** Floods, where a few requests more or less in a minute are nothing: counted by leases. */
const leasedKinds: readonly RateLimitKind[] = ['api', 'session', 'open']
/** The part of a limit that is taken at once, and the most of it. */
const leasedShare = 1 / 50
const largestLease = 50

/**
 * Counts requests in Redis, for all backends together. While Redis is away each process counts in its own memory, so
 * a flood is bounded at all times. A subject past its limit is refused from memory until its time is over. Where only
 * floods are meant Redis is asked for some requests beforehand, see {@link createPointLeases}; attempts to guess are
 * counted one by one.
 */
export function createRateLimits({ redis, limits = {} }: RateLimitsDeps) {
  const counters = new Map<RateLimitKind, Counter>()
  for (const kind of Object.keys(defaultRateLimits) as RateLimitKind[]) {
    counters.set(kind, createCounter(redis, kind, limits[kind] ?? defaultRateLimits[kind]))
  }
  const counter = (kind: RateLimitKind) => {
    const found = counters.get(kind)
    if (!found) throw new Error(`no rate limit of kind ${kind}`)
    return found
  }

  return {
    /** Counts one request. Throws `request/too-many`, with the seconds to wait, when it is one too many. */
    async consume(kind: RateLimitKind, subject: string): Promise<void> {
      const waitMs = await counter(kind).spend(subject)
      if (waitMs > 0) throw tooMany(waitMs)
    },
    /** Throws as {@link consume} when the limit is used up, but counts nothing. */
    async check(kind: CountedKind, subject: string): Promise<void> {
      const { limiter } = counter(kind)
      const state = await limiter.get(subject)
      if (state && state.consumedPoints >= limiter.points) throw tooMany(state.msBeforeNext)
    },
    /** Takes back one request that turned out not to count. */
    async giveBack(kind: CountedKind, subject: string): Promise<void> {
      await counter(kind).limiter.reward(subject)
    },
    async forget(kind: CountedKind, subject: string): Promise<void> {
      await counter(kind).limiter.delete(subject)
    },
  }
}

/** Those of which each single request is known to all backends. */
type CountedKind = 'login' | 'wrongPassword' | 'refused'
type Counter = {
  limiter: RateLimiterRedis
  /** Counts one request; answers the milliseconds to wait when it is one too many, else 0. */
  spend: (subject: string) => Promise<number>
}

function createCounter(redis: Redis, kind: RateLimitKind, limit: RateLimit): Counter {
  const limiter = createLimiter(redis, kind, limit)
  const take = (subject: string, points: number) => takePoints(limiter, subject, points)
  if (leasedKinds.includes(kind)) {
    const pointsAtOnce = Math.max(1, Math.min(largestLease, Math.floor(limit.points * leasedShare)))
    return { limiter, spend: createPointLeases({ take, pointsAtOnce }).spend }
  }
  const spend = async (subject: string) => {
    const { points, endsAt } = await take(subject, 1)
    return points > 0 ? 0 : Math.max(1, endsAt - systemClock())
  }
  return { limiter, spend }
}

/**
 * Takes points, or what is left of them. Redis adds before it compares, so of those who ask at the same time exactly
 * one crosses the limit, and the rest up to it is theirs.
 */
async function takePoints(limiter: RateLimiterRedis, subject: string, points: number): Promise<Grant> {
  try {
    const { msBeforeNext } = await limiter.consume(subject, points)
    return { points, endsAt: systemClock() + msBeforeNext }
  } catch (rejection) {
    const { consumedPoints, msBeforeNext } = resultOf(rejection)
    const left = limiter.points - (consumedPoints - points)
    // Refused from the library's memory, which does not tell the count: nothing was left before.
    const isBlocked = consumedPoints === 0
    return { points: isBlocked ? 0 : Math.max(0, Math.min(points, left)), endsAt: systemClock() + msBeforeNext }
  }
}

/** The library rejects with a result for "too many" and with an error for a failure. */
function resultOf(rejection: unknown): RateLimiterRes {
  if (rejection instanceof RateLimiterRes) return rejection
  throw rejection
}

function tooMany(waitMs: number): AppError<ErrorCode> {
  return new AppError<ErrorCode>('request/too-many', { retryAfterSeconds: Math.max(1, waitMs / 1_000) })
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
