import type { Knex } from '@orderline/db'

/**
 * Missed calls of one number to one client are one thing to do. It is known by the first of those that nobody has looked
 * after, and shown by the last. A call without a number stands for itself. All of this is about `calls` of the query.
 */

/** Leaves missed calls that nobody has looked after. */
export function stillOpen(rows: Knex.QueryBuilder): void {
  void rows.where('calls.status', 'missed').whereNull('calls.handled_at')
}

/** Joins calls of the same number to the same client. */
export function ofSameNumber(alias: string) {
  return (on: Knex.JoinClause): void => {
    void on.on(`${alias}.client_id`, 'calls.client_id').andOn(`${alias}.customer_number`, 'calls.customer_number')
  }
}

/** Leaves the last call of each. */
export function lastOfCase(rows: Knex.QueryBuilder): void {
  const isLater = '(others.started_at, others.id) > (calls.started_at, calls.id)'
  void rows.whereNotExists((others) => void openOthers(others).whereRaw(isLater))
}

/** What the case of each call is known by, when it began and how often the number has called; null for no number, and when it is seen to. */
export function selectCase(rows: Knex.QueryBuilder): void {
  void rows.select({
    case_id: (first: Knex.QueryBuilder) =>
      void openOthers(first).orderBy(['others.started_at', 'others.id']).limit(1).select('others.id'),
    case_began_at: (first: Knex.QueryBuilder) => void openOthers(first).min('others.started_at'),
    case_times: (all: Knex.QueryBuilder) => void openOthers(all).count('*'),
  } as never)
}

/** Open calls of the same number as an open call, itself among them. */
function openOthers(others: Knex.QueryBuilder): Knex.QueryBuilder {
  return others
    .from('calls as others')
    .whereRaw('others.client_id = calls.client_id and others.customer_number = calls.customer_number')
    .whereRaw('calls.handled_at is null')
    .where('others.status', 'missed')
    .whereNull('others.handled_at')
}
