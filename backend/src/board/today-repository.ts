import type { Database } from '@orderline/db'
import type { Board, DayFigures } from '@orderline/domain/contract'

export type Today = Board['today']
/** What a query can count; the promise of 15 minutes is judged, see order-clock. */
export type CountedToday = Omit<Today, 'orderToLogisticsP50Seconds' | 'within15Minutes'>
type AgentDay = Omit<DayFigures, 'missedOffers'>
/** Counts and sums come as numbers or, when large, as text. */
type AgentDayRow = { agent_id: string } & Record<keyof AgentDay, unknown>

/** The figures of a day, from the records; small queries that an index serves. */
export function createTodayRepository({ db }: { db: Database }) {
  return {
    async centre(since: Date): Promise<CountedToday> {
      const [calls, confirmed, waiting] = await Promise.all([
        countCalls(db, since),
        db('orders').where('received_at', '>=', since).whereNotNull('confirmed_at').count({ total: '*' }).first(),
        db('orders').whereIn('status', ['new', 'retry']).count({ total: '*' }).first(),
      ])
      return { ...calls, confirmed: Number(confirmed?.['total'] ?? 0), ordersWaiting: Number(waiting?.['total'] ?? 0) }
    },

    /** Agents who have not talked are left out. */
    async agents(agentIds: readonly string[], since: Date): Promise<Map<string, AgentDay>> {
      const rows = await db('calls')
        .whereIn('agent_id', agentIds)
        .where('started_at', '>=', since)
        .whereNotNull('answered_at')
        .groupBy('agent_id')
        .select<AgentDayRow[]>(
          'agent_id',
          db.raw('COUNT(*) AS calls'),
          db.raw("COALESCE(SUM(disposition = 'confirmed'), 0) AS confirmed"),
          db.raw('COALESCE(SUM(talk_seconds), 0) AS talkSeconds'),
        )
      return new Map(rows.map((row) => [row.agent_id, toDay(row)]))
    },
  }
}

function toDay({ calls, confirmed, talkSeconds }: AgentDayRow): AgentDay {
  return { calls: Number(calls), confirmed: Number(confirmed), talkSeconds: Number(talkSeconds) }
}

const callCounts = {
  inbound: "direction = 'inbound'",
  // Also one that waits once more, since its agent passed it on.
  answered: "direction = 'inbound' AND (status = 'answered' OR ended_at IS NULL AND answered_at IS NOT NULL)",
  missed: "direction = 'inbound' AND status = 'missed'",
  abandonedWaiting: "direction = 'inbound' AND outcome = 'abandoned'",
  outbound: "direction = 'outbound'",
  contacts: "direction = 'outbound' AND answered_at IS NOT NULL",
} as const

async function countCalls(db: Database, since: Date): Promise<Record<keyof typeof callCounts, number>> {
  const sums = Object.entries(callCounts).map(([name, rule]) => db.raw(`COALESCE(SUM(${rule}), 0) AS ??`, [name]))
  const row = await db('calls').where('started_at', '>=', since).select(sums).first<Record<string, unknown>>()
  const of = (name: keyof typeof callCounts) => Number(row?.[name] ?? 0)
  const [inbound, answered, missed] = [of('inbound'), of('answered'), of('missed')]
  return {
    inbound,
    answered,
    missed,
    abandonedWaiting: of('abandonedWaiting'),
    outbound: of('outbound'),
    contacts: of('contacts'),
  }
}
