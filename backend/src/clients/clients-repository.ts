import { randomBytes } from 'node:crypto'
import type { ClientInput, ClientView, WebhookSecretsView } from '@orderline/domain/contract'
import { type ClientRow, type Database, type Knex, toDate } from '@orderline/db'
import type { Clock } from '@orderline/runtime/clock'
import type { AdministeredRepository } from '../administration/administered-service.ts'
import { findPage, searchIn } from '../administration/paging.ts'
import { toClientView } from '../config-cache/config-views.ts'

export function createClientsRepository({ db, now }: { db: Database; now: Clock }) {
  const repository: AdministeredRepository<ClientInput, ClientView> = {
    findPage(query) {
      const rows = db('clients').select().orderBy(['name', 'id'])
      searchIn(rows, ['code', 'name'], query.search)
      return findPage(rows, query, toClientView)
    },
    async find(id, trx = db) {
      const row = await trx('clients').where({ id }).first()
      return row && toClientView(row)
    },
    async insert(id, input, trx) {
      const secrets = { shop_webhook_secret: createWebhookSecret(), logistics_webhook_secret: createWebhookSecret() }
      await trx('clients').insert({ id, ...toColumns(input), ...secrets, created_at: toDate(now()) })
    },
    update: async (id, input, trx) => void (await trx('clients').where({ id }).update(toColumns(input))),
    delete: async (id, trx) => void (await trx('clients').where({ id }).delete()),
  }
  return {
    ...repository,

    async findWebhookSecrets(id: string): Promise<WebhookSecretsView | undefined> {
      const row = await db('clients').where({ id }).first('shop_webhook_secret', 'logistics_webhook_secret')
      return row && { shop: row.shop_webhook_secret, logistics: row.logistics_webhook_secret }
    },

    /** Calls have no foreign key, so that writing them waits for nothing. */
    async hasCalls(id: string, trx: Knex): Promise<boolean> {
      return (await trx('calls').where({ client_id: id }).first('id')) !== undefined
    },
  }
}

type ClientColumns = Omit<ClientRow, 'id' | 'shop_webhook_secret' | 'logistics_webhook_secret' | 'created_at'>

function toColumns(input: ClientInput): ClientColumns {
  return {
    code: input.code,
    name: input.name,
    country: input.country,
    time_zone: input.timeZone,
    color: input.color,
    greeting: input.greeting,
    delivery_rules: input.deliveryRules,
    caller_number: input.callerNumber,
    order_queue_id: input.orderQueueId,
    shop_webhook_url: input.shopWebhookUrl,
    logistics_webhook_url: input.logisticsWebhookUrl,
    active: input.active,
  }
}

/** In the form of Standard Webhooks 1.0.0: 24 random bytes. */
function createWebhookSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`
}
