import { toDate, type Knex } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'

/** `by`: null when no person of ours did it. */
export type Handled = { callId: string; by: string | null; at: EpochMs }

/** Marks a call as looked after; who was first stays. */
export async function markHandled(trx: Knex, { callId, by, at }: Handled): Promise<void> {
  await trx('calls')
    .where({ id: callId })
    .whereNull('handled_at')
    .update({ handled_by: by, handled_at: toDate(at) })
}

export async function isMissed(trx: Knex, callId: string): Promise<boolean> {
  return (await trx('calls').where({ id: callId, status: 'missed' }).first('id')) !== undefined
}
