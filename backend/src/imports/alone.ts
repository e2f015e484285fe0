import { createId } from '@orderline/runtime/ids'
import type { Redis } from '@orderline/runtime/redis'

const holdMs = 10_000

/** Gives the name back, or holds it longer, only for the one who has it. */
const onlyMine = {
  renew: `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end return 0`,
  release: `if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end return 0`,
}

/**
 * Runs work by its name in one process at a time; undefined where another one does. A process that dies holds the name
 * for ten seconds; one that was away longer learns by `isStillAlone` that it may not go on.
 */
export function createAlone({ redis }: { redis: Redis }) {
  return async <T>(name: string, work: (isStillAlone: () => boolean) => Promise<T>): Promise<T | undefined> => {
    const [key, token] = [`orderline:alone:${name}`, createId()]
    if ((await redis.set(key, token, 'PX', holdMs, 'NX')) !== 'OK') return undefined
    let heldUntil = performance.now() + holdMs
    const renew = async () => {
      const askedAt = performance.now()
      if ((await redis.eval(onlyMine.renew, 1, key, token, holdMs)) === 1) heldUntil = askedAt + holdMs
    }
    // Redis away: nothing is renewed, and the work ends itself when its time is over.
    const timer = setInterval(() => void renew().catch(() => undefined), holdMs / 4)
    try {
      return await work(() => performance.now() < heldUntil)
    } finally {
      clearInterval(timer)
      await redis.eval(onlyMine.release, 1, key, token)
    }
  }
}
