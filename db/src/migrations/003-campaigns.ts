import type { Knex } from 'knex'

/**
 * Campaigns, what they dial beside orders (lines of lists, callbacks), who may not be called, and what was counted.
 * An attempt is of an order or of a record; `open_number` refuses two dials of one number at once, whoever asks.
 */
export async function up(knex: Knex): Promise<void> {
  // MariaDB commits at each DDL statement: what an up that was cut off has made is taken back first.
  if (await knex.schema.hasTable(unfinished)) await takeBack(knex)
  await knex.schema.createTable(unfinished, (t) => t.integer('nothing'))
  for (const [name, build] of tables) await knex.schema.createTable(name, build)
  await knex.schema.alterTable('orders', (t) => {
    uuid(t, 'campaign_id')
    // A promise to the customer goes before all else, to the agent who gave it where one is named.
    moment(t, 'promised_at')
    uuid(t, 'promised_agent_id')
    t.index(['campaign_id', 'status', 'next_attempt_at'], 'orders_campaign_index')
  })
  await knex.schema.alterTable('attempts', (t) => {
    uuid(t, 'record_id')
    uuid(t, 'campaign_id')
    t.string('mode', 12).notNullable().defaultTo('progressive')
    // When customer and agent first heard each other; null when that never came.
    moment(t, 'connected_at')
    uuid(t, 'open_record_id')
    t.string('open_number', 16)
    t.foreign('record_id', 'attempts_record_foreign').references('dial_records.id').onDelete('CASCADE')
    t.unique(['open_record_id'], { indexName: 'attempts_open_record_unique' })
    t.unique(['open_number'], { indexName: 'attempts_open_number_unique' })
    t.index(['number', 'started_at'], 'attempts_number_index')
    t.index(['campaign_id', 'started_at'], 'attempts_campaign_index')
    t.index(['record_id', 'started_at'], 'attempts_record_index')
  })
  await knex.raw(`ALTER TABLE attempts MODIFY order_id ${uuidType} NULL`)
  await knex.schema.dropTable(unfinished)
}

/** Attempts of records are lost: the schema before has no place for them. */
export async function down(knex: Knex): Promise<void> {
  await takeBack(knex)
}

const unfinished = 'orderline_campaigns_unfinished'
const uuidType = 'char(36) character set ascii collate ascii_bin'

const tables: [name: string, build: (t: Knex.CreateTableBuilder) => void][] = [
  ['campaigns', campaigns],
  ['imports', imports],
  ['dial_records', dialRecords],
  ['do_not_call', doNotCall],
  ['number_holds', numberHolds],
  ['campaign_hours', campaignHours],
]

async function takeBack(knex: Knex): Promise<void> {
  await knex('attempts').whereNull('order_id').delete()
  await knex.raw(`ALTER TABLE attempts
    DROP FOREIGN KEY IF EXISTS attempts_record_foreign,
    DROP INDEX IF EXISTS attempts_open_record_unique, DROP INDEX IF EXISTS attempts_open_number_unique,
    DROP INDEX IF EXISTS attempts_number_index, DROP INDEX IF EXISTS attempts_campaign_index,
    DROP INDEX IF EXISTS attempts_record_index,
    DROP COLUMN IF EXISTS record_id, DROP COLUMN IF EXISTS campaign_id, DROP COLUMN IF EXISTS mode,
    DROP COLUMN IF EXISTS connected_at, DROP COLUMN IF EXISTS open_record_id, DROP COLUMN IF EXISTS open_number,
    MODIFY order_id ${uuidType} NOT NULL`)
  await knex.raw(`ALTER TABLE orders
    DROP INDEX IF EXISTS orders_campaign_index, DROP COLUMN IF EXISTS campaign_id,
    DROP COLUMN IF EXISTS promised_at, DROP COLUMN IF EXISTS promised_agent_id`)
  for (const [name] of [...tables].reverse()) await knex.schema.dropTableIfExists(name)
  await knex.schema.dropTableIfExists(unfinished)
}

function campaigns(t: Knex.CreateTableBuilder): void {
  start(t)
  t.string('name', 120).notNullable()
  // A client with history stays; one without takes its campaigns along.
  uuid(t, 'client_id').notNullable().references('clients.id').onDelete('CASCADE')
  uuid(t, 'queue_id').notNullable().references('queues.id')
  t.string('mode', 12).notNullable()
  t.string('status', 12).notNullable()
  t.specificType('priority', 'tinyint unsigned').notNullable()
  moment(t, 'starts_at')
  moment(t, 'ends_at')
  // The rest of the settings, as the contract has them; nothing is searched by them.
  t.json('settings').notNullable()
  moment(t, 'created_at').notNullable()
  moment(t, 'updated_at').notNullable()
  t.index(['status'])
  t.index(['client_id', 'created_at'])
}

function imports(t: Knex.CreateTableBuilder): void {
  start(t)
  t.string('kind', 12).notNullable()
  uuid(t, 'campaign_id').references('campaigns.id').onDelete('CASCADE')
  // Do-not-call numbers of one client; null for all clients, and for lists of a campaign.
  uuid(t, 'client_id').references('clients.id')
  t.string('file_name', 200).notNullable()
  t.string('state', 10).notNullable()
  t.integer('rows_total').unsigned()
  for (const count of ['rows_read', 'added', 'repeated', 'refused'])
    t.integer(count).unsigned().notNullable().defaultTo(0)
  t.json('errors').notNullable()
  uuid(t, 'author_id')
  moment(t, 'created_at').notNullable()
  moment(t, 'finished_at')
  t.index(['campaign_id', 'created_at'])
  t.index(['state'])
}

function dialRecords(t: Knex.CreateTableBuilder): void {
  start(t)
  uuid(t, 'campaign_id').references('campaigns.id').onDelete('CASCADE')
  uuid(t, 'client_id').notNullable().references('clients.id')
  // Null for lines of a list: there the campaign says it.
  uuid(t, 'queue_id').references('queues.id')
  uuid(t, 'customer_id').references('customers.id')
  uuid(t, 'order_id').references('orders.id')
  uuid(t, 'import_id').references('imports.id').onDelete('SET NULL')
  // The list's own key of a line, or its number: the same one twice in a campaign is one record.
  t.specificType('external_key', 'varchar(100) character set utf8mb4 collate utf8mb4_bin')
  t.string('number', 16).notNullable()
  t.string('name', 200).notNullable()
  t.json('fields').notNullable()
  t.string('status', 12).notNullable()
  moment(t, 'next_attempt_at')
  t.integer('attempts_made').unsigned().notNullable().defaultTo(0)
  t.string('last_outcome', 20)
  t.string('callback_source', 12)
  moment(t, 'promised_at')
  uuid(t, 'promised_agent_id')
  t.string('note', 2000)
  moment(t, 'created_at').notNullable()
  moment(t, 'settled_at')
  t.unique(['campaign_id', 'external_key'])
  t.index(['campaign_id', 'status', 'next_attempt_at'])
  t.index(['status', 'promised_at'])
  t.index(['number'])
}

function doNotCall(t: Knex.CreateTableBuilder): void {
  start(t)
  t.string('number', 16).notNullable()
  // A client's id, or `*` for all: a unique key takes no null for equal.
  t.specificType('scope', 'varchar(36) character set ascii collate ascii_bin').notNullable()
  t.string('source', 12).notNullable()
  t.string('note', 300).notNullable()
  uuid(t, 'author_id')
  moment(t, 'created_at').notNullable()
  t.unique(['number', 'scope'])
  t.index(['created_at'])
}

/** Numbers that may be dialled with an agent reserved first only, until then. */
function numberHolds(t: Knex.CreateTableBuilder): void {
  table(t)
  t.string('number', 16).primary()
  moment(t, 'until').notNullable()
  t.index(['until'])
}

/** Counted once for each attempt, by the hour (UTC) in which it happened. */
function campaignHours(t: Knex.CreateTableBuilder): void {
  table(t)
  uuid(t, 'campaign_id').notNullable().references('campaigns.id').onDelete('CASCADE')
  moment(t, 'hour_at').notNullable()
  for (const count of ['dials', 'connected', 'abandoned', 'machines', 'unanswered', 'failed']) {
    t.integer(count).unsigned().notNullable().defaultTo(0)
  }
  t.primary(['campaign_id', 'hour_at'])
}

function start(t: Knex.CreateTableBuilder): void {
  table(t)
  uuid(t, 'id').primary()
}

function table(t: Knex.CreateTableBuilder): void {
  t.charset('utf8mb4')
  t.collate('utf8mb4_unicode_ci')
}

function uuid(t: Knex.CreateTableBuilder, column: string): Knex.ReferencingColumnBuilder {
  // The cast: knex types a specific column without the reference that every column builder can carry.
  return t.specificType(column, uuidType) as Knex.ReferencingColumnBuilder
}

function moment(t: Knex.CreateTableBuilder, column: string): Knex.ColumnBuilder {
  return t.specificType(column, 'datetime(3)')
}
