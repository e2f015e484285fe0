import { toDate, type CallRow, type Database } from '@orderline/db'

/** Deleted in bites, so that no statement holds many locks or runs for long. */
const bite = 1_000

/** Deletes journal entries of before this moment; tells how many. The rows of the calls stay. */
export function deleteCallEvents(db: Database, before: number): Promise<number> {
  return db('call_events').where('at', '<', toDate(before)).limit(bite).delete()
}

/** Deletes webhooks that were delivered or given up, and are older than this; tells how many. */
export function deleteSettledWebhooks(db: Database, before: number): Promise<number> {
  const settled = db('outbox').where('created_at', '<', toDate(before)).whereNull('next_attempt_at')
  return settled.orderBy('created_at').limit(bite).delete()
}

/** Those of these imports that are still to be read, or are being read. */
export async function findUnreadImports(db: Database, ids: string[]): Promise<Set<string>> {
  const rows = await db('imports').whereIn('id', ids).whereIn('state', ['waiting', 'running']).select('id')
  return new Set(rows.map(({ id }) => id))
}

export type CallWithSounds = Pick<CallRow, 'id' | 'started_at' | 'recording' | 'recording_count' | 'voicemail'>

/** Calls with sounds that began from one moment on, and before another; the oldest first. */
export function findCallsWithSounds(
  db: Database,
  { from, before }: { from: number; before: number },
): Promise<CallWithSounds[]> {
  return db('calls')
    .where('started_at', '>=', toDate(from))
    .where('started_at', '<', toDate(before))
    .where((row) => void row.whereNotNull('recording').orWhereNotNull('voicemail'))
    .orderBy('started_at')
    .limit(bite)
    .select('id', 'started_at', 'recording', 'recording_count', 'voicemail')
}

/** Says that these calls have no sounds any more. */
export async function forgetSounds(db: Database, callIds: string[]): Promise<void> {
  await db('calls').whereIn('id', callIds).update({ recording: null, recording_count: 0, voicemail: null })
}
