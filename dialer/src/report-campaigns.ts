import type { CampaignLive } from '@orderline/domain/contract'
import { countWork, describeCampaign } from './describe-campaign.ts'
import type { Dialed } from './dial-campaigns.ts'
import type { Ledgers } from './ledgers.ts'
import type { LivePublisher } from './live-publisher.ts'
import type { Moment } from './moment.ts'
import type { PacingDesks } from './pacing-desks.ts'
import type { Trunk } from './trunk.ts'

export type ReportCampaignsDeps = { desks: PacingDesks; ledgers: Ledgers; trunk: Trunk; publisher: LivePublisher }

/** A little less than the second, so that every second look publishes. */
const everyMs = 950

/** Tells once a second what is done for each campaign, and counts at each look how its agents spend their time. */
export function createReportCampaigns({ desks, ledgers, trunk, publisher }: ReportCampaignsDeps) {
  const opened = new Map<string, number>()
  let publishedAt = -Infinity

  function describe({ campaign, plan }: Dialed, moment: Moment): CampaignLive {
    const deadSince = trunk.deadSince()
    const seconds = deadSince === null ? 0 : Math.round((moment.now - deadSince) / 1_000)
    const news = deadSince === null ? [] : [`the trunk has taken no call for ${seconds} s: it is probed`]
    return describeCampaign({
      campaign,
      moment,
      plan: { ...plan, because: [...news, ...plan.because] },
      opened: opened.get(campaign.id) ?? 0,
      ledger: ledgers.of(campaign.id),
      utilisation: desks.get(campaign.id)?.utilisation.share() ?? null,
    })
  }

  return async (moment: Moment, dialed: readonly Dialed[]): Promise<void> => {
    const { now } = moment
    for (const { campaign, opened: count } of dialed) {
      opened.set(campaign.id, (opened.get(campaign.id) ?? 0) + count)
      desks.get(campaign.id)?.utilisation.add({ ...countWork(campaign, moment), now })
    }
    if (now - publishedAt < everyMs) return
    publishedAt = now
    await publisher.publish(
      dialed.map((one) => describe(one, moment)),
      now,
    )
    opened.clear()
  }
}
