import type { AttemptOutcome, CampaignProgress } from '@orderline/domain/contract'

export type OutcomeRow = { outcome: AttemptOutcome; count: number; share: number }

/** Outcomes that have happened, the most frequent first, with their share of all. */
export function outcomeRows(outcomes: CampaignProgress['outcomes']): OutcomeRow[] {
  const counted = Object.entries(outcomes).filter(([, count]) => count > 0) as [AttemptOutcome, number][]
  const all = counted.reduce((sum, [, count]) => sum + count, 0)
  return counted
    .map(([outcome, count]) => ({ outcome, count, share: count / all }))
    .sort((one, other) => other.count - one.count)
}
