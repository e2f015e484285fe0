import { z } from 'zod'
import { redisNames } from '@orderline/domain/contract'
import type { Redis } from '@orderline/runtime/redis'

const entrySchema = z.object({ call: z.object({ attemptId: z.string().nullable() }) })

/** Attempts that a live call belongs to, as Redis has them now: a mirror may be behind another process. */
export async function readLiveAttemptIds(redis: Redis): Promise<ReadonlySet<string>> {
  const entries = await redis.hvals(redisNames.calls)
  return new Set(entries.flatMap((text) => entrySchema.parse(JSON.parse(text)).call.attemptId ?? []))
}
