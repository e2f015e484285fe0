import type { Knex } from '@orderline/db'
import { isDuplicateKey, toDate, toJson, type CallEventRow } from '@orderline/db'
import { journalEntrySchema, type JournalEntry } from '@orderline/domain/contract'
import type { JournalledCall } from './project-call.ts'

/** An entry with the id that the Redis stream gave it: `<ms>-<sequence>`. */
export type StreamEntry = { id: string; entry: JournalEntry }

const columns: (keyof JournalledCall)[] = [
  'queue_id',
  'customer_id',
  'agent_id',
  'customer_number',
  'shop_number',
  'status',
  'outcome',
  'disposition',
  'note',
  'answered_at',
  'ended_at',
  'talk_seconds',
  'recording',
  'recording_count',
]

/** Writes entries; those that are there already stay as they are. */
export async function insertEvents(db: Knex, entries: readonly StreamEntry[]): Promise<void> {
  const rows = entries.map(({ id, entry }) => ({
    id,
    call_id: 'callId' in entry ? entry.callId : null,
    agent_id: 'agentId' in entry ? entry.agentId : null,
    type: entry.type,
    payload: toJson<unknown>(entry),
    at: toDate(entry.at),
  }))
  await db('call_events').insert(rows).onConflict('id').ignore()
}

/** Locks calls against other writers, always in the same order; answers those that have a row, and whether they ended. */
export async function lockCalls(trx: Knex.Transaction, callIds: readonly string[]): Promise<Map<string, boolean>> {
  const rows = await trx('calls').whereIn('id', callIds).orderBy('id').forUpdate().select('id', 'ended_at')
  return new Map(rows.map((row) => [row.id, row.ended_at !== null]))
}

/** Locks them, too. Answers false, and has written none, when another writer was first with one of them. */
export async function insertCalls(trx: Knex.Transaction, calls: readonly JournalledCall[]): Promise<boolean> {
  if (calls.length === 0) return true
  try {
    await trx('calls').insert([...calls])
    return true
  } catch (error) {
    if (isDuplicateKey(error)) return false
    throw error
  }
}

export async function updateCalls(trx: Knex.Transaction, calls: readonly JournalledCall[]): Promise<void> {
  if (calls.length === 0) return
  const journalled = Object.fromEntries(columns.map((column) => [column, trx.raw('values(??)', [column])]))
  // What the call was about may have been learnt when it was over: where the journal does not say it, that stays.
  const order_id = trx.raw('coalesce(values(order_id), calls.order_id)')
  await trx('calls')
    .insert([...calls])
    .onConflict('id')
    .merge({ ...journalled, order_id })
}

/** All entries of these calls, each call's in the journal's order. */
export async function findEntries(db: Knex, callIds: readonly string[]): Promise<Map<string, StreamEntry[]>> {
  const rows = await db('call_events').whereIn('call_id', callIds).select('id', 'call_id', 'payload')
  const ofCall = new Map<string, StreamEntry[]>()
  for (const row of rows) addEntry(ofCall, row)
  for (const entries of ofCall.values()) entries.sort(byStreamId)
  return ofCall
}

function addEntry(ofCall: Map<string, StreamEntry[]>, row: Pick<CallEventRow, 'id' | 'call_id' | 'payload'>): void {
  if (row.call_id === null) return
  const entries = ofCall.get(row.call_id) ?? []
  entries.push({ id: row.id, entry: journalEntrySchema.parse(row.payload) })
  ofCall.set(row.call_id, entries)
}

/** Stream ids are two numbers; as text 9-0 would come after 10-0. */
export function byStreamId(a: { id: string }, b: { id: string }): number {
  const [aMs = 0, aSequence = 0] = a.id.split('-').map(Number)
  const [bMs = 0, bSequence = 0] = b.id.split('-').map(Number)
  return aMs - bMs || aSequence - bSequence
}
