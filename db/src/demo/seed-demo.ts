import { createHash } from 'node:crypto'
import type { Knex } from 'knex'
import type { Database } from '../database.ts'
import { transaction } from '../transaction.ts'
import { clients, users } from './demo-centre.ts'
import { createCredentials, keepCredentials, readCredentials, type DemoCredentials } from './demo-secrets.ts'
import { hashPassword, insertApiKey, insertCentre } from './insert-centre.ts'

export type SeedDemoOptions = {
  db: Database
  /** Where the demo's own webhook receivers are: the backend's address. */
  baseUrl: string
  /** Keeps the secrets between runs. */
  secretsFile?: string | undefined
}

/**
 * Makes the demo centre unless it is there, and lets its webhooks go to `baseUrl`. Answers the credentials; undefined
 * when the centre was there and no file tells them. A centre whose file was lost gets new credentials.
 */
export async function seedDemo({ db, baseUrl, secretsFile }: SeedDemoOptions): Promise<DemoCredentials | undefined> {
  const kept = secretsFile === undefined ? undefined : readCredentials(secretsFile)
  const credentials = kept ?? createCredentials()
  // Kept before they are used: a run that is cut off between the two is then simply repeated.
  if (secretsFile !== undefined && !kept) keepCredentials(secretsFile, credentials)
  const context = { credentials, now: Date.now() }
  const isNew = await transaction(db, async (trx) => {
    // Somebody may have renamed or removed any part of the demo since; people are what every centre has.
    const isMissing = (await trx('users').first('id')) === undefined
    if (isMissing) await insertCentre(trx, context)
    else if (secretsFile !== undefined) await renewCredentials(trx, context)
    await pointWebhooks(trx, baseUrl)
    return isMissing
  })
  return isNew || secretsFile !== undefined ? credentials : undefined
}

/** Makes the rows agree with the credentials; those that do so already stay as they are. */
async function renewCredentials(trx: Knex, context: { credentials: DemoCredentials; now: number }): Promise<void> {
  const { credentials } = context
  for (const { code } of clients) {
    const client = await trx('clients').where({ code }).first('id')
    const secrets = credentials.clients[code]
    if (!client || !secrets) continue
    const { webhookSecret, logisticsSecret } = secrets
    const columns = { shop_webhook_secret: webhookSecret, logistics_webhook_secret: logisticsSecret }
    await trx('clients').where({ code }).update(columns)
    const keyHash = createHash('sha256').update(secrets.apiKey).digest('hex')
    const key = await trx('api_keys').where({ key_hash: keyHash }).first('id')
    if (key) continue
    await insertApiKey(trx, { ...context, clientId: client.id, code })
    await renewPasswords(trx, credentials)
  }
}

/** Only when the keys were not ours either: a password that somebody has changed since stays changed. */
async function renewPasswords(trx: Knex, credentials: DemoCredentials): Promise<void> {
  for (const { key, login } of users) {
    await trx('users')
      .where({ login })
      .update({ password_hash: await hashPassword(credentials, key) })
  }
}

/** Each start may have another address; a webhook that somebody has led elsewhere stays there. */
async function pointWebhooks(trx: Knex, baseUrl: string): Promise<void> {
  for (const { code } of clients) {
    for (const receiver of ['shop', 'logistics'] as const) {
      const column = `${receiver}_webhook_url` as const
      const url = new URL(`/api/demo/webhooks/${receiver}/${code}`, baseUrl).href
      const isOurs = (rows: Knex.QueryBuilder) =>
        void rows.whereNull(column).orWhere(column, 'like', '%/api/demo/webhooks/%')
      await trx('clients')
        .where({ code })
        .andWhere(isOurs)
        .update({ [column]: url })
    }
  }
}
