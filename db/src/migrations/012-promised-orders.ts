import type { Knex } from 'knex'

/** Promises are looked for at each look of the dialer: without an index of theirs, all orders that are due were read. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE orders ADD INDEX IF NOT EXISTS orders_promised_index (status, promised_at)')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE orders DROP INDEX IF EXISTS orders_promised_index')
}
