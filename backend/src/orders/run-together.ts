import type { Knex } from '@orderline/db'

/**
 * Runs queries one after the other inside MariaDB, in one round trip (a compound statement,
 * https://mariadb.com/kb/en/begin-end/). Values travel as bindings, as always. Answers the rows of each SELECT.
 */
export async function selectTogether(db: Knex, queries: Knex.QueryBuilder[]): Promise<Record<string, unknown>[][]> {
  if (queries.length === 0) return []
  const { sql, bindings } = join(queries)
  const [results] = (await db.raw(`BEGIN NOT ATOMIC\n${sql}\nEND`, bindings)) as [unknown[]]
  // Behind the rows of each SELECT comes the status of the block.
  return results.slice(0, queries.length) as Record<string, unknown>[][]
}

/** As {@link selectTogether}, for writes, as one transaction: when one fails, none has happened and its error is thrown. */
export async function writeTogether(db: Knex, queries: Knex.QueryBuilder[]): Promise<void> {
  const { sql, bindings } = join(queries)
  const rollBack = 'DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;'
  await db.raw(`BEGIN NOT ATOMIC\n${rollBack}\nSTART TRANSACTION;\n${sql}\nCOMMIT;\nEND`, bindings)
}

function join(queries: Knex.QueryBuilder[]): { sql: string; bindings: readonly Knex.RawBinding[] } {
  const parts = queries.map((query) => query.toSQL().toNative())
  return {
    sql: parts.map((part) => `${part.sql};`).join('\n'),
    bindings: parts.flatMap((part) => part.bindings as Knex.RawBinding[]),
  }
}
