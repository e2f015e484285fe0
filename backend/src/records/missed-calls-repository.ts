import { toDate, type Knex } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'

/** `by`: null when no person of ours did it. `orderId`: what the call was about, where that is known now. */
export type Handled = { callId: string; by: string | null; at: EpochMs; orderId?: string | null }

/** Marks a call as looked after; who was first stays. What it was about may be learnt later. */
export async function markHandled(trx: Knex, { callId, by, at, orderId = null }: Handled): Promise<void> {
  const call = trx('calls').where({ id: callId })
  await call
    .clone()
    .whereNull('handled_at')
    .update({ handled_by: by, handled_at: toDate(at) })
  if (orderId !== null) await call.clone().update({ order_id: orderId })
}

/** Whether it is a missed call of this client; nobody else can handle it before the transaction is over. */
export async function lockMissed(
  trx: Knex.Transaction,
  { callId, clientId }: { callId: string; clientId: string },
): Promise<boolean> {
  const missed = { id: callId, client_id: clientId, status: 'missed' as const }
  return (await trx('calls').where(missed).forUpdate().first('id')) !== undefined
}

export async function isMissed(trx: Knex, callId: string): Promise<boolean> {
  return (await trx('calls').where({ id: callId, status: 'missed' }).first('id')) !== undefined
}
