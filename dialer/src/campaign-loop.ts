import type { DialOrders } from './dial-orders.ts'
import type { DialedRound, createDialCampaigns } from './dial-campaigns.ts'
import type { Hopper } from './hopper.ts'
import { askHopper } from './hopper-question.ts'
import type { createMemory } from './memory.ts'
import type { Moment } from './moment.ts'
import type { PacingDesks } from './pacing-desks.ts'
import type { createReportCampaigns } from './report-campaigns.ts'

export type CampaignLoopDeps = {
  look: () => Promise<Moment>
  memory: ReturnType<typeof createMemory>
  hopper: Hopper
  dialCampaigns: ReturnType<typeof createDialCampaigns>
  reportCampaigns: ReturnType<typeof createReportCampaigns>
  dialOrders: DialOrders
  desks: PacingDesks
  isLeader: () => boolean
}

export type Round = { placed: number; postponed: number }

/**
 * One round: what happened, who is free, who is due, how many lines each campaign opens, which numbers. All that
 * must last stands in Redis and MariaDB, so the process may be killed at any point.
 */
export function createCampaignLoop(deps: CampaignLoopDeps) {
  async function dial(moment: Moment): Promise<DialedRound & { postponed: number }> {
    const campaigns = [...moment.directory.campaigns.values()].sort((a, b) => b.priority - a.priority)
    await deps.memory.update(moment, campaigns)
    const stock = await deps.hopper.fill(askHopper(moment, campaigns))
    const dialed = await deps.dialCampaigns(moment, campaigns, stock)
    for (const postponement of stock.postponed) await deps.dialOrders.postpone(postponement)
    return { ...dialed, postponed: stock.postponed.length }
  }

  return {
    async round(): Promise<Round> {
      const moment = await deps.look()
      const { campaigns, placed, postponed } = await dial(moment)
      await deps.reportCampaigns(moment, campaigns)
      if (deps.isLeader()) await deps.desks.saveNowAndThen(moment.now)
      return { placed, postponed }
    },
  }
}
