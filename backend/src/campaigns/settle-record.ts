import { toDate, transaction, type Database } from '@orderline/db'
import type { DialSubject, Disposition } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import type { DisposedCall } from '../calls/ports.ts'
import { changeSubject, lockSubject, type SubjectChange, type SubjectStatus } from './subjects-repository.ts'

type Deps = { db: Database; now: Clock }
type Settled = { record: DialSubject; disposed: DisposedCall }

/** The attempt may have been settled before the agent's word, or will be after it: the word counts. */
const anyButBlocked: SubjectStatus[] = ['new', 'retry', 'dialing', 'talking', 'done', 'exhausted', 'skipped']
const noConversationMs = 30 * 60_000
const machineMs = 60 * 60_000

/** What the end of a talk means for a line of a list, or for a callback. */
export async function settleRecord({ db, now }: Deps, { record, disposed }: Settled): Promise<void> {
  await transaction(db, async (trx) => {
    const locked = await lockSubject(trx, record)
    if (!locked) return
    const change = changeAfter(disposed, { now: now(), isByHand: locked.byHandSince !== null })
    await changeSubject(trx, { subject: record, from: anyButBlocked, change })
    const { callbackAt, callbackFor } = disposed.wrapUp
    if (change.status !== 'retry' || callbackAt === null) return
    const promised_agent_id = callbackFor === 'me' ? disposed.agentId : null
    const promise = { promised_at: toDate(callbackAt), promised_agent_id, callback_source: 'agent' as const }
    await trx('dial_records').where({ id: record.id }).update(promise)
  })
}

/** What an agent dialled by hand is dialled again only when somebody promises so. */
function changeAfter({ wrapUp }: DisposedCall, { now, isByHand }: { now: number; isByHand: boolean }): SubjectChange {
  const { disposition, callbackAt } = wrapUp
  if (disposition === 'callback' && callbackAt !== null) return { status: 'retry', nextAttemptAt: callbackAt }
  if (disposition === 'machine' && !isByHand) return { status: 'retry', nextAttemptAt: now + machineMs }
  if (disposition === 'no-conversation' && !isByHand) return { status: 'retry', nextAttemptAt: now + noConversationMs }
  return { status: statusAfter(disposition), nextAttemptAt: null, settledAt: now }
}

function statusAfter(disposition: Disposition): 'done' | 'exhausted' | 'blocked' {
  if (disposition === 'wrong-number') return 'exhausted'
  return disposition === 'do-not-call' ? 'blocked' : 'done'
}
