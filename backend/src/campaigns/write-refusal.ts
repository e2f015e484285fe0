import type { Knex } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'
import type { DialRefusal } from '@orderline/domain/dialing'
import { addOrderEvent } from '../orders/order-repository.ts'
import { changeSubject, type LockedSubject, type SubjectChange } from './subjects-repository.ts'

type Refused = { locked: LockedSubject; refusal: DialRefusal; at: EpochMs }

/**
 * Writes down what a refusal means for a locked subject: later, or never again. What depends on somebody's doing (a
 * paused campaign, an inactive client) leaves it as it is. Answers the change, or undefined when there was none.
 */
export async function writeRefusal(trx: Knex.Transaction, refused: Refused): Promise<SubjectChange | undefined> {
  const change = changeAfter(refused)
  if (!change) return undefined
  const { subject } = refused.locked
  if (!(await changeSubject(trx, { subject, from: ['new', 'retry'], change }))) return undefined
  if (change.status !== undefined) await addToHistory(trx, refused)
  return change
}

function changeAfter({ locked, refusal, at }: Refused): SubjectChange | undefined {
  const { settles, notBefore } = refusal
  if (settles !== null) return { status: settles, nextAttemptAt: null, settledAt: at, settledBecause: refusal.because }
  if (notBefore === null || notBefore === locked.nextAttemptAt) return undefined
  return { nextAttemptAt: notBefore }
}

/** Nobody dials this order any more: a person has to see why. */
async function addToHistory(trx: Knex.Transaction, { locked, refusal, at }: Refused): Promise<void> {
  if (locked.subject.kind !== 'order') return
  await addOrderEvent(trx, { order_id: locked.subject.id, kind: 'note', text: refusal.because, at })
}
