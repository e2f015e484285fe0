import { z } from 'zod'
import { toDate, toMs, type Database } from '@orderline/db'
import { idSchema, momentSchema, type OrderStatus, type OrderView } from '@orderline/domain/contract'
import { invalidRequest } from '../http/validate.ts'
import { selectOrders, withAttempts } from '../orders/order-repository.ts'

export type ChangedQuery = {
  clientId: string
  status?: OrderStatus | undefined
  updatedSince?: string | undefined
  cursor?: string | undefined
  limit: number
}

const cursorSchema = z.tuple([momentSchema, idSchema])

/** Orders of one shop in the order in which they last changed: a shop that goes on from its last cursor misses none. */
export async function listChangedOrders(db: Database, query: ChangedQuery) {
  const { clientId, status, updatedSince, cursor, limit } = query
  const select = selectOrders(db).where('orders.client_id', clientId)
  if (status) void select.where('orders.status', status)
  if (updatedSince) void select.where('orders.updated_at', '>=', toDate(Date.parse(updatedSince)))
  if (cursor !== undefined) {
    const [updatedAt, id] = readCursor(cursor)
    void select.whereRaw('(orders.updated_at, orders.id) > (?, ?)', [toDate(updatedAt), id])
  }
  const rows = await select.orderBy(['orders.updated_at', 'orders.id']).limit(limit + 1)
  const items: OrderView[] = await withAttempts(db, rows.slice(0, limit))
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return { items, nextCursor: last?.updated_at ? writeCursor(toMs(last.updated_at), last.id) : null }
}

function writeCursor(updatedAt: number, id: string): string {
  return Buffer.from(JSON.stringify([updatedAt, id])).toString('base64url')
}

function readCursor(cursor: string): z.infer<typeof cursorSchema> {
  const parsed = cursorSchema.safeParse(parseJson(Buffer.from(cursor, 'base64url').toString()))
  if (parsed.success) return parsed.data
  throw invalidRequest([{ pointer: '?cursor', code: 'not-ours', detail: 'a nextCursor that we gave' }])
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
