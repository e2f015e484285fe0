import type { Database } from '@orderline/db'
import { toDate } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'

/** A rolling window over what is counted by the hour (UTC). All times are epoch ms. */
export type LedgerWindow = {
  /** The minute in which it begins. */
  beginsAt: EpochMs
  /** Hours from here on are wholly in it. */
  wholeHoursFrom: EpochMs
  /** Hours before this hold nothing of it: who was abandoned is counted in the hour of the dial. */
  anyFrom: EpochMs
}

/** Of one campaign, in the hour in which the window of a day begins: what is wrong in a worst case of whole hours. */
export type DayBegin = { abandonedBefore: number; connectedIn: number }

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
/** From a dial to its end without an agent: a preview, the ring, the detection, the two seconds. */
const longestDialMs = 10 * minuteMs

/**
 * The window of so many days before now. It begins within an hour of counters, of which nobody knows what was in it: the
 * caps must hold whatever it was, so the abandoned of that hour count, and the connected do not. For 30 days that is little.
 * For one day it would be more than the caps leave to live on, so {@link createDayBegin} looks at the attempts.
 */
export function windowBefore(now: EpochMs, days: number): LedgerWindow {
  const beginsAt = floorTo(minuteMs, now - days * dayMs)
  return {
    beginsAt,
    wholeHoursFrom: floorTo(hourMs, beginsAt) + hourMs,
    anyFrom: floorTo(hourMs, beginsAt - longestDialMs),
  }
}

function floorTo(step: number, at: EpochMs): EpochMs {
  return Math.floor(at / step) * step
}

/**
 * Reads the attempts of the hour in which a day's window begins, by campaign, to the minute: once a minute, since a large
 * campaign has twenty thousand of them. They are a day old and do not change; those that are not there any more count as
 * the worst case has them.
 */
export function createDayBegin(db: Database) {
  let kept: { key: string; begins: ReadonlyMap<string, DayBegin> } | undefined

  return async (campaignIds: readonly string[], window: LedgerWindow): Promise<ReadonlyMap<string, DayBegin>> => {
    const key = [window.beginsAt, ...campaignIds].join()
    if (kept?.key !== key) kept = { key, begins: await readBegins(db, campaignIds, window) }
    return kept.begins
  }
}

/** A sum of nothing is null. */
type BeginRow = { id: string } & Record<keyof DayBegin, string | number | null>

async function readBegins(
  db: Database,
  campaignIds: readonly string[],
  { beginsAt, wholeHoursFrom, anyFrom }: LedgerWindow,
): Promise<Map<string, DayBegin>> {
  const rows = await db('attempts')
    .whereIn('campaign_id', campaignIds)
    .where('started_at', '>=', toDate(anyFrom))
    .where('started_at', '<', toDate(wholeHoursFrom))
    .groupBy('campaign_id')
    .select<BeginRow[]>(
      'campaign_id as id',
      db.raw(`sum(outcome = 'abandoned' and ended_at < ?) as abandonedBefore`, [toDate(beginsAt)]),
      db.raw('sum(connected_at >= ? and connected_at < ?) as connectedIn', [
        toDate(beginsAt + minuteMs),
        toDate(wholeHoursFrom),
      ]),
    )
  return new Map(
    rows.map((row) => [row.id, { abandonedBefore: Number(row.abandonedBefore), connectedIn: Number(row.connectedIn) }]),
  )
}
