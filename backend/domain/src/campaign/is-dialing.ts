import type { CampaignView, EpochMs } from '../contract/index.ts'

/** Whether its status and its time let a campaign dial at this moment at all; from `startsAt` on, until before `endsAt`. */
export function isDialing(
  { status, startsAt, endsAt }: Pick<CampaignView, 'status' | 'startsAt' | 'endsAt'>,
  at: EpochMs,
): boolean {
  const isOn = status === 'running' || status === 'draining'
  return isOn && (startsAt === null || startsAt <= at) && (endsAt === null || at < endsAt)
}
