import { redisNames } from '@orderline/domain/contract'
import { resumeAnswerTally, resumePacing, type AnswerTally, type PacingState } from '@orderline/domain/pacing'
import type { Redis } from '@orderline/runtime/redis'
import { resumeWindow, type UtilisationWindow } from './utilisation.ts'

export type EstimatesStore = ReturnType<typeof createEstimatesStore>

/** What a dialer knows of a campaign and the next one should, too. */
export type Estimates = { pacing: PacingState; answers: AnswerTally; utilisation: UtilisationWindow }

/** Estimates kept in Redis for the next dialer: a hash, campaign id → JSON. Each part that cannot be read begins anew. */
export function createEstimatesStore(redis: Redis) {
  return {
    async load(campaignId: string): Promise<Estimates> {
      const kept = parse(await redis.hget(redisNames.estimates, campaignId))
      const { answers, utilisation } = (kept ?? {}) as { answers?: unknown; utilisation?: unknown }
      return {
        pacing: resumePacing(kept),
        answers: resumeAnswerTally(answers),
        utilisation: resumeWindow(utilisation),
      }
    },
    /** The state of pacing stands at the top: so earlier versions wrote it, alone, and so they find it. */
    async save(estimates: ReadonlyMap<string, Estimates>): Promise<void> {
      if (estimates.size === 0) return
      const fields = [...estimates].map(([campaignId, { pacing, ...rest }]) => {
        return [campaignId, JSON.stringify({ ...pacing, ...rest })]
      })
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
