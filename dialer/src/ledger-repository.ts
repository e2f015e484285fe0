import type { Database } from '@orderline/db'
import { toDate } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'
import type { Ledger } from '@orderline/domain/pacing'

/** Of one campaign, over rolling 24 hours and 30 days. */
export type LedgerWindows = { day: Ledger; month: Ledger }

export type LedgerReading = {
  /** By campaign. */
  windows: Map<string, LedgerWindows>
  /** Those of the attempts asked for that are in the counts already. */
  counted: Set<string>
}

export type LedgerRepository = ReturnType<typeof createLedgerRepository>

const dayMs = 24 * 3_600_000

export function createLedgerRepository(db: Database) {
  return {
    /** One statement, so that counts and attempts are of the same moment. */
    async read(question: { campaignIds: string[]; attemptIds: string[]; now: EpochMs }): Promise<LedgerReading> {
      const { campaignIds, attemptIds, now } = question
      const inDay = (column: string) => db.raw(`sum(if(hour_at > ?, ${column}, 0))`, [toDate(now - dayMs)])
      const counts = db('campaign_hours')
        .select('campaign_id as id')
        .select({ day_abandoned: inDay('abandoned'), day_connected: inDay('connected') })
        .sum({ abandoned: 'abandoned', connected: 'connected' })
        .whereIn('campaign_id', campaignIds)
        .where('hour_at', '>', toDate(now - 30 * dayMs))
        .groupBy('campaign_id')
      const written = db('attempts')
        .select('id', db.raw('null'), db.raw('null'), db.raw('null'), db.raw('null'))
        .whereIn('id', attemptIds)
        .whereRaw("(connected_at is not null or outcome = 'abandoned')")
      // The cast: knex gives the columns of a union no type.
      return toReading((await db.unionAll([counts, written])) as LedgerRow[])
    },
  }
}

type LedgerRow = {
  id: string
  day_abandoned: number | null
  day_connected: number | null
  abandoned: number | null
  connected: number | null
}

function toReading(rows: LedgerRow[]): LedgerReading {
  const reading: LedgerReading = { windows: new Map(), counted: new Set() }
  for (const row of rows) {
    if (row.abandoned === null) reading.counted.add(row.id)
    else {
      reading.windows.set(row.id, {
        day: { abandoned: Number(row.day_abandoned), connected: Number(row.day_connected) },
        month: { abandoned: Number(row.abandoned), connected: Number(row.connected) },
      })
    }
  }
  return reading
}
