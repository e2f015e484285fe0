import type { Knex } from '@orderline/db'
import { toDate, toMs, type Database } from '@orderline/db'

/** A row of the outbox that is this process's to deliver now. */
export type ClaimedWebhook = {
  id: string
  orderId: string | null
  target: 'shop' | 'logistics'
  /** Attempts made, the one that is beginning included. */
  attempts: number
  createdAt: number
  payload: Record<string, unknown>
  url: string | null
  secret: string
}

export type DueWebhook = { id: string; attempts: number }

/** A process that died in mid-delivery leaves its row claimed; after this it is delivered again, with the same id. */
const claimMs = 60_000

export async function findDue(db: Database, now: number, limit = 500): Promise<DueWebhook[]> {
  return db('outbox')
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
  const isShop = row.target === 'shop'
  return {
    id: row.id,
    orderId: row.order_id,
    target: row.target,
    attempts: row.attempts,
    createdAt: toMs(row.created_at),
    payload: row.payload,
    url: (isShop ? client?.shop_webhook_url : client?.logistics_webhook_url) ?? null,
    secret: (isShop ? client?.shop_webhook_secret : client?.logistics_webhook_secret) ?? '',
  }
}

export async function markDelivered(trx: Knex, id: string, now: number): Promise<void> {
  await trx('outbox')
    .where({ id })
    .update({ delivered_at: toDate(now), next_attempt_at: null, last_error: null })
}

/** `retryAt` undefined: given up. */
export async function markFailed(
  db: Database,
  id: string,
  { problem, retryAt, now }: { problem: string; retryAt: number | undefined; now: number },
): Promise<void> {
  const fate =
    retryAt === undefined ? { next_attempt_at: null, given_up_at: toDate(now) } : { next_attempt_at: toDate(retryAt) }
  await db('outbox')
    .where({ id })
    .update({ last_error: problem.slice(0, 500), ...fate })
}

/** Makes an undelivered row due now, also one that was given up. False when there is none to retry. */
export async function makeDue(db: Database, id: string, now: number): Promise<boolean> {
  const changed = await db('outbox')
    .where({ id })
    .whereNull('delivered_at')
    .update({ next_attempt_at: toDate(now), given_up_at: null })
  return changed === 1
}
