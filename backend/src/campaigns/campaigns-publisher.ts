import { isDeepStrictEqual } from 'node:util'
import type { CampaignProgress } from '@orderline/domain/contract'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'

export type CampaignsPublisherDeps = {
  /** Ids of campaigns that somebody watches through this process. */
  watched: () => string[]
  /** Undefined: it is gone. */
  progress: (id: string) => Promise<CampaignProgress | undefined>
  emit: (progress: CampaignProgress) => void
  log: Logger
  everyMs?: number
}

/** Each is several queries on a pool that also takes orders and answers. */
const mostAtOnce = 3

/**
 * Pushes how far the watched campaigns are, each second those that moved. However many are watched, a few at a time
 * are asked for: where that takes longer than a second, each is told less often.
 */
export function createCampaignsPublisher(deps: CampaignsPublisherDeps) {
  const { watched, progress, emit, log, everyMs = 1_000 } = deps
  const told = new Map<string, Omit<CampaignProgress, 'at'>>()
  const asking = new Set<string>()
  const waiting = new Set<string>()

  async function lookAtWaiting(): Promise<void> {
    for (const id of waiting) {
      waiting.delete(id)
      asking.add(id)
      await look(id)
      asking.delete(id)
    }
  }

  async function look(id: string): Promise<void> {
    try {
      const now = await progress(id)
      if (now && isNews(now)) emit(now)
    } catch (error) {
      log.warn({ campaignId: id, err: toError(error) }, 'progress of a campaign could not be read')
    }
  }

  function isNews({ at: _at, ...facts }: CampaignProgress): boolean {
    if (isDeepStrictEqual(told.get(facts.campaignId), facts)) return false
    told.set(facts.campaignId, facts)
    return true
  }

  const timer = setInterval(() => {
    const ids = new Set(watched())
    for (const id of told.keys()) if (!ids.has(id)) told.delete(id)
    for (const id of waiting) if (!ids.has(id)) waiting.delete(id)
    for (const id of ids) if (!asking.has(id)) waiting.add(id)
    const idle = Math.min(mostAtOnce - asking.size, waiting.size)
    for (let started = 0; started < idle; started++) void lookAtWaiting()
  }, everyMs).unref()

  return {
    close: (): void => clearInterval(timer),
  }
}
