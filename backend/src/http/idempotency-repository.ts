import type { Database } from '@orderline/db'

/** Deletes answers that were kept before this moment, in bites, so that no statement holds many locks; tells how many. */
export function deleteIdempotencyKeys(db: Database, before: Date): Promise<number> {
  return db('idempotency_keys').where('created_at', '<', before).limit(1_000).delete()
}
