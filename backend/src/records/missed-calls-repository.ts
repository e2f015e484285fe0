import { toDate, type Knex } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'
import { ofSameNumber, stillOpen } from './missed-cases.ts'

/** `by`: null when no person of ours did it. `orderId`: what the call was about, where that is known now. */
export type Handled = { callId: string; by: string | null; at: EpochMs; orderId?: string | null }

/**
 * Marks a call as looked after, and with it what was missed of the same number by then: who called three times in vain is
 * called back once. Who was first stays. What it was about may be learnt later.
 */
export async function markHandled(trx: Knex, { callId, by, at, orderId = null }: Handled): Promise<void> {
  // Found before they are changed: a change by the number would lock answered calls of it, too.
  const others = await trx('calls')
    .join('calls as handled', ofSameNumber('handled'))
    .where('handled.id', callId)
    .where('calls.started_at', '<=', toDate(at))
    .modify(stillOpen)
    .pluck<string[]>('calls.id')
  await trx('calls')
    .whereIn('id', [...new Set([callId, ...others])].sort())
    .whereNull('handled_at')
    .update({ handled_by: by, handled_at: toDate(at) })
  if (orderId !== null) await trx('calls').where({ id: callId }).update({ order_id: orderId })
}

/** Whether it is a missed call of this client; nobody else can handle it before the transaction is over. */
export async function lockMissed(
  trx: Knex.Transaction,
  { callId, clientId }: { callId: string; clientId: string },
): Promise<boolean> {
  const missed = { id: callId, client_id: clientId, status: 'missed' as const }
  return (await trx('calls').where(missed).forUpdate().first('id')) !== undefined
}

/** The number of a missed call of this client; null where it is hidden, or there is no such call. */
export async function findMissedNumber(
  db: Knex,
  { callId, clientId }: { callId: string; clientId: string },
): Promise<string | null> {
  const row = await db('calls').where({ id: callId, client_id: clientId, status: 'missed' }).first('customer_number')
  return row?.customer_number ?? null
}

export async function isMissed(trx: Knex, callId: string): Promise<boolean> {
  return (await trx('calls').where({ id: callId, status: 'missed' }).first('id')) !== undefined
}
