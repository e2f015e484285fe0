import type { ClientRow, Knex } from '@orderline/db'
import { toDate, toMs, type Database } from '@orderline/db'
import type { WebhookTarget } from '@orderline/domain/contract'

/** A row of the outbox that is this process's to deliver now. */
export type ClaimedWebhook = {
  id: string
  orderId: string | null
  target: WebhookTarget
  /** Attempts made, the one that is beginning included. */
  attempts: number
  createdAt: number
  payload: Record<string, unknown>
  url: string | null
  /** The present one first; the one before it signs too while a receiver may change over. */
  secrets: string[]
}

export type DueWebhook = { id: string; attempts: number }

/** A process that died in mid-delivery leaves its row claimed; after this it is delivered again, with the same id. */
const claimMs = 60_000

/** So that the many rows of one receiver do not hide those of others. */
const mostOfReceiver = 20

/** The oldest due rows of each receiver, in turns. */
export async function findDue(db: Database, now: number, limit = 500): Promise<DueWebhook[]> {
  const place = 'row_number() over (partition by client_id, target order by next_attempt_at) as place'
  const due = db('outbox')
    .where('next_attempt_at', '<=', toDate(now))
    .select('id', 'attempts', 'next_attempt_at', db.raw(place))
    .as('due')
  return db
    .from(due)
    .where('place', '<=', mostOfReceiver)
    .orderBy(['place', 'next_attempt_at'])
    .limit(limit)
    .select<DueWebhook[]>('id', 'attempts')
}

/** Whose a due row is, as a key for {@link findDueOf}; undefined when it is not due. */
export async function findReceiver(db: Database, id: string, now: number): Promise<string | undefined> {
  const row = await db('outbox').where({ id }).where('next_attempt_at', '<=', toDate(now)).first('client_id', 'target')
  return row && `${row.client_id}/${row.target}`
}

/** What is due for one receiver, the oldest first. */
export async function findDueOf(
  db: Database,
  receiver: string,
  { now, limit }: { now: number; limit: number },
): Promise<DueWebhook[]> {
  const [clientId = '', target = ''] = receiver.split('/')
  return db('outbox')
    .where({ client_id: clientId, target: target as WebhookTarget })
    .where('next_attempt_at', '<=', toDate(now))
    .orderBy('next_attempt_at')
    .limit(limit)
    .select('id', 'attempts')
}

/** Takes a due row for one attempt; undefined when another process was faster, or it is done. */
export async function claim(db: Database, id: string, now: number): Promise<ClaimedWebhook | undefined> {
  const claimed = await db('outbox')
    .where({ id })
    .where('next_attempt_at', '<=', toDate(now))
    .update({ attempts: db.raw('attempts + 1'), next_attempt_at: toDate(now + claimMs) })
  if (claimed === 0) return undefined
  const row = await db('outbox').where({ id }).first()
  if (!row) return undefined
  const client = await db('clients').where({ id: row.client_id }).first()
  return {
    id: row.id,
    orderId: row.order_id,
    target: row.target,
    attempts: row.attempts,
    createdAt: toMs(row.created_at),
    payload: row.payload,
    url: client?.[`${row.target}_webhook_url`] ?? null,
    secrets: client ? secretsOf(client, row.target, now) : [],
  }
}

function secretsOf(client: ClientRow, target: WebhookTarget, now: number): string[] {
  const former = client[`${target}_webhook_former_secret`]
  const until = client[`${target}_webhook_former_until`]
  const isStillGood = former !== null && until !== null && toMs(until) > now
  return [client[`${target}_webhook_secret`], ...(isStillGood ? [former] : [])]
}

export async function markDelivered(trx: Knex, id: string, now: number): Promise<void> {
  await trx('outbox')
    .where({ id })
    .update({ delivered_at: toDate(now), next_attempt_at: null, given_up_at: null, last_error: null })
}

/**
 * `retryAt` undefined: given up. False, and nothing is changed, where this attempt is not the latest: its claim was over,
 * and what becomes of the row is for whoever has claimed it since to say.
 */
export async function markFailed(
  db: Database,
  { id, attempts }: Pick<ClaimedWebhook, 'id' | 'attempts'>,
  { problem, retryAt, now }: { problem: string; retryAt: number | undefined; now: number },
): Promise<boolean> {
  const fate =
    retryAt === undefined ? { next_attempt_at: null, given_up_at: toDate(now) } : { next_attempt_at: toDate(retryAt) }
  const changed = await db('outbox')
    .where({ id, attempts })
    .update({ last_error: problem.slice(0, 500), ...fate })
  return changed === 1
}

/** Makes an undelivered row due now, also one that was given up. False when there is none to retry. */
export async function makeDue(db: Database, id: string, now: number): Promise<boolean> {
  const changed = await db('outbox')
    .where({ id })
    .whereNull('delivered_at')
    .update({ next_attempt_at: toDate(now), given_up_at: null })
  return changed === 1
}
