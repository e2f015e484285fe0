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

/** Pushes how far the watched campaigns are, each second those that moved. A slow answer delays its campaign only. */
export function createCampaignsPublisher(deps: CampaignsPublisherDeps) {
  const { watched, progress, emit, log, everyMs = 1_000 } = deps
  const told = new Map<string, Omit<CampaignProgress, 'at'>>()
  const asking = new Set<string>()

  async function look(id: string): Promise<void> {
    asking.add(id)
    try {
      const now = await progress(id)
      if (now && isNews(now)) emit(now)
    } catch (error) {
      log.warn({ campaignId: id, err: toError(error) }, 'progress of a campaign could not be read')
    } finally {
      asking.delete(id)
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
    for (const id of ids) if (!asking.has(id)) void look(id)
  }, everyMs).unref()

  return {
    close: (): void => clearInterval(timer),
  }
}
