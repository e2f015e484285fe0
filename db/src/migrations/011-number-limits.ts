import type { Knex } from 'knex'

/**
 * The limit of attempts to one number: a line that is dialled no more says why; and campaigns that allow one order more
 * attempts than the new limit's default keep them, since their limit is not lower.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE dial_records ADD COLUMN IF NOT EXISTS settled_because varchar(200) NULL')
  await knex.raw(`UPDATE campaigns
    SET settings = json_set(settings, '$.retry.attemptsToNumber', json_extract(settings, '$.retry.attemptsInTotal'))
    WHERE json_value(settings, '$.retry.attemptsInTotal') > 20
      AND json_value(settings, '$.retry.attemptsToNumber') IS NULL`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw('ALTER TABLE dial_records DROP COLUMN IF EXISTS settled_because')
  await knex.raw(`UPDATE campaigns SET settings = json_remove(settings, '$.retry.attemptsToNumber')`)
}
