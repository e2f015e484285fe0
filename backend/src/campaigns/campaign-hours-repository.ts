import type { Knex } from '@orderline/db'
import { toDate, type CampaignHourRow } from '@orderline/db'
import type { AttemptOutcome, EpochMs } from '@orderline/domain/contract'

export type Counter = Exclude<keyof CampaignHourRow, 'campaign_id' | 'hour_at'>
const hourMs = 3_600_000

/** Adds one to each of these counters of the campaign's hour. */
export async function countHour(
  trx: Knex.Transaction,
  { campaignId, at, counters }: { campaignId: string; at: EpochMs; counters: readonly Counter[] },
): Promise<void> {
  if (counters.length === 0) return
  const ones = Object.fromEntries(counters.map((counter) => [counter, 1]))
  const sums = Object.fromEntries(counters.map((counter) => [counter, trx.raw('?? + 1', [counter])]))
  await trx('campaign_hours')
    .insert({ campaign_id: campaignId, hour_at: hourOf(at), ...ones })
    .onConflict(['campaign_id', 'hour_at'])
    .merge(sums)
}

/** Takes one connected customer of this moment back. */
export function uncountConnected(trx: Knex.Transaction, hour: { campaignId: string; at: EpochMs }): Promise<void> {
  return uncountHour(trx, { ...hour, counter: 'connected' })
}

/** Takes one of this counter and this moment back. */
export async function uncountHour(
  trx: Knex.Transaction,
  { campaignId, at, counter }: { campaignId: string; at: EpochMs; counter: Counter },
): Promise<void> {
  await trx('campaign_hours')
    .where({ campaign_id: campaignId, hour_at: hourOf(at) })
    .where(counter, '>', 0)
    .decrement(counter)
}

function hourOf(at: EpochMs): Date {
  return toDate(Math.floor(at / hourMs) * hourMs)
}

/** What an ended attempt counts as. Who was connected is counted when it happens; what was skipped was no dial. */
export const countersOf: Record<AttemptOutcome, readonly Counter[]> = {
  answered: ['dials'],
  abandoned: ['dials', 'abandoned'],
  machine: ['dials', 'machines'],
  busy: ['dials', 'unanswered'],
  'no-answer': ['dials', 'unanswered'],
  rejected: ['dials', 'unanswered'],
  cancelled: ['dials', 'unanswered'],
  congestion: ['dials', 'failed'],
  unallocated: ['dials', 'failed'],
  'system-failure': ['dials', 'failed'],
  skipped: [],
}
