import type { Knex } from '@orderline/db'
import { toMs } from '@orderline/db'
import type { AttemptOutcome, JournalEntry } from '@orderline/domain/contract'
import { countHour } from '../campaigns/campaign-hours-repository.ts'
import { assignCall, connectAttempt, findAttempt, type DialedAttempt } from '../campaigns/dialing-repository.ts'
import { noteHungUp, notePassed } from '../campaigns/machine-samples.ts'
import { settleAttempt, type SettleDeps, type Settlement } from '../campaigns/settle-attempt.ts'
import { changeSubject, noteDialsOfOrder } from '../campaigns/subjects-repository.ts'
import { takeBackContact } from '../campaigns/take-back-contact.ts'
import type { Projection } from './project-call.ts'

export type WrittenAttempt = {
  attemptId: string
  subjectId: string
  isEnded: boolean
  /** Undefined while the call goes on, and when the attempt was settled before. */
  settlement: Settlement | undefined
}

/** What a dialled call means for its attempt, and for the order or record that was dialled. None: a customer's call. */
export async function writeAttempt(
  settle: SettleDeps,
  trx: Knex.Transaction,
  { row, attemptId, dialedAt, machine, ended }: Projection,
): Promise<WrittenAttempt[]> {
  if (attemptId === null) return []
  const attempt = await findAttempt(trx, attemptId)
  const answeredAt = row.answered_at === null ? null : toMs(row.answered_at)
  const isMachine = machine?.opinion === 'machine'
  const orderId = row.order_id
  if (orderId !== null) {
    await noteDialsOfOrder(trx, orderId, { firstDialAt: dialedAt, contactedAt: isMachine ? null : answeredAt })
  }
  if (!attempt) return []
  const call = { callId: row.id, agentId: row.agent_id }
  await assignCall(trx, { attemptId, ...call })
  if (answeredAt !== null) await noteTalk(trx, { attempt, attemptId, orderId, answeredAt, isMachine })
  if (machine) await notePassed(trx, { attempt, attemptId, ...machine })
  const written = { attemptId, subjectId: attempt.subject.id, isEnded: ended !== undefined, settlement: undefined }
  if (!ended) return [written]
  if (ended.outcome === 'machine') await noteHungUp(trx, { attempt, attemptId })
  const { cause, at: endedAt } = ended
  const told = attemptOutcome(ended)
  // Nobody was reached. One who was abandoned stays so, whatever was said within the two seconds.
  const outcome = told === 'answered' && isMachine ? 'machine' : told
  return [{ ...written, settlement: await settleAttempt(settle, trx, { attemptId, outcome, cause, endedAt, call }) }]
}

type Talk = {
  attempt: DialedAttempt
  attemptId: string
  orderId: string | null
  answeredAt: number
  /** An agent who heard a mailbox reached nobody; whoever says so later, or takes it back, changes what was noted. */
  isMachine: boolean
}

/** A contact is counted once, when the attempt gets its moment. */
async function noteTalk(trx: Knex.Transaction, { isMachine, answeredAt: at, ...talk }: Talk): Promise<void> {
  const { subject, campaignId } = talk.attempt
  await changeSubject(trx, { subject, from: ['dialing'], change: { status: 'talking' } })
  if (isMachine) return takeBackContact(trx, talk)
  const isFirst = await connectAttempt(trx, talk.attemptId, at)
  if (isFirst && campaignId !== null) await countHour(trx, { campaignId, at, counters: ['connected'] })
}

/**
 * How the dial ended, in the attempt's words: whoever spoke to us was reached, however the talk ended. Except where the
 * exchange died in it: that customer is called again soon, and is not charged for our failure.
 */
export function attemptOutcome({ outcome, answeredAt }: Extract<JournalEntry, { type: 'callEnded' }>): AttemptOutcome {
  if (outcome === 'system-failure') return outcome
  if (answeredAt !== null) return 'answered'
  switch (outcome) {
    case 'completed':
    case 'queue-full':
    case 'timeout':
    case 'callback-asked':
      return 'answered'
    case 'busy':
    case 'no-answer':
    case 'congestion':
    case 'rejected':
    case 'unallocated':
    case 'abandoned':
    case 'machine':
    case 'skipped':
    case 'cancelled':
      return outcome
  }
}
