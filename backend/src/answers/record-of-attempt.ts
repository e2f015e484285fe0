import type { DialRecordRow, Knex } from '@orderline/db'
import type { CallCard } from '@orderline/domain/contract'

type Known = Pick<DialRecordRow, 'name' | 'fields' | 'note'>

/** The line of a list, or the promise, that this attempt dials; null when it dials an order. */
export async function findRecordOfAttempt(
  db: Knex,
  attemptId: string,
): Promise<NonNullable<CallCard['record']> | null> {
  const [row] = await db('attempts')
    .join('dial_records', 'dial_records.id', 'attempts.record_id')
    .where('attempts.id', attemptId)
    .select<Known[]>('dial_records.name', 'dial_records.fields', 'dial_records.note')
    .limit(1)
  return row ? { name: row.name, fields: row.fields, note: row.note ?? '' } : null
}
