import type { Knex } from '@orderline/db'
import type { RecordUse } from '@orderline/domain/contract'

/** What people call a record of a table; the others are only counted. */
const nameColumns: Record<string, string> = {
  queues: 'name',
  clients: 'name',
  users: 'name',
  skills: 'name',
  campaigns: 'name',
  customers: 'name',
  dids: 'number',
  orders: 'number',
  questionnaires: 'title',
}
/** Told of by what they are a part of. */
const parts = new Set(['customer_phones'])
const mostNamed = 5
/** Nobody needs to know of a shop's million calls that they are more than this. */
const mostCounted = 1_000

type Link = { table: string; column: string }

/**
 * The records that keep one of `table` from being deleted: those of every foreign key that restricts. The database knows
 * its keys, so that a table which is added later is told of too.
 */
export async function findReferences(trx: Knex, table: string, id: string): Promise<RecordUse[]> {
  const links = await findLinks(trx, table)
  const uses = await Promise.all(links.map((link) => findUse(trx, { ...link, id })))
  return uses.filter(({ count }) => count > 0)
}

/** The records of one table that name this one in a column. */
export async function findUse(trx: Knex, { table, column, id }: Link & { id: string }): Promise<RecordUse> {
  const nameColumn = nameColumns[table]
  const found = trx(table).where(column, id).limit(mostCounted)
  const chosen = nameColumn === undefined ? trx.raw('NULL AS name') : `${nameColumn} as name`
  const rows = await found.select<{ name: string | null }[]>(chosen)
  return toUse(
    table,
    rows.map(({ name }) => name ?? ''),
  )
}

/** A use out of the names of those who use it. */
export function toUse(kind: string, names: string[]): RecordUse {
  return { kind, count: names.length, names: names.filter(Boolean).slice(0, mostNamed) }
}

/** A sentence for those who read the API's answer; screens have words of their own. */
export function describeUses(uses: RecordUse[]): string {
  const parts = uses.map(({ kind, count, names }) => {
    const shown = names.length > 0 && names.length === count ? names.join(', ') : String(count)
    return `${kind} (${shown})`
  })
  return `Used by ${parts.join(', ')}.`
}

async function findLinks(trx: Knex, table: string): Promise<Link[]> {
  const [rows] = (await trx.raw(
    `SELECT used.table_name AS 'table', used.column_name AS 'column'
     FROM information_schema.key_column_usage AS used
     JOIN information_schema.referential_constraints AS rule
       ON rule.constraint_schema = used.constraint_schema AND rule.constraint_name = used.constraint_name
      AND rule.table_name = used.table_name
     WHERE used.constraint_schema = DATABASE() AND used.referenced_table_name = ? AND rule.delete_rule
       IN ('RESTRICT', 'NO ACTION')
     ORDER BY used.table_name`,
    [table],
  )) as [Link[]]
  return rows.filter((link) => !parts.has(link.table))
}
