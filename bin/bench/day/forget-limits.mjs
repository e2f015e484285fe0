import { Redis } from 'ioredis'
import { minuteMs } from './hours.mjs'

/** Where the backend counts requests, for limits of so many a minute. */
const counted = 'orderline:rate:*'

/**
 * Redis counts a minute's requests by its own clock, in which the agents do the work of an hour: each minute of the day
 * begins to count anew.
 * @param {string} redisUrl
 */
export function forgetLimits(redisUrl) {
  const redis = new Redis(redisUrl)
  const forget = async () => {
    const keys = await redis.keys(counted)
    if (keys.length > 0) await redis.unlink(keys)
  }
  const timer = setInterval(() => void forget().catch(() => undefined), minuteMs / 2)
  return () => {
    clearInterval(timer)
    redis.disconnect()
  }
}
