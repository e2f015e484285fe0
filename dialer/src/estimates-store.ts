import { redisNames } from '@orderline/domain/contract'
import { resumePacing, type PacingState } from '@orderline/domain/pacing'
import type { Redis } from '@orderline/runtime/redis'

export type EstimatesStore = ReturnType<typeof createEstimatesStore>

/** What pacing has learnt, kept in Redis for the next dialer: a hash, campaign id → its state as JSON. */
export function createEstimatesStore(redis: Redis) {
  return {
    /** What cannot be read begins anew. */
    async load(campaignId: string): Promise<PacingState> {
      return resumePacing(parse(await redis.hget(redisNames.estimates, campaignId)))
    },
    async save(states: ReadonlyMap<string, PacingState>): Promise<void> {
      if (states.size === 0) return
      const fields = [...states].map(([campaignId, state]) => [campaignId, JSON.stringify(state)])
      await redis.hset(redisNames.estimates, Object.fromEntries(fields) as Record<string, string>)
    },
  }
}

function parse(text: string | null): unknown {
  if (text === null) return undefined
  try {
    return JSON.parse(text)
  } catch {
    // Written by nobody we know: learning again costs minutes, a dialer that does not start costs the day.
    return undefined
  }
}
