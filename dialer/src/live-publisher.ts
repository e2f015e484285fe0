import { redisNames, type CampaignLive, type EpochMs } from '@orderline/domain/contract'
import type { Redis } from '@orderline/runtime/redis'
import { historyPoint } from './describe-campaign.ts'

export type LivePublisher = ReturnType<typeof createLivePublisher>

const minuteMs = 60_000
/** Two days, a point a minute. */
const pointsKept = 2 * 24 * 60
const keptSeconds = 3 * 24 * 3_600

/**
 * Tells what the dialer does: hash and channel of `redisNames` each time, and one point a minute and campaign for the
 * plot, the oldest first, in a list of its own.
 */
export function createLivePublisher(redis: Redis) {
  const lastMinute = new Map<string, number>()

  return {
    async publish(lives: readonly CampaignLive[], now: EpochMs): Promise<void> {
      const pipeline = redis.pipeline()
      for (const live of lives) {
        const json = JSON.stringify(live)
        pipeline.hset(redisNames.campaignsLive, live.campaignId, json)
        pipeline.publish(redisNames.campaignsLiveChanged, json)
        const minute = Math.floor(now / minuteMs)
        if (lastMinute.get(live.campaignId) === minute) continue
        lastMinute.set(live.campaignId, minute)
        const key = `${redisNames.campaignHistory}${live.campaignId}`
        pipeline.rpush(key, JSON.stringify(historyPoint(live)))
        pipeline.ltrim(key, -pointsKept, -1)
        pipeline.expire(key, keptSeconds)
      }
      for (const gone of missing(lastMinute, lives)) {
        pipeline.hdel(redisNames.campaignsLive, gone)
        lastMinute.delete(gone)
      }
      await pipeline.exec()
    },
  }
}

function missing(known: ReadonlyMap<string, number>, lives: readonly CampaignLive[]): string[] {
  const present = new Set(lives.map(({ campaignId }) => campaignId))
  return [...known.keys()].filter((campaignId) => !present.has(campaignId))
}
