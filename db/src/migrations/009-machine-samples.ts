import type { Knex } from 'knex'

/**
 * What the machine detection said of a dial (`hung-up`, `passed` to an agent by lot), what the agent said of one that was
 * passed, and both counted by hour: by them the persons are estimated whom the detection hangs up on. Before, verdicts
 * were counted without a sample; nothing is estimated of those.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`ALTER TABLE attempts
    ADD COLUMN IF NOT EXISTS machine_verdict varchar(8) NULL,
    ADD COLUMN IF NOT EXISTS machine_judgement varchar(8) NULL`)
  await knex.raw(`ALTER TABLE campaign_hours
    ADD COLUMN IF NOT EXISTS machines_hung_up int unsigned NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS machines_passed int unsigned NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS judged_persons int unsigned NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS judged_machines int unsigned NOT NULL DEFAULT 0`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE attempts DROP COLUMN IF EXISTS machine_verdict, DROP COLUMN IF EXISTS machine_judgement')
  await knex.raw(`ALTER TABLE campaign_hours
    DROP COLUMN IF EXISTS machines_hung_up, DROP COLUMN IF EXISTS machines_passed,
    DROP COLUMN IF EXISTS judged_persons, DROP COLUMN IF EXISTS judged_machines`)
}
