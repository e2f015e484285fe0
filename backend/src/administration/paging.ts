import type { Knex } from '@orderline/db'
import type { Page, PageQuery } from '@orderline/domain/contract'
import { soughtDigits } from '@orderline/domain/phone'

/**
 * Rows where one of the columns contains what was searched, as text and never as a pattern. A telephone number is found by a
 * part of it in any spelling.
 */
export function searchIn(
  query: Knex.QueryBuilder,
  search: string | undefined,
  { texts, numbers = [] }: { texts: string[]; numbers?: string[] },
): void {
  if (!search) return
  const pattern = `%${escapeLike(search)}%`
  const digits = soughtDigits(search)
  void query.where((either) => {
    for (const column of [...texts, ...numbers]) void either.orWhere(column, 'like', pattern)
    if (digits) for (const column of numbers) void either.orWhere(column, 'like', `%${digits}%`)
  })
}

/** `%` and `_` of a person's search mean themselves. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

/** An order of rows by their time. Those of one millisecond stand by id, or a page could repeat or pass over some of them. */
export function newestFirst(timeColumn: string, idColumn: string) {
  return [
    { column: timeColumn, order: 'desc' },
    { column: idColumn, order: 'desc' },
  ]
}

/** Runs a query twice: for its page and for the number of all rows. The query must say its order, which no two rows may share. */
export async function findPage<Row, View>(
  query: Knex.QueryBuilder,
  { limit, offset }: PageQuery,
  toView: (row: Row) => View,
): Promise<Page<View>> {
  const count = query.clone().clearSelect().clearOrder().count({ total: '*' }).first() as Promise<{ total: number }>
  const [rows, { total }] = await Promise.all([query.clone().limit(limit).offset(offset) as Promise<Row[]>, count])
  return { items: rows.map(toView), total }
}
