import type { Knex } from 'knex'

/** A statement with its values, which travel as bindings. */
export type Statement = { sql: string; bindings: readonly Knex.RawBinding[] }

/**
 * Runs queries one after the other inside MariaDB, in one round trip (a compound statement,
 * https://mariadb.com/kb/en/begin-end/). Answers the rows of each SELECT.
 */
export async function selectTogether(db: Knex, queries: Statement[]): Promise<Record<string, unknown>[][]> {
  if (queries.length === 0) return []
  const { sql, bindings } = join(queries)
  const [results] = (await db.raw(`BEGIN NOT ATOMIC\n${sql}\nEND`, bindings)) as [unknown[]]
  // Behind the rows of each SELECT comes the status of the block.
  return results.slice(0, queries.length) as Record<string, unknown>[][]
}

/** As {@link selectTogether}, for writes, as one transaction: when one fails, none has happened and its error is thrown. */
export async function writeTogether(db: Knex, statements: Statement[]): Promise<void> {
  const { sql, bindings } = join(statements)
  const rollBack = 'DECLARE EXIT HANDLER FOR SQLEXCEPTION BEGIN ROLLBACK; RESIGNAL; END;'
  await db.raw(`BEGIN NOT ATOMIC\n${rollBack}\nSTART TRANSACTION;\n${sql}\nCOMMIT;\nEND`, bindings)
}

/** What a query builder has built. */
export function statementOf(query: Knex.QueryBuilder): Statement {
  const { sql, bindings } = query.toSQL().toNative()
  return { sql, bindings: bindings as Knex.RawBinding[] }
}

type Cell = Knex.Value | null

/**
 * One INSERT of many rows with the columns of the first; none of no rows. Written by hand because building it by knex
 * takes several times as long, and orders come in floods.
 */
export function insertRows(table: string, rows: Record<string, Cell>[]): Statement[] {
  const [first] = rows
  if (!first) return []
  const columns = Object.keys(first)
  const places = `(${columns.map(() => '?').join(',')})`
  const bindings: Cell[] = []
  for (const row of rows) for (const column of columns) bindings.push(row[column] ?? null)
  return [{ sql: `INSERT INTO ${table} (${columns.join(',')}) VALUES ${rows.map(() => places).join(',')}`, bindings }]
}

function join(statements: Statement[]): Statement {
  const joined = { sql: '', bindings: [] as Knex.RawBinding[] }
  for (const { sql, bindings } of statements) {
    joined.sql += `${sql};\n`
    for (const binding of bindings) joined.bindings.push(binding)
  }
  return joined
}
