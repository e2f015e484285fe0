import type { Knex } from 'knex'

/** The board counts the day's orders each two seconds, and the list of all shops' orders begins with the newest: both read all. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE orders ADD INDEX IF NOT EXISTS orders_received_index (received_at)')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE orders DROP INDEX IF EXISTS orders_received_index')
}
