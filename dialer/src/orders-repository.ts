import type { AttemptRow, Database } from '@orderline/db'
import { toDate, toMs, toMsOrNull } from '@orderline/db'
import type { AttemptOutcome, EpochMs, OrderStatus, SkillRequirement } from '@orderline/domain/contract'

/** A queue whose agents talk to the customers of new orders, with the clients whose orders those are. */
export type OrderQueue = { queueId: string; requiredSkills: SkillRequirement[]; clients: OrderClient[] }
export type OrderClient = { id: string; timeZone: string; callerNumber: string | null }

export type DueOrder = {
  id: string
  clientId: string
  customerId: string
  /** E.164. */
  number: string
  status: OrderStatus
  nextAttemptAt: EpochMs | null
  /** Charged attempts. */
  attemptsMade: number
}

export type RecentAttempt = { number: string; startedAt: EpochMs; outcome: AttemptOutcome | null }

export type OrdersRepository = ReturnType<typeof createOrdersRepository>

/** What the dialer reads of MariaDB. It writes nothing there: the backend does. */
export function createOrdersRepository(db: Database) {
  async function dueOf(status: 'new' | 'retry', question: DueQuestion): Promise<DueOrder[]> {
    const rows = await db('orders')
      .select('id', 'client_id', 'customer_id', 'phone', 'status', 'next_attempt_at', 'attempts_made')
      .where({ status })
      .where('next_attempt_at', '<=', toDate(question.now))
      .whereIn('client_id', question.clientIds)
      .whereNotIn('id', question.except)
      .orderBy(['next_attempt_at', 'id'])
      .limit(question.limit)
    return rows.map((row) => ({
      id: row.id,
      clientId: row.client_id,
      customerId: row.customer_id,
      number: row.phone,
      status: row.status,
      nextAttemptAt: toMsOrNull(row.next_attempt_at),
      attemptsMade: row.attempts_made,
    }))
  }

  return {
    async findOrderQueues(): Promise<OrderQueue[]> {
      const rows = await db('clients')
        .join('queues', 'queues.id', 'clients.order_queue_id')
        .where('clients.active', true)
        .select<QueueOfClient[]>(
          'clients.id',
          'clients.time_zone',
          'clients.caller_number',
          'queues.id as queue_id',
          'queues.required_skills',
        )
        .orderBy('queues.id')
        .limit(1_000)
      return groupByQueue(rows)
    },
    /** Orders that are to be dialled by now: new ones before repeats, older before younger. */
    async findDue(question: DueQuestion): Promise<DueOrder[]> {
      const fresh = await dueOf('new', question)
      if (fresh.length >= question.limit) return fresh
      return [...fresh, ...(await dueOf('retry', { ...question, limit: question.limit - fresh.length }))]
    },
    /** Attempts of these customers since then, for any of their orders; one under way has no outcome. */
    async findAttempts(customerIds: string[], since: EpochMs): Promise<RecentAttempt[]> {
      const rows = await db('attempts')
        .join('orders', 'orders.id', 'attempts.order_id')
        .whereIn('orders.customer_id', customerIds)
        .where('attempts.started_at', '>=', toDate(since))
        .select<Pick<AttemptRow, 'number' | 'started_at' | 'outcome'>[]>(
          'attempts.number',
          'attempts.started_at',
          'attempts.outcome',
        )
        .limit(10_000)
      return rows.map((row) => ({ number: row.number, startedAt: toMs(row.started_at), outcome: row.outcome }))
    },
    ping: async (): Promise<void> => void (await db.raw('select 1')),
  }
}

export type DueQuestion = { clientIds: string[]; now: EpochMs; limit: number; except: string[] }

type QueueOfClient = {
  id: string
  time_zone: string
  caller_number: string | null
  queue_id: string
  required_skills: SkillRequirement[]
}

function groupByQueue(rows: QueueOfClient[]): OrderQueue[] {
  const queues = new Map<string, OrderQueue>()
  for (const row of rows) {
    const queue = queues.get(row.queue_id) ?? {
      queueId: row.queue_id,
      requiredSkills: row.required_skills,
      clients: [],
    }
    queue.clients.push({ id: row.id, timeZone: row.time_zone, callerNumber: row.caller_number })
    queues.set(row.queue_id, queue)
  }
  return [...queues.values()]
}
