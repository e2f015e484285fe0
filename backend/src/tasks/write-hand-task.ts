import type { CallRow, HandCallRow, Knex } from '@orderline/db'
import { maskPhone } from '@orderline/domain/phone'
import { createId } from '@orderline/runtime/ids'
import { findByNumber } from '../customers/customer-repository.ts'

type Ended = Pick<CallRow, 'id' | 'agent_id' | 'answered_at' | 'client_id'> & { ended_at: Date }
const longestLabel = 100

/**
 * RS-44, RS-46: what is left of a call that an agent dialled by hand, once it is over: a task of that agent, with the
 * call and so its recording. After a talk it is done; where nobody was reached it is still to do. None while the number
 * is nobody's. In the transaction of the caller; by the call's id there is one, however often this is written: written
 * again, it is called what the card says by now.
 */
export async function writeHandTask(trx: Knex.Transaction, attemptId: string): Promise<void> {
  const [dialled] = await trx('attempts')
    .join('hand_calls', 'hand_calls.id', 'attempts.record_id')
    .join('calls', 'calls.id', 'attempts.call_id')
    .where('attempts.id', attemptId)
    .where('attempts.ordinal', 1)
    .whereNotNull('calls.ended_at')
    .select<(Ended & { record_id: string })[]>('attempts.record_id', ...callColumns)
  if (!dialled) return
  // Locked, and the card read anew: it may be entered at this moment. Whoever comes second sees both.
  const record = await trx('dial_records').where({ id: dialled.record_id }).forUpdate().first('customer_id', 'order_id')
  const hand = await trx('hand_calls').where({ id: dialled.record_id }).forShare().first()
  if (!record || !hand) return
  const isKnown = record.customer_id !== null || (await findByNumber(trx, hand.client_id, hand.number)) !== undefined
  if (isKnown) await insertTask(trx, { call: dialled, hand, orderId: record.order_id })
}

const callColumns = ['calls.id', 'calls.agent_id', 'calls.answered_at', 'calls.ended_at', 'calls.client_id'] as const

type OfCall = { call: Ended; hand: HandCallRow; orderId: string | null }

async function insertTask(trx: Knex.Transaction, { call, hand, orderId }: OfCall): Promise<void> {
  const agentId = call.agent_id ?? hand.agent_id
  const endedAt = call.ended_at
  const isTalk = call.answered_at !== null
  await trx('tasks')
    .insert({
      ...{ id: createId(), kind: 'hand-call', subject: 'call', subject_id: call.id, label: labelOf(hand) },
      ...{ client_id: call.client_id, for_role: null, for_user_id: agentId, due_at: endedAt, created_at: endedAt },
      ...{ done_at: isTalk ? endedAt : null, done_by: isTalk ? agentId : null, order_id: orderId },
    })
    .onConflict(['kind', 'subject_id'])
    .merge(['label', 'order_id'])
}

function labelOf({ name, number, about, order_number }: HandCallRow): string {
  const words = [name || maskPhone(number), order_number, about].filter(Boolean).join(' · ')
  return words.length > longestLabel ? `${words.slice(0, longestLabel - 1)}…` : words
}
