import type { Database } from '@orderline/db'
import type { Board, DayFigures } from '@orderline/domain/contract'

export type Today = Board['today']
type AgentDay = Omit<DayFigures, 'missedOffers'>
/** Counts and sums come as numbers or, when large, as text. */
type AgentDayRow = { agent_id: string } & Record<keyof AgentDay, unknown>
const promiseMs = 15 * 60_000

/** The figures of a day, from the records; small queries that an index serves. */
export function createTodayRepository({ db }: { db: Database }) {
  return {
    async centre(since: Date): Promise<Today> {
      const [calls, orders, waiting] = await Promise.all([
        countCalls(db, since),
        countOrders(db, since),
        db('orders').whereIn('status', ['new', 'retry']).count({ total: '*' }).first(),
      ])
      return { ...calls, ...orders, ordersWaiting: Number(waiting?.['total'] ?? 0) }
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
          db.raw('COALESCE(SUM(TIMESTAMPDIFF(SECOND, answered_at, ended_at)), 0) AS talkSeconds'),
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
  answered: "direction = 'inbound' AND status IN ('answered', 'talking')",
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

type OrderFigures = Pick<Today, 'confirmed' | 'orderToLogisticsP50Seconds' | 'within15Minutes'>

/** From the moment when the shop told us of the order to the moment when logistics had it. */
async function countOrders(db: Database, since: Date): Promise<OrderFigures> {
  const rows = await db('orders')
    .where('received_at', '>=', since)
    .whereNotNull('confirmed_at')
    .orderBy('received_at', 'desc')
    .limit(5000)
    .select('received_at', 'handed_over_at')
  const took = rows
    .flatMap((row) => (row.handed_over_at ? [row.handed_over_at.getTime() - row.received_at.getTime()] : []))
    .sort((a, b) => a - b)
  const median = took[Math.floor((took.length - 1) / 2)]
  const inTime = took.filter((ms) => ms <= promiseMs).length
  return {
    confirmed: rows.length,
    orderToLogisticsP50Seconds: median === undefined ? null : Math.round(median / 1000),
    within15Minutes: took.length === 0 ? null : inTime / took.length,
  }
}
