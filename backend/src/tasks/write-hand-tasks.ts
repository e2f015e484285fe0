import type { CallRow, HandCallRow, Knex } from '@orderline/db'
import { maskPhone } from '@orderline/domain/phone'
import { createId } from '@orderline/runtime/ids'
import { findByNumber } from '../customers/customer-repository.ts'
import { taskLabel } from './task-label.ts'

type Ended = Pick<CallRow, 'id' | 'agent_id' | 'answered_at' | 'client_id'> & { ended_at: Date }
type Dialled = Ended & { record_id: string }

/**
 * RS-44, RS-46: what is left of each call that an agent dialled by hand, of those of these attempts, once it is over: a
 * task of that agent, with the call and so its recording. After a talk it is done; where nobody was reached it is still to
 * do. None while the number is nobody's. In the transaction of the caller; by the call's id there is one, however often
 * this is written: written again, it is called what the card says by now.
 */
export async function writeHandTasks(trx: Knex.Transaction, attemptIds: readonly string[]): Promise<void> {
  if (attemptIds.length === 0) return
  const dialled = await trx('attempts')
    .join('hand_calls', 'hand_calls.id', 'attempts.record_id')
    .join('calls', 'calls.id', 'attempts.call_id')
    .whereIn('attempts.id', attemptIds)
    .where('attempts.ordinal', 1)
    .whereNotNull('calls.ended_at')
    // Their records are locked in the same order by all.
    .orderBy('attempts.record_id')
    .select<Dialled[]>('attempts.record_id', ...callColumns)
  for (const one of dialled) await writeHandTask(trx, one)
}

async function writeHandTask(trx: Knex.Transaction, dialled: Dialled): Promise<void> {
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
  return taskLabel([name || maskPhone(number), order_number, about])
}
