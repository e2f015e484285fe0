import type { Knex } from 'knex'

/** From the first answer to the end a transferred call also waits: how long agents talked is kept for itself. */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE calls ADD COLUMN IF NOT EXISTS talk_seconds int unsigned NOT NULL DEFAULT 0')
  await knex.raw(`UPDATE calls SET talk_seconds = TIMESTAMPDIFF(SECOND, answered_at, ended_at)
    WHERE answered_at IS NOT NULL AND ended_at > answered_at AND talk_seconds = 0`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE calls DROP COLUMN IF EXISTS talk_seconds')
}
