import type { Knex } from 'knex'

/**
 * That people were told of a missed call, so that they are told once; and how the calls of one number are found, which
 * together are one thing to do. Who was missed before this is on the list, and news to nobody.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`ALTER TABLE calls
    ADD COLUMN IF NOT EXISTS told_at datetime(3) NULL,
    ADD INDEX IF NOT EXISTS calls_customer_number_index (customer_number, started_at)`)
  await knex.raw("UPDATE calls SET told_at = started_at WHERE status = 'missed' AND handled_at IS NULL")
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("DELETE FROM tasks WHERE kind = 'call-missed'")
  await knex.raw(`ALTER TABLE calls
    DROP INDEX IF EXISTS calls_customer_number_index,
    DROP COLUMN IF EXISTS told_at`)
}
