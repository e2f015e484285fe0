import type { Knex } from 'knex'

/**
 * What running for years asks for: a webhook secret that goes on signing for a day beside its successor; all recordings
 * of a call, also those after a transfer; an index by which told webhooks are found when they are old. `routing_log` was
 * never written: the journal holds each decision of the router. Each statement may be repeated after a cut.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`ALTER TABLE clients
    ADD COLUMN IF NOT EXISTS shop_webhook_former_secret varchar(100) NULL,
    ADD COLUMN IF NOT EXISTS shop_webhook_former_until datetime(3) NULL,
    ADD COLUMN IF NOT EXISTS logistics_webhook_former_secret varchar(100) NULL,
    ADD COLUMN IF NOT EXISTS logistics_webhook_former_until datetime(3) NULL`)
  await knex.raw(`ALTER TABLE calls
    DROP COLUMN IF EXISTS routing_log,
    ADD COLUMN IF NOT EXISTS recording_count smallint unsigned NOT NULL DEFAULT 0`)
  await knex.raw('UPDATE calls SET recording_count = 1 WHERE recording IS NOT NULL AND recording_count = 0')
  await knex.raw('ALTER TABLE outbox ADD INDEX IF NOT EXISTS outbox_created_at_index (created_at)')
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE outbox DROP INDEX IF EXISTS outbox_created_at_index')
  await knex.raw(`ALTER TABLE calls
    DROP COLUMN IF EXISTS recording_count,
    ADD COLUMN IF NOT EXISTS routing_log longtext NULL CHECK (json_valid(routing_log))`)
  await knex.raw(`ALTER TABLE clients
    DROP COLUMN IF EXISTS shop_webhook_former_secret,
    DROP COLUMN IF EXISTS shop_webhook_former_until,
    DROP COLUMN IF EXISTS logistics_webhook_former_secret,
    DROP COLUMN IF EXISTS logistics_webhook_former_until`)
}
