import type { Knex } from 'knex'

/** How many rows this connection has read so far, of tables or of an index: what a query has cost is the difference. */
export async function rowsRead(connection: Pick<Knex, 'raw'>): Promise<number> {
  const [rows] = (await connection.raw("show session status like 'Handler_read%'")) as [{ Value: string }[]]
  return rows.reduce((sum, { Value }) => sum + Number(Value), 0)
}
