import { createHash } from 'node:crypto'
import { hash } from '@node-rs/argon2'
import type { Knex } from 'knex'
import { createId } from '@orderline/runtime/ids'
import { defaultCampaign } from '../default-campaign.ts'
import { toJson } from '../moments.ts'
import { campaignColumns } from '../read-campaign.ts'
import { clients, queues, skills, users } from './demo-centre.ts'
import { insertHistory } from './demo-history.ts'
import { questionnaires } from './demo-questionnaires.ts'
import type { DemoCredentials } from './demo-secrets.ts'

type Ids = Map<string, string>
export type CentreContext = { credentials: DemoCredentials; now: number }

/** Writes the whole demo centre; the caller's transaction makes it all or nothing. */
export async function insertCentre(trx: Knex, context: CentreContext): Promise<void> {
  const skillIds = await insertSkills(trx)
  const queueIds = await insertQueues(trx, skillIds)
  const clientIds = await insertClients(trx, queueIds, context)
  await insertDids(trx, queueIds, clientIds)
  const userIds = await insertUsers(trx, { skillIds, clientIds, ...context })
  await insertQuestionnaires(trx, clientIds, new Date(context.now))
  await insertHistory(trx, { clientIds, agentId: known(userIds, 'marko'), now: context.now })
}

async function insertSkills(trx: Knex): Promise<Ids> {
  const rows = skills.map((skill) => ({ id: createId(), ...skill }))
  await trx('skills').insert(rows)
  return idsByCode(rows)
}

async function insertQueues(trx: Knex, skillIds: Ids): Promise<Ids> {
  const rows = queues.map(({ skills: codes, ...queue }) => ({
    id: createId(),
    ...queue,
    required_skills: toJson(codes.map((code) => ({ skillId: known(skillIds, code), minLevel: 1 }))),
    ring_timeout_seconds: 20,
    wrap_up_seconds: 30,
    max_waiting: 100,
    max_wait_seconds: 900,
    announce_position_seconds: 30,
    record_calls: true,
  }))
  await trx('queues').insert(rows)
  return idsByCode(rows)
}

async function insertClients(trx: Knex, queueIds: Ids, { credentials, now }: CentreContext): Promise<Ids> {
  const rows = clients.map(({ dids, orderQueue, deliveryRules, ...client }) => ({
    id: createId(),
    ...client,
    country: 'UA',
    time_zone: 'Europe/Kyiv',
    delivery_rules: deliveryRules,
    caller_number: dids[0]?.number ?? null,
    order_queue_id: known(queueIds, orderQueue),
    shop_webhook_secret: secretsOf(credentials, client.code).webhookSecret,
    logistics_webhook_secret: secretsOf(credentials, client.code).logisticsSecret,
    active: true,
    created_at: new Date(now),
  }))
  await trx('clients').insert(rows)
  const ids = idsByCode(rows)
  for (const { code } of clients) await insertApiKey(trx, { clientId: known(ids, code), code, credentials, now })
  const campaigns = rows.map(({ id, order_queue_id: queueId }) =>
    defaultCampaign({ id: createId(), clientId: id, queueId, now }),
  )
  await trx('campaigns').insert(campaigns.map(campaignColumns))
  return ids
}

export type DemoApiKey = CentreContext & { clientId: string; code: string }

export async function insertApiKey(trx: Knex, { clientId, code, credentials, now }: DemoApiKey): Promise<void> {
  const { apiKey } = secretsOf(credentials, code)
  await trx('api_keys').insert({
    id: createId(),
    client_id: clientId,
    label: 'Demo shop',
    prefix: apiKey.slice(0, 11),
    key_hash: createHash('sha256').update(apiKey).digest('hex'),
    created_at: new Date(now),
  })
}

async function insertDids(trx: Knex, queueIds: Ids, clientIds: Ids): Promise<void> {
  const rows = clients.flatMap(({ code, dids }) =>
    dids.map(({ number, queue, label }) => ({
      id: createId(),
      number,
      client_id: known(clientIds, code),
      queue_id: known(queueIds, queue),
      label,
    })),
  )
  await trx('dids').insert(rows)
}

async function insertUsers(trx: Knex, context: CentreContext & { skillIds: Ids; clientIds: Ids }): Promise<Ids> {
  const { credentials, skillIds, clientIds, now } = context
  const ids: Ids = new Map()
  for (const user of users) {
    const id = createId()
    ids.set(user.login, id)
    await trx('users').insert({
      id,
      login: user.login,
      name: user.name,
      role: user.role,
      client_id: user.client ? known(clientIds, user.client) : null,
      locale: user.locale,
      audio_mode: user.audioMode ?? 'ring',
      password_hash: await hashPassword(credentials, user.key),
      active: true,
      created_at: new Date(now),
    })
    const levels = Object.entries(user.skills ?? {})
    const rows = levels.map(([code, level]) => ({ user_id: id, skill_id: known(skillIds, code), level }))
    if (rows.length > 0) await trx('user_skills').insert(rows)
  }
  return ids
}

/** The same strength as the backend's own passwords (argon2id). */
export function hashPassword(credentials: DemoCredentials, userKey: string): Promise<string> {
  const password = credentials.users[userKey]?.password
  if (!password) throw new Error(`the demo has no password for ${userKey}`)
  return hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
}

async function insertQuestionnaires(trx: Knex, clientIds: Ids, at: Date): Promise<void> {
  const rows = questionnaires.map(({ client, model, ...questionnaire }) => ({
    id: createId(),
    client_id: known(clientIds, client),
    ...questionnaire,
    version: 1,
    status: 'published' as const,
    model: toJson(model),
    created_at: at,
    published_at: at,
  }))
  await trx('questionnaires').insert(rows)
}

function secretsOf(credentials: DemoCredentials, code: string) {
  const secrets = credentials.clients[code]
  if (!secrets) throw new Error(`the demo has no secrets for ${code}`)
  return secrets
}

function idsByCode(rows: { id: string; code: string }[]): Ids {
  return new Map(rows.map((row) => [row.code, row.id]))
}

function known(ids: Ids, code: string): string {
  const id = ids.get(code)
  if (id === undefined) throw new Error(`the demo has no ${code}`)
  return id
}
