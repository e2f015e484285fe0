import { toJson, type Database } from '@orderline/db'

/** How long an answer is kept. */
export const keepMs = 48 * 60 * 60 * 1_000

export type StoredAnswer = { requestHash: string; status: number; response: unknown }
type Slot = { clientId: string; key: string }

export function createIdempotencyRepository({ db }: { db: Database }) {
  return {
    async find({ clientId, key }: Slot, notBefore: Date): Promise<StoredAnswer | undefined> {
      const row = await db('idempotency_keys')
        .where({ client_id: clientId, key })
        .where('created_at', '>=', notBefore)
        .first()
      return row && { requestHash: row.request_hash, status: row.status, response: row.response }
    },

    async save({ clientId, key }: Slot, answer: StoredAnswer, at: Date): Promise<void> {
      const row = {
        request_hash: answer.requestHash,
        status: answer.status,
        response: toJson(answer.response),
        created_at: at,
      }
      await db('idempotency_keys')
        .insert({ client_id: clientId, key, ...row })
        .onConflict(['client_id', 'key'])
        .merge()
    },

    /** In bites, so that no statement holds many locks; answers how many rows went. */
    async deleteBefore(at: Date): Promise<number> {
      return db('idempotency_keys').where('created_at', '<', at).limit(1_000).delete()
    },
  }
}
