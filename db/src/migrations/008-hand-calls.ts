import type { Knex } from 'knex'

const uuid = 'char(36) character set ascii collate ascii_bin'

/**
 * Calls that an agent dials by hand, what was entered of somebody unknown, and the task that is left of each. Each
 * statement may be repeated after a cut.
 */
export async function up(knex: Knex): Promise<void> {
  await knex.raw(`CREATE TABLE IF NOT EXISTS hand_calls (
    id ${uuid} NOT NULL PRIMARY KEY,
    client_id ${uuid} NOT NULL,
    agent_id ${uuid} NOT NULL,
    number varchar(16) NOT NULL,
    name varchar(200) NOT NULL DEFAULT '',
    about varchar(500) NOT NULL DEFAULT '',
    order_number varchar(100) NOT NULL DEFAULT '',
    created_at datetime(3) NOT NULL,
    KEY hand_calls_agent_index (agent_id, created_at)
  ) CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci`)
  await knex.raw(
    'ALTER TABLE clients ADD COLUMN IF NOT EXISTS hand_call_makes_order tinyint(1) NOT NULL DEFAULT 0 AFTER active',
  )
  await knex.raw('ALTER TABLE orders ADD COLUMN IF NOT EXISTS by_hand tinyint(1) NOT NULL DEFAULT 0')
  await knex.raw(`ALTER TABLE tasks ADD COLUMN IF NOT EXISTS order_id ${uuid} NULL`)
}

export async function down(knex: Knex): Promise<void> {
  await knex.raw("DELETE FROM tasks WHERE subject = 'call'")
  await knex.raw('ALTER TABLE tasks DROP COLUMN IF EXISTS order_id')
  await knex.raw('ALTER TABLE orders DROP COLUMN IF EXISTS by_hand')
  await knex.raw('ALTER TABLE clients DROP COLUMN IF EXISTS hand_call_makes_order')
  await knex.schema.dropTableIfExists('hand_calls')
}
