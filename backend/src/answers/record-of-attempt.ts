import type { DialRecordRow, Knex } from '@orderline/db'
import type { CallCard } from '@orderline/domain/contract'

type Known = Pick<DialRecordRow, 'name' | 'fields' | 'note'> & { hand_call_id: string | null }

/** The line of a list, or the promise, that this attempt dials; null when it dials an order. */
export async function findRecordOfAttempt(
  db: Knex,
  attemptId: string,
): Promise<NonNullable<CallCard['record']> | null> {
  const [row] = await db('attempts')
    .join('dial_records', 'dial_records.id', 'attempts.record_id')
    .leftJoin('hand_calls', 'hand_calls.id', 'attempts.record_id')
    .where('attempts.id', attemptId)
    .select<Known[]>('dial_records.name', 'dial_records.fields', 'dial_records.note', 'hand_calls.id as hand_call_id')
    .limit(1)
  if (!row) return null
  const { name, fields, note, hand_call_id: handCallId } = row
  return { name, fields, note: note ?? '', ...(handCallId !== null && { handCallId }) }
}
