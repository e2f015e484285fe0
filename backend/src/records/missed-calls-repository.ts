import { toDate, type Knex } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'

/** `by`: null when no person of ours did it. `orderId`: what the call was about, where that is known now. */
export type Handled = { callId: string; by: string | null; at: EpochMs; orderId?: string | null }

/** Marks a call as looked after; who was first stays. */
export async function markHandled(trx: Knex, { callId, by, at, orderId = null }: Handled): Promise<void> {
  await trx('calls')
    .where({ id: callId })
    .whereNull('handled_at')
    .update({ handled_by: by, handled_at: toDate(at), ...(orderId !== null && { order_id: orderId }) })
}

export async function isMissed(trx: Knex, callId: string): Promise<boolean> {
  return (await trx('calls').where({ id: callId, status: 'missed' }).first('id')) !== undefined
}
