import type { Knex } from 'knex'

/** Times are DATETIME(3) in UTC; ids are UUID version 7 as text. Owners of the tables: see db/README.md. */
const tables: [name: string, build: (table: Knex.CreateTableBuilder) => void][] = [
  [
    'skills',
    (t) => {
      id(t)
      t.string('code', 40).notNullable().unique()
      t.string('name', 120).notNullable()
    },
  ],
  [
    'queues',
    (t) => {
      id(t)
      t.string('code', 40).notNullable().unique()
      t.string('name', 120).notNullable()
      t.json('required_skills').notNullable()
      t.specificType('priority', 'tinyint unsigned').notNullable()
      t.integer('ring_timeout_seconds').unsigned().notNullable()
      t.integer('wrap_up_seconds').unsigned().notNullable()
      t.integer('max_waiting').unsigned().notNullable()
      t.integer('max_wait_seconds').unsigned().notNullable()
      t.integer('announce_position_seconds').unsigned().notNullable()
      t.boolean('record_calls').notNullable()
    },
  ],
  [
    'clients',
    (t) => {
      id(t)
      t.string('code', 40).notNullable().unique()
      t.string('name', 120).notNullable()
      t.specificType('country', 'char(2)').notNullable()
      t.string('time_zone', 60).notNullable()
      t.string('color', 7).notNullable()
      t.string('greeting', 500).notNullable()
      t.text('delivery_rules').notNullable()
      t.string('caller_number', 16)
      uuid(t, 'order_queue_id').references('queues.id')
      t.string('shop_webhook_url', 500)
      t.string('shop_webhook_secret', 100).notNullable()
      t.string('logistics_webhook_url', 500)
      t.string('logistics_webhook_secret', 100).notNullable()
      t.boolean('active').notNullable().defaultTo(true)
      moment(t, 'created_at').notNullable()
    },
  ],
  [
    'api_keys',
    (t) => {
      id(t)
      ref(t, 'client_id', 'clients')
      t.string('label', 120).notNullable()
      t.string('prefix', 16).notNullable()
      t.specificType('key_hash', 'char(64)').notNullable().unique()
      moment(t, 'created_at').notNullable()
      moment(t, 'last_used_at')
      moment(t, 'revoked_at')
    },
  ],
  [
    'users',
    (t) => {
      id(t)
      t.string('login', 60).notNullable().unique()
      t.string('name', 120).notNullable()
      t.string('role', 20).notNullable()
      uuid(t, 'client_id').references('clients.id')
      t.string('locale', 5).notNullable()
      t.string('audio_mode', 12).notNullable()
      t.string('password_hash', 200).notNullable()
      t.boolean('active').notNullable().defaultTo(true)
      moment(t, 'created_at').notNullable()
    },
  ],
  [
    'user_skills',
    (t) => {
      partOf(t, 'user_id', 'users')
      partOf(t, 'skill_id', 'skills')
      t.specificType('level', 'tinyint unsigned').notNullable()
      t.primary(['user_id', 'skill_id'])
    },
  ],
  [
    'dids',
    (t) => {
      id(t)
      t.string('number', 16).notNullable().unique()
      ref(t, 'client_id', 'clients')
      ref(t, 'queue_id', 'queues')
      t.string('label', 120).notNullable()
    },
  ],
  [
    'customers',
    (t) => {
      id(t)
      ref(t, 'client_id', 'clients')
      exact(t, 'external_id', 100)
      t.string('name', 200).notNullable()
      t.string('email', 200)
      t.string('city', 120)
      t.string('region', 120)
      t.string('address', 300)
      t.string('note', 2000)
      moment(t, 'created_at').notNullable()
      t.index(['client_id', 'name'])
      t.unique(['client_id', 'external_id'])
    },
  ],
  [
    'customer_phones',
    (t) => {
      // A number belongs to one customer of a client: this key is what makes two spellings one contact.
      ref(t, 'client_id', 'clients')
      t.string('number', 16).notNullable()
      partOf(t, 'customer_id', 'customers')
      t.primary(['client_id', 'number'])
      t.index(['customer_id'])
    },
  ],
  [
    'orders',
    (t) => {
      id(t)
      ref(t, 'client_id', 'clients')
      exact(t, 'external_id', 100).notNullable()
      t.string('number', 100).notNullable()
      ref(t, 'customer_id', 'customers')
      t.string('phone', 16).notNullable()
      t.string('status', 12).notNullable()
      t.json('items').notNullable()
      t.bigInteger('total_minor').notNullable()
      t.specificType('currency', 'char(3)').notNullable()
      t.json('delivery').notNullable()
      t.text('comment')
      t.json('source')
      t.boolean('marketing_consent').notNullable()
      moment(t, 'placed_at').notNullable()
      moment(t, 'received_at').notNullable()
      moment(t, 'first_dial_at')
      moment(t, 'contacted_at')
      moment(t, 'confirmed_at')
      moment(t, 'handed_over_at')
      moment(t, 'next_attempt_at')
      t.integer('attempts_made').unsigned().notNullable().defaultTo(0)
      t.string('cancel_reason', 300)
      uuid(t, 'responsible_id')
      t.unique(['client_id', 'external_id'])
      t.index(['status', 'next_attempt_at'])
      t.index(['customer_id', 'received_at'])
      t.index(['client_id', 'received_at'])
    },
  ],
  [
    'order_events',
    (t) => {
      id(t)
      partOf(t, 'order_id', 'orders')
      t.string('kind', 20).notNullable()
      t.string('text', 2000).notNullable()
      uuid(t, 'author_id')
      uuid(t, 'call_id')
      moment(t, 'at').notNullable()
      t.index(['order_id', 'at'])
    },
  ],
  [
    'attempts',
    (t) => {
      id(t)
      partOf(t, 'order_id', 'orders')
      uuid(t, 'call_id').notNullable()
      uuid(t, 'agent_id')
      t.string('number', 16).notNullable()
      t.integer('ordinal').unsigned().notNullable()
      t.json('allowed_because').notNullable()
      moment(t, 'started_at').notNullable()
      moment(t, 'ended_at')
      t.string('outcome', 20)
      t.integer('cause').unsigned()
      // Equal to order_id while under way, null afterwards: the database itself refuses a second dial at once.
      uuid(t, 'open_order_id').unique()
      t.index(['order_id', 'started_at'])
    },
  ],
  [
    'calls',
    (t) => {
      id(t)
      t.string('direction', 10).notNullable()
      uuid(t, 'client_id').notNullable()
      uuid(t, 'queue_id')
      uuid(t, 'customer_id')
      uuid(t, 'order_id')
      uuid(t, 'agent_id')
      t.string('customer_number', 16)
      t.string('shop_number', 16)
      t.string('status', 12).notNullable()
      t.string('outcome', 30)
      t.string('disposition', 30)
      t.string('note', 2000)
      moment(t, 'started_at').notNullable()
      moment(t, 'answered_at')
      moment(t, 'ended_at')
      t.string('recording', 200)
      t.string('voicemail', 200)
      uuid(t, 'handled_by')
      moment(t, 'handled_at')
      t.json('routing_log')
      t.index(['started_at'])
      t.index(['client_id', 'started_at'])
      t.index(['customer_id', 'started_at'])
      t.index(['agent_id', 'started_at'])
      t.index(['status', 'handled_at', 'started_at'])
    },
  ],
  [
    'call_events',
    (t) => {
      // The id is the journal's own, so that a batch that is written twice stays one.
      t.string('id', 40).primary()
      uuid(t, 'call_id')
      uuid(t, 'agent_id')
      t.string('type', 40).notNullable()
      t.json('payload').notNullable()
      moment(t, 'at').notNullable()
      t.index(['call_id', 'at'])
      t.index(['agent_id', 'at'])
      t.index(['at'])
    },
  ],
  [
    'questionnaires',
    (t) => {
      id(t)
      ref(t, 'client_id', 'clients')
      t.string('purpose', 12).notNullable()
      t.integer('version').unsigned().notNullable()
      t.string('title', 120).notNullable()
      t.string('status', 10).notNullable()
      t.json('model').notNullable()
      moment(t, 'created_at').notNullable()
      moment(t, 'published_at')
      t.unique(['client_id', 'purpose', 'version'])
    },
  ],
  [
    'answers',
    (t) => {
      id(t)
      ref(t, 'questionnaire_id', 'questionnaires')
      ref(t, 'client_id', 'clients')
      uuid(t, 'call_id').unique()
      uuid(t, 'order_id').unique()
      uuid(t, 'customer_id')
      t.json('values').notNullable()
      t.integer('revision').unsigned().notNullable().defaultTo(0)
      moment(t, 'created_at').notNullable()
      moment(t, 'updated_at').notNullable()
      moment(t, 'completed_at')
      uuid(t, 'completed_by')
      t.index(['customer_id', 'created_at'])
    },
  ],
  [
    'deliveries',
    (t) => {
      id(t)
      uuid(t, 'order_id').notNullable().unique().references('orders.id')
      ref(t, 'client_id', 'clients')
      t.json('payload').notNullable()
      t.string('status', 12).notNullable()
      moment(t, 'created_at').notNullable()
      moment(t, 'acknowledged_at')
    },
  ],
  [
    'outbox',
    (t) => {
      id(t)
      ref(t, 'client_id', 'clients')
      t.string('target', 10).notNullable()
      t.string('type', 60).notNullable()
      t.json('payload').notNullable()
      uuid(t, 'order_id')
      moment(t, 'created_at').notNullable()
      moment(t, 'next_attempt_at')
      t.integer('attempts').unsigned().notNullable().defaultTo(0)
      moment(t, 'delivered_at')
      moment(t, 'given_up_at')
      t.string('last_error', 500)
      t.index(['next_attempt_at'])
      t.index(['order_id'])
      t.index(['client_id', 'created_at'])
    },
  ],
  [
    'idempotency_keys',
    (t) => {
      ref(t, 'client_id', 'clients')
      exact(t, 'key', 200).notNullable()
      t.specificType('request_hash', 'char(64)').notNullable()
      t.integer('status').unsigned().notNullable()
      t.json('response').notNullable()
      moment(t, 'created_at').notNullable()
      t.primary(['client_id', 'key'])
      t.index(['created_at'])
    },
  ],
  [
    'audit_entries',
    (t) => {
      id(t)
      uuid(t, 'user_id')
      t.string('action', 60).notNullable()
      t.string('subject', 60).notNullable()
      uuid(t, 'subject_id')
      t.json('details').notNullable()
      moment(t, 'at').notNullable()
      t.index(['at'])
      t.index(['subject', 'subject_id'])
    },
  ],
]

/** Stands while this migration runs, so that one that was cut off is told from a schema of somebody else. */
const unfinished = 'orderline_schema_unfinished'

export async function up(knex: Knex): Promise<void> {
  if (await knex.schema.hasTable(unfinished)) await dropTables(knex)
  else await refuseForeignTables(knex)
  await knex.schema.createTable(unfinished, (table) => table.integer('nothing'))
  for (const [name, build] of tables) {
    await knex.schema.createTable(name, (table) => {
      table.charset('utf8mb4')
      table.collate('utf8mb4_unicode_ci')
      build(table)
    })
  }
  await knex.schema.dropTable(unfinished)
}

export async function down(knex: Knex): Promise<void> {
  await dropTables(knex)
}

async function dropTables(knex: Knex): Promise<void> {
  for (const [name] of [...tables].reverse()) await knex.schema.dropTableIfExists(name)
  await knex.schema.dropTableIfExists(unfinished)
}

async function refuseForeignTables(knex: Knex): Promise<void> {
  for (const [name] of tables) {
    if (await knex.schema.hasTable(name)) throw new Error(`The database has a table ${name} that is not ours.`)
  }
}

function id(table: Knex.CreateTableBuilder): void {
  uuid(table, 'id').primary()
}

/** Compact and compared byte by byte, as identifiers are. */
function uuid(table: Knex.CreateTableBuilder, column: string): Knex.ColumnBuilder {
  return table.specificType(column, 'char(36) character set ascii collate ascii_bin')
}

/** Text of a stranger that is a key: `a` and `A` are two, unlike in the columns that people search. */
function exact(table: Knex.CreateTableBuilder, column: string, length: number): Knex.ColumnBuilder {
  return table.specificType(column, `varchar(${length}) character set utf8mb4 collate utf8mb4_bin`)
}

function moment(table: Knex.CreateTableBuilder, column: string): Knex.ColumnBuilder {
  return table.specificType(column, 'datetime(3)')
}

/** A foreign key: what others point to cannot be deleted. */
function ref(table: Knex.CreateTableBuilder, column: string, target: string): Knex.ReferencingColumnBuilder {
  return uuid(table, column).notNullable().references(`${target}.id`)
}

/** A foreign key to the row of which these are a part: they go with it. */
function partOf(table: Knex.CreateTableBuilder, column: string, target: string): void {
  void ref(table, column, target).onDelete('CASCADE')
}
