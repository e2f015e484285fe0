import type { Database } from '@orderline/db'
import { toDate } from '@orderline/db'
import type { CampaignView, DetectionFigures, EpochMs } from '@orderline/domain/contract'
import { errorShare } from '@orderline/domain/pacing'

const thirtyDaysMs = 30 * 24 * 3_600_000

/** What the machine detection did in a campaign's last 30 days; null where it took nothing for a machine. */
export async function readDetection(
  db: Database,
  { id }: CampaignView,
  now: EpochMs,
): Promise<DetectionFigures | null> {
  const row = await db('campaign_hours')
    .where('campaign_id', id)
    .where('hour_at', '>', toDate(now - thirtyDaysMs))
    .sum<Record<keyof DetectionFigures, number | null>[]>({
      hungUp: 'machines_hung_up',
      passed: 'machines_passed',
      judgedPersons: 'judged_persons',
      judgedMachines: 'judged_machines',
    })
    .first()
  const [hungUp, passed] = [Number(row?.hungUp), Number(row?.passed)]
  if (hungUp + passed === 0) return null
  const judged = { judgedPersons: Number(row?.judgedPersons), judgedMachines: Number(row?.judgedMachines) }
  return { hungUp, passed, ...judged, errorShare: errorShare(judged) }
}
