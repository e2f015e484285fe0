import type { Knex } from '@orderline/db'
import { toDate, type OrderEventRow, type OrderRow } from '@orderline/db'
import type { OrderStatus, OrderView } from '@orderline/domain/contract'
import { soughtDigits } from '@orderline/domain/phone'
import { createId } from '@orderline/runtime/ids'
import { presentOrder, type AttemptWithName, type OrderWithNames } from './order-presenter.ts'
import { escapeLike, newestFirst } from '../administration/paging.ts'
import { narrowToSeen, type SeenClients } from '../sight/client-sight.ts'

/** What narrows a list of orders. Times in epoch milliseconds. */
export type OrderFilter = {
  seenClients?: SeenClients
  clientId?: string | undefined
  customerId?: string | undefined
  status?: OrderStatus | undefined
  search?: string | undefined
  receivedFrom?: number | undefined
}

const orderColumns = [
  'orders.*',
  'customers.name as customer_name',
  'customers.email as customer_email',
  'users.name as responsible_name',
]

/** Orders with the names that go with them. */
export function selectOrders(db: Knex): Knex.QueryBuilder<OrderWithNames, OrderWithNames[]> {
  const query: unknown = db('orders')
    .join('customers', 'customers.id', 'orders.customer_id')
    .leftJoin('users', 'users.id', 'orders.responsible_id')
    .select(orderColumns)
  // knex cannot follow the names in orderColumns.
  return query as Knex.QueryBuilder<OrderWithNames, OrderWithNames[]>
}

/** Makes views of rows of {@link selectOrders}: one more query for the attempts of all. */
export async function withAttempts(db: Knex, orders: OrderWithNames[]): Promise<OrderView[]> {
  if (orders.length === 0) return []
  const attempts = (await db('attempts')
    .leftJoin('users', 'users.id', 'attempts.agent_id')
    .select('attempts.*', 'users.name as agent_name')
    .whereIn(
      'order_id',
      orders.map((order) => order.id),
    )
    .orderBy('started_at')) as AttemptWithName[]
  return orders.map((order) =>
    presentOrder(
      order,
      attempts.filter((attempt) => attempt.order_id === order.id),
    ),
  )
}

export async function findOrder(db: Knex, id: string): Promise<OrderView | undefined> {
  return (await withAttempts(db, await selectOrders(db).where('orders.id', id)))[0]
}

export type PageOf = { limit: number; offset: number }

/** Newest first. */
export async function listOrders(db: Knex, filter: OrderFilter, { limit, offset }: PageOf) {
  const [rows, total] = (await Promise.all([
    selectOrders(db)
      .modify(narrow, filter)
      .orderBy(newestFirst('orders.received_at', 'orders.id'))
      .limit(limit)
      .offset(offset),
    countRows(db('orders').modify(narrow, filter)),
  ])) as [OrderWithNames[], number]
  return { items: await withAttempts(db, rows), total }
}

/** How many rows a narrowed query has. */
export async function countRows(query: Knex.QueryBuilder): Promise<number> {
  const [row] = (await query.count({ total: '*' })) as [{ total: number | string }]
  return Number(row.total)
}

function narrow(query: Knex.QueryBuilder, filter: OrderFilter): void {
  if (filter.clientId) void query.where('orders.client_id', filter.clientId)
  narrowToSeen(query, 'orders.client_id', filter.seenClients ?? null)
  if (filter.customerId) void query.where('orders.customer_id', filter.customerId)
  if (filter.status) void query.where('orders.status', filter.status)
  if (filter.receivedFrom !== undefined) void query.where('orders.received_at', '>=', toDate(filter.receivedFrom))
  if (filter.search) searchOrders(query, filter.search)
}

/** By the beginning of its number, here or at the shop, or by a part of the customer's telephone number in any spelling. */
export function searchOrders(query: Knex.QueryBuilder, search: string): void {
  const start = `${escapeLike(search)}%`
  const digits = soughtDigits(search)
  void query.where((either) => {
    void either.where('orders.external_id', 'like', start).orWhere('orders.number', 'like', start)
    if (digits) void either.orWhere('orders.phone', 'like', `%${digits}%`)
  })
}

/** One order, locked until the transaction ends. */
export async function lockOrder(trx: Knex.Transaction, id: string): Promise<OrderRow | undefined> {
  return trx('orders').where({ id }).forUpdate().first()
}

type NewEvent = Pick<OrderEventRow, 'order_id' | 'kind' | 'text'> & {
  at: number
  author_id?: string | null
  call_id?: string | null
}

/** Adds a line to the order's history. */
export async function addOrderEvent(trx: Knex, event: NewEvent): Promise<void> {
  const { at, author_id = null, call_id = null, ...rest } = event
  await trx('order_events').insert({ id: createId(), ...rest, author_id, call_id, at: toDate(at) })
}
