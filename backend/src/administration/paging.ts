import type { Knex } from '@orderline/db'
import type { Page, PageQuery } from '@orderline/domain/contract'

/** A modifier for `modify`: rows where one of the columns contains what was searched, as text and never as a pattern. */
export function searchIn(query: Knex.QueryBuilder, columns: string[], search: string | undefined): void {
  if (!search) return
  const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`
  void query.where((either) => {
    for (const column of columns) void either.orWhere(column, 'like', pattern)
  })
}

/** Runs a query twice: for its page and for the number of all rows. The query must say its order. */
export async function findPage<Row, View>(
  query: Knex.QueryBuilder,
  { limit, offset }: PageQuery,
  toView: (row: Row) => View,
): Promise<Page<View>> {
  const count = query.clone().clearSelect().clearOrder().count({ total: '*' }).first() as Promise<{ total: number }>
  const [rows, { total }] = await Promise.all([query.clone().limit(limit).offset(offset) as Promise<Row[]>, count])
  return { items: rows.map(toView), total }
}
