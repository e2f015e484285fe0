import type { Database } from '@orderline/db'
import { toDate } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'
import { withDetectorErrors, type Ledger, type MachineVerdicts } from '@orderline/domain/pacing'
import { createDayBegin, windowBefore, type DayBegin, type LedgerWindow } from './ledger-window.ts'

/** Of one campaign, over rolling 24 hours and 30 days. */
export type LedgerWindows = { day: Ledger; month: Ledger }

export type LedgerReading = {
  /** By campaign. */
  windows: Map<string, LedgerWindows>
  /** Those of the attempts asked for that are in the counts already. */
  counted: Set<string>
}

export type LedgerRepository = ReturnType<typeof createLedgerRepository>

const counters = ['abandoned', 'connected', 'machines_hung_up', 'judged_persons', 'judged_machines'] as const
type Counter = (typeof counters)[number]

/** What is counted by the hour is never better than what was in the windows: see {@link windowBefore}. */
export function createLedgerRepository(db: Database) {
  const readDayBegin = createDayBegin(db)

  return {
    /** With what the machine detection has probably lost. One statement, so that counts and attempts are of the same moment. */
    async read(question: { campaignIds: string[]; attemptIds: string[]; now: EpochMs }): Promise<LedgerReading> {
      const { campaignIds, attemptIds, now } = question
      const [day, month] = [windowBefore(now, 1), windowBefore(now, 30)]
      const begins = await readDayBegin(campaignIds, day)
      const sumIn = (window: LedgerWindow, counter: Counter) => {
        const { wholeHoursFrom, anyFrom } = window
        const from = counter === 'connected' ? wholeHoursFrom : anyFrom
        return db.raw('sum(if(hour_at >= ?, ??, 0))', [toDate(from), counter])
      }
      const counts = db('campaign_hours')
        .select('campaign_id as id')
        .select(Object.fromEntries(counters.map((counter) => [`day_${counter}`, sumIn(day, counter)])))
        .select(Object.fromEntries(counters.map((counter) => [counter, sumIn(month, counter)])))
        .whereIn('campaign_id', campaignIds)
        .where('hour_at', '>=', toDate(month.anyFrom))
        .groupBy('campaign_id')
      const written = db('attempts')
        .select('id', ...counters.flatMap(() => [db.raw('null'), db.raw('null')]))
        .whereIn('id', attemptIds)
        // However it has ended: a machine that an agent was connected to is neither.
        .whereRaw('(connected_at is not null or outcome is not null)')
      // The cast: knex gives the columns of a union no type.
      return toReading((await db.unionAll([counts, written])) as LedgerRow[], begins)
    },
  }
}

/** Of one row the sums of the day and of the month; without a sum in the row of an attempt. */
type LedgerRow = { id: string } & Record<Counter | `day_${Counter}`, number | null>

function toReading(rows: LedgerRow[], begins: ReadonlyMap<string, DayBegin>): LedgerReading {
  const reading: LedgerReading = { windows: new Map(), counted: new Set() }
  for (const row of rows) {
    if (row.abandoned === null) reading.counted.add(row.id)
    else reading.windows.set(row.id, windowsOf(row, begins.get(row.id)))
  }
  return reading
}

function windowsOf(row: LedgerRow, begin: DayBegin = { abandonedBefore: 0, connectedIn: 0 }): LedgerWindows {
  const day = (counter: Counter) => Number(row[`day_${counter}`])
  const month = (counter: Counter) => Number(row[counter])
  const { abandoned, connected } = measured(day)
  return withDetectorErrors(
    {
      day: { abandoned: abandoned - begin.abandonedBefore, connected: connected + begin.connectedIn },
      month: measured(month),
    },
    { day: verdicts(day), month: verdicts(month) },
  )
}

function measured(sum: (counter: Counter) => number): Ledger {
  return { abandoned: sum('abandoned'), connected: sum('connected') }
}

function verdicts(sum: (counter: Counter) => number): MachineVerdicts {
  return {
    hungUp: sum('machines_hung_up'),
    judgedPersons: sum('judged_persons'),
    judgedMachines: sum('judged_machines'),
  }
}
