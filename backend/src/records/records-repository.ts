import type { Knex } from '@orderline/db'
import { toDate, type CallEventRow, type CallRow, type Database } from '@orderline/db'
import type { CallListQuery, Page, PageQuery } from '@orderline/domain/contract'
import { findPage, newestFirst, searchIn } from '../administration/paging.ts'
import { promisedStatuses } from '../callbacks/promised-statuses.ts'
import { handleMissedWithin } from './handle-missed.ts'
import { lastOfCase, selectCase } from './missed-cases.ts'
import { byStreamId } from './journal-repository.ts'
import { narrowToSeen, type SeenClients } from '../sight/client-sight.ts'
import type { Sight } from './records-policy.ts'

/** A row of `calls` with the names that go with it. */
export type CallWithNames = CallRow & {
  client_name: string
  queue_name: string | null
  customer_name: string | null
  agent_name: string | null
  handler_name: string | null
  /** When somebody is to call back, and who: of a promise that has the call's own id and is still to be kept. */
  promised_at: Date | null
  promised_agent_name: string | null
  /** On the list of missed calls only, of the open ones of this number: the first, when it came, how many there are. */
  case_id?: string | null
  case_began_at?: Date | null
  case_times?: number
}

export type EventWithName = Pick<CallEventRow, 'id' | 'type' | 'payload' | 'at'> & { agent_name: string | null }

export type RecordsRepository = ReturnType<typeof createRecordsRepository>

const longestJournal = 1_000
const ofCustomer = { texts: ['customers.name'], numbers: ['calls.customer_number'] }
const byStart = newestFirst('calls.started_at', 'calls.id')

/** Reads of calls and their journal, and what a person does with a missed call. */
export function createRecordsRepository(db: Database) {
  return {
    /**
     * Newest first. The page is found first, by an index alone, and then what goes with it: read together with the names,
     * all calls would be sorted, and each would be joined to be counted.
     */
    async list(query: CallListQuery, sight: Sight): Promise<Page<CallWithNames>> {
      const found = db<Record<string, unknown>>('calls').modify(narrow, query).modify(narrowToSight, sight)
      if (query.search) void found.leftJoin('customers', 'customers.id', 'calls.customer_id')
      searchIn(found, query.search, ofCustomer)
      const { items, total } = await findPage<{ id: string }, string>(
        found.select('calls.id').orderBy(byStart),
        query,
        ({ id }) => id,
      )
      return { items: (await selectCalls(db).whereIn('calls.id', items).orderBy(byStart)) as CallWithNames[], total }
    },

    /** The last missed call of each number that nobody has looked after, and those of this day's work whose promise is not kept yet; newest first. */
    listMissed(
      query: PageQuery,
      { seenClients, promisedSince }: { seenClients: SeenClients; promisedSince: number },
    ): Promise<Page<CallWithNames>> {
      const rows = selectCalls(db)
        .modify(selectCase)
        .where('calls.status', 'missed')
        .where((open) => {
          void open.where((last) => void last.whereNull('calls.handled_at').modify(lastOfCase))
          void open.orWhere((promised) => {
            void promised.where('calls.handled_at', '>=', toDate(promisedSince))
            void promised.where((kept) => void kept.whereNotNull('promises.id').orWhereNotNull('promised_orders.id'))
          })
        })
      narrowToSeen(rows, 'calls.client_id', seenClients)
      searchIn(rows, query.search, ofCustomer)
      return findPage<CallWithNames, CallWithNames>(rows.orderBy(byStart), query, (row) => row)
    },

    async find(id: string): Promise<CallWithNames | undefined> {
      return (await selectCalls(db).where('calls.id', id).first()) as CallWithNames | undefined
    },

    /** By their times; those of one moment in the journal's order, which is the one in which it was told of them. */
    async findEvents(callId: string): Promise<EventWithName[]> {
      const rows = await db('call_events')
        .leftJoin('users', 'users.id', 'call_events.agent_id')
        .where('call_events.call_id', callId)
        .orderBy('call_events.at')
        .limit(longestJournal)
        .select<EventWithName[]>('call_events.id', 'type', 'payload', 'at', 'users.name as agent_name')
      return rows.sort((a, b) => a.at.getTime() - b.at.getTime() || byStreamId(a, b))
    },

    /** Names of these users, for those that are named in a routing decision. */
    async findNames(userIds: string[]): Promise<Map<string, string>> {
      const rows = await db('users').whereIn('id', userIds).select('id', 'name')
      return new Map(rows.map(({ id, name }) => [id, name]))
    },

    /** Marks a missed call as looked after; who was first stays. */
    async markHandled(id: string, { by, at }: { by: string; at: number }): Promise<void> {
      await handleMissedWithin(db, { callId: id, by, at })
    },
  }
}

function selectCalls(db: Knex): Knex.QueryBuilder {
  return db('calls')
    .join('clients', 'clients.id', 'calls.client_id')
    .leftJoin('queues', 'queues.id', 'calls.queue_id')
    .leftJoin('customers', 'customers.id', 'calls.customer_id')
    .leftJoin('users as agent', 'agent.id', 'calls.agent_id')
    .leftJoin('users as handler', 'handler.id', 'calls.handled_by')
    .leftJoin('dial_records as promises', (on) => {
      void on.on('promises.id', 'calls.id').andOnVal('promises.callback_source', 'missed')
      void on.andOnIn('promises.status', promisedStatuses)
    })
    .leftJoin('orders as promised_orders', (on) => {
      // Where the customer has an open order, the promise is kept on it.
      void on.on('promised_orders.id', 'calls.order_id').andOnNotNull('promised_orders.promised_at')
      void on.andOnIn('promised_orders.status', promisedStatuses)
    })
    .leftJoin('users as promised', 'promised.id', ofPromise(db, 'promised_agent_id'))
    .select(
      'calls.*',
      'clients.name as client_name',
      'queues.name as queue_name',
      'customers.name as customer_name',
      'agent.name as agent_name',
      'handler.name as handler_name',
      'promised.name as promised_agent_name',
    )
    .select({ promised_at: ofPromise(db, 'promised_at') })
}

/** Of the call's own promise, or, where it has none, of its order's: never the time of one with the agent of the other. */
function ofPromise(db: Knex, column: 'promised_at' | 'promised_agent_id'): Knex.Raw {
  return db.raw('if(promises.id is null, ??, ??)', [`promised_orders.${column}`, `promises.${column}`])
}

function narrow(rows: Knex.QueryBuilder, query: CallListQuery): void {
  if (query.status) void rows.where('calls.status', query.status)
  if (query.direction) void rows.where('calls.direction', query.direction)
  if (query.clientId) void rows.where('calls.client_id', query.clientId)
  if (query.customerId) void rows.where('calls.customer_id', query.customerId)
  if (query.from !== undefined) void rows.where('calls.started_at', '>=', toDate(query.from))
}

function narrowToSight(rows: Knex.QueryBuilder, { agentId, seenClients }: Sight): void {
  if (agentId !== null) void rows.where('calls.agent_id', agentId)
  narrowToSeen(rows, 'calls.client_id', seenClients)
}
