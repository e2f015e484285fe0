import { toDate, toMs, toMsOrNull, type Database, type Knex, type OrderRow } from '@orderline/db'
import { unreachedOutcomes, type ClockFacts } from '@orderline/domain/order-clock'

/** What is kept of an order's clock; whether its hour was staffed is not in the database. */
export type ClockOrder = Omit<ClockFacts, 'isStaffed'> & { id: string; number: string; clientId: string }

/** Times in epoch milliseconds. With clients, since orders are found by client and time of receipt. */
export type ClockSpan = { from: number; until: number; clientIds: readonly string[] }

/** More orders than a centre gets in a day. */
const mostOrders = 50_000

export type OrderClockRepository = ReturnType<typeof createOrderClockRepository>

export function createOrderClockRepository({ db }: { db: Database }) {
  const select = ({ from, until, clientIds }: ClockSpan) => {
    const query: unknown = db('orders')
      .whereIn('orders.client_id', clientIds)
      .where('orders.received_at', '>=', toDate(from))
      .where('orders.received_at', '<', toDate(until))
      // Nobody placed these and waits: an agent's own call made them, and most of them come to nothing.
      .where('orders.by_hand', false)
      .select([...columns, firstUnreached(db), firstPostponed(db)])
    // knex cannot follow the names in columns.
    return query as Knex.QueryBuilder<ClockOrderRow, ClockOrderRow[]>
  }

  return {
    /** Orders that were received in this span. */
    async findReceived(span: ClockSpan): Promise<ClockOrder[]> {
      return (await select(span).orderBy('orders.received_at').limit(mostOrders)).map(toClockOrder)
    },

    /** Of those, the ones that logistics does not have and of which no task tells yet; the newest of them. */
    async findUnsettled(span: ClockSpan, limit: number): Promise<ClockOrder[]> {
      const rows = await select(span)
        .whereNull('orders.handed_over_at')
        .whereNot('orders.status', 'cancelled')
        .whereNotExists(db('tasks').whereRaw("tasks.kind = 'order-late' AND tasks.subject_id = orders.id"))
        .orderBy('orders.received_at', 'desc')
        .limit(limit)
      return rows.map(toClockOrder)
    },
  }
}

const columns = [
  ...['orders.id', 'orders.number', 'orders.client_id', 'orders.status', 'orders.received_at', 'orders.first_dial_at'],
  ...['orders.contacted_at', 'orders.confirmed_at', 'orders.handed_over_at', 'orders.delivered_at'],
  'orders.next_attempt_at',
]

type ClockOrderRow = Pick<
  OrderRow,
  | 'id'
  | 'number'
  | 'client_id'
  | 'status'
  | 'received_at'
  | 'first_dial_at'
  | 'contacted_at'
  | 'confirmed_at'
  | 'handed_over_at'
  | 'delivered_at'
  | 'next_attempt_at'
> & { unreached_at: Date | null; postponed_at: Date | null }

/** An agent who heard a mailbox may say so when the call is over: then the attempt has ended as answered. */
function firstUnreached(db: Database) {
  const mailbox = { 'attempts.outcome': 'answered', 'attempts.machine_judgement': 'machine' } as const
  return db('attempts')
    .whereRaw('attempts.order_id = orders.id')
    .where((unreached) => void unreached.whereIn('attempts.outcome', unreachedOutcomes).orWhere(mailbox))
    .min('attempts.ended_at')
    .as('unreached_at')
}

function firstPostponed(db: Database) {
  return db('order_events')
    .whereRaw("order_events.order_id = orders.id AND order_events.kind = 'callback'")
    .min('order_events.at')
    .as('postponed_at')
}

function toClockOrder(row: ClockOrderRow): ClockOrder {
  return {
    id: row.id,
    number: row.number,
    clientId: row.client_id,
    status: row.status,
    receivedAt: toMs(row.received_at),
    firstDialAt: toMsOrNull(row.first_dial_at),
    contactedAt: toMsOrNull(row.contacted_at),
    confirmedAt: toMsOrNull(row.confirmed_at),
    handedOverAt: toMsOrNull(row.handed_over_at),
    deliveredAt: toMsOrNull(row.delivered_at ?? null),
    nextAttemptAt: toMsOrNull(row.next_attempt_at),
    unreachedAt: toMsOrNull(row.unreached_at),
    postponedAt: toMsOrNull(row.postponed_at),
  }
}
