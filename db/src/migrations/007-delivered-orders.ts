import type { Knex } from 'knex'

/** When the customer has the goods, as logistics or the shop says: how long deliveries take is known by it. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE orders ADD COLUMN IF NOT EXISTS delivered_at datetime(3) NULL AFTER handed_over_at')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE orders DROP COLUMN IF EXISTS delivered_at')
}
