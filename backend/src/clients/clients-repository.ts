import { randomBytes } from 'node:crypto'
import type { ClientInput, ClientView, RecordUse, WebhookSecretsView, WebhookTarget } from '@orderline/domain/contract'
import { type ClientRow, type Database, type Knex, toDate, toMs } from '@orderline/db'
import type { Clock } from '@orderline/runtime/clock'
import type { AdministeredRepository } from '../administration/administered-service.ts'
import { findUse } from '../administration/find-uses.ts'
import { findPage, searchIn } from '../administration/paging.ts'
import type { AuditService } from '../audit/audit-service.ts'
import { keepDefaultCampaign } from '../campaigns/default-campaigns.ts'
import { toClientView } from '../config-cache/config-views.ts'

type Deps = { db: Database; audit: Pick<AuditService, 'record'>; now: Clock }

export function createClientsRepository({ db, audit, now }: Deps) {
  const repository: AdministeredRepository<ClientInput, ClientView> = {
    findPage(query) {
      const rows = db('clients').select().orderBy(['name', 'id'])
      searchIn(rows, query.search, { texts: ['code', 'name'] })
      return findPage(rows, query, toClientView)
    },
    async find(id, trx = db) {
      const row = await trx('clients').where({ id }).first()
      return row && toClientView(row)
    },
    async insert(id, input, trx) {
      const secrets = { shop_webhook_secret: createWebhookSecret(), logistics_webhook_secret: createWebhookSecret() }
      await trx('clients').insert({ id, ...toColumns(input), ...secrets, created_at: toDate(now()) })
      await keepDefaultCampaign(trx, { clientId: id, queueId: input.orderQueueId, now: now(), audit })
    },
    async update(id, input, trx) {
      await trx('clients').where({ id }).update(toColumns(input))
      await keepDefaultCampaign(trx, { clientId: id, queueId: input.orderQueueId, now: now(), audit })
    },
    delete: async (id, trx) => void (await trx('clients').where({ id }).delete()),
  }
  return {
    ...repository,

    async findWebhookSecrets(id: string, trx: Knex = db): Promise<WebhookSecretsView | undefined> {
      const row = await trx('clients').where({ id }).first()
      return row && toSecretsView(row, now())
    },

    /** Makes a new secret; the one that it follows goes on signing until then, the one before that no longer. */
    async renewWebhookSecret(id: string, { target, formerUntil }: SecretRenewal, trx: Knex): Promise<void> {
      const secret = `${target}_webhook_secret` as const
      await trx('clients')
        .where({ id })
        .update({ [`${target}_webhook_former_secret`]: trx.ref(secret) })
      await trx('clients')
        .where({ id })
        .update({ [secret]: createWebhookSecret(), [`${target}_webhook_former_until`]: toDate(formerUntil) })
    },

    /** Calls have no foreign key, so that writing them waits for nothing. */
    async findCalls(id: string, trx: Knex): Promise<RecordUse[]> {
      return [await findUse(trx, { table: 'calls', column: 'client_id', id })]
    },
  }
}

type SecretRenewal = { target: WebhookTarget; formerUntil: number }
type SecretColumn = `${WebhookTarget}_webhook_${'secret' | 'former_secret' | 'former_until'}`
type ClientColumns = Omit<ClientRow, 'id' | SecretColumn | 'created_at'>

function toSecretsView(row: ClientRow, now: number): WebhookSecretsView {
  const stillUntil = (until: Date | null) => (until && toMs(until) > now ? toMs(until) : null)
  return {
    shop: row.shop_webhook_secret,
    logistics: row.logistics_webhook_secret,
    formerUntil: {
      shop: stillUntil(row.shop_webhook_former_until),
      logistics: stillUntil(row.logistics_webhook_former_until),
    },
  }
}

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
    hand_call_makes_order: input.handCallMakesOrder,
  }
}

/** In the form of Standard Webhooks 1.0.0: 24 random bytes. */
function createWebhookSecret(): string {
  return `whsec_${randomBytes(24).toString('base64')}`
}
