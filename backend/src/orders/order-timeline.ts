import type { Knex } from '@orderline/db'
import { toMs, toMsOrNull } from '@orderline/db'
import type { AttemptRow, CallRow, OrderEventRow, OrderRow, OutboxRow } from '@orderline/db'
import type { TimelineEntry } from '@orderline/domain/contract'

const longest = 300

type EventRow = Pick<OrderEventRow, 'at' | 'kind' | 'text' | 'call_id'> & { author: string | null }
type ReceivedLine = Pick<OrderRow, 'received_at' | 'number'>
type CallLine = Pick<CallRow, 'id' | 'started_at' | 'status' | 'disposition' | 'note'> & { author: string | null }

/** RS-09: everything that happened to an order, oldest first. What other rows tell has none of its own in the history. */
export async function findTimeline(db: Knex, orderId: string): Promise<TimelineEntry[]> {
  const [order, events, attempts, calls, webhooks] = (await Promise.all([
    db('orders').where({ id: orderId }).first('received_at', 'number'),
    selectEvents(db).where({ order_id: orderId }).whereNot('kind', 'attempt').limit(longest),
    db('attempts').where({ order_id: orderId }).orderBy('started_at').limit(longest),
    // By the customer, since the index is there; an order's calls are its customer's.
    selectCalls(db)
      .whereIn('calls.customer_id', db('orders').where({ id: orderId }).select('customer_id'))
      .where('calls.order_id', orderId)
      .limit(longest),
    db('outbox').where({ order_id: orderId }).whereNotNull('delivered_at').limit(longest),
  ])) as [ReceivedLine | undefined, EventRow[], AttemptRow[], CallLine[], OutboxRow[]]
  const isWritten = events.some(({ kind }) => kind === 'received')
  const entries = [
    ...(order && !isWritten ? [fromReceived(order)] : []),
    ...events.map(fromEvent),
    ...attempts.map(fromAttempt),
    ...callsWithoutNotes(calls, events).map(fromCall),
    ...webhooks.map(fromWebhook),
  ]
  return entries.sort((one, other) => one.at - other.at)
}

const contactKinds = ['note', 'confirmed', 'cancelled', 'callback'] as const

/**
 * CC-30: what was said and promised in a customer's earlier contacts, by whom and when, newest first; so that
 * the next agent does not contradict.
 */
export async function findLastContacts(db: Knex, customerId: string, limit = 20): Promise<TimelineEntry[]> {
  const [events, calls] = (await Promise.all([
    selectEvents(db)
      .join('orders', 'orders.id', 'order_events.order_id')
      .where('orders.customer_id', customerId)
      .whereIn('kind', contactKinds)
      .orderBy('order_events.at', 'desc')
      .limit(limit),
    selectCalls(db)
      .where('calls.customer_id', customerId)
      .whereNotNull('calls.ended_at')
      .orderBy('calls.started_at', 'desc')
      .limit(limit),
  ])) as [EventRow[], CallLine[]]
  const entries = [...events.map(fromEvent), ...callsWithoutNotes(calls, events).map(fromCall)]
  return entries.sort((one, other) => other.at - one.at).slice(0, limit)
}

function selectEvents(db: Knex): Knex.QueryBuilder {
  return db('order_events')
    .leftJoin('users', 'users.id', 'order_events.author_id')
    .select('order_events.at', 'order_events.kind', 'order_events.text', 'order_events.call_id', 'users.name as author')
}

function selectCalls(db: Knex): Knex.QueryBuilder {
  return db('calls')
    .leftJoin('users', 'users.id', 'calls.agent_id')
    .select('calls.id', 'calls.started_at', 'calls.status', 'calls.disposition', 'calls.note', 'users.name as author')
}

/** A note of a wrap-up stands in the order's history already: it is told once. */
function callsWithoutNotes(calls: CallLine[], events: EventRow[]): CallLine[] {
  const noted = new Set(events.filter((event) => event.kind === 'note').map((event) => event.call_id))
  return calls.map((call) => (noted.has(call.id) ? { ...call, note: null } : call))
}

/** Only of an order that a person made by hand it is written who did. */
function fromReceived({ received_at: at, number }: ReceivedLine): TimelineEntry {
  return { at: toMs(at), kind: 'received', text: number, author: null, callId: null }
}

function fromEvent({ at, kind, text, author, call_id: callId }: EventRow): TimelineEntry {
  return { at: toMs(at), kind, text, author, callId }
}

function fromAttempt({ started_at: at, outcome, ordinal, call_id: callId }: AttemptRow): TimelineEntry {
  return { at: toMs(at), kind: 'attempt', text: `${ordinal}: ${outcome ?? 'dialing'}`, author: null, callId }
}

function fromCall({ id, started_at: at, status, disposition, note, author }: CallLine): TimelineEntry {
  const text = [disposition ?? status, note].filter(Boolean).join(': ')
  return { at: toMs(at), kind: 'call', text, author, callId: id }
}

function fromWebhook({ delivered_at: deliveredAt, created_at: createdAt, target, type }: OutboxRow): TimelineEntry {
  return {
    at: toMsOrNull(deliveredAt) ?? toMs(createdAt),
    kind: 'webhook',
    text: `${type} → ${target}`,
    author: null,
    callId: null,
  }
}
