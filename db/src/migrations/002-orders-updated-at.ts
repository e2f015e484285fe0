import type { Knex } from 'knex'

/** A shop asks what has changed since it last asked. MariaDB keeps the moment itself, whoever writes to the order. */
export async function up(knex: Knex): Promise<void> {
  await knex.schema.alterTable('orders', (table) => {
    table.specificType('updated_at', 'datetime(3) NOT NULL DEFAULT CURRENT_TIMESTAMP(3) ON UPDATE CURRENT_TIMESTAMP(3)')
    table.index(['client_id', 'updated_at'])
  })
}

export async function down(knex: Knex): Promise<void> {
  await knex.schema.alterTable('orders', (table) => {
    table.dropIndex(['client_id', 'updated_at'])
    table.dropColumn('updated_at')
  })
}
