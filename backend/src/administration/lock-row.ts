import type { Knex } from '@orderline/db'

/** Makes others who change this row wait: of two who saw the same version, the second must see the first one's. */
export async function lockRow(trx: Knex.Transaction, table: string, id: string): Promise<void> {
  await trx(table).where({ id }).forUpdate().first('id')
}
