import type { Knex } from '@orderline/db'
import type { EpochMs, JournalEntry } from '@orderline/domain/contract'
import { promiseWithin } from '../callbacks/promise-within.ts'
import { findAttempt } from '../campaigns/dialing-repository.ts'
import { changeSubject } from '../campaigns/subjects-repository.ts'
import type { DoNotCallService } from '../do-not-call/do-not-call-service.ts'
import { markHandled } from './missed-calls-repository.ts'
import type { Projection } from './project-call.ts'

export type WishesDeps = { doNotCall: Pick<DoNotCallService, 'forbidWithin'> }

/** What customers ask for by their keys, and nobody else writes down; writing it again changes nothing. */
export async function writeWishes(
  deps: WishesDeps,
  trx: Knex.Transaction,
  { call, entries }: { call: Projection; entries: readonly JournalEntry[] },
): Promise<void> {
  for (const entry of entries) if (entry.type === 'callbackAsked') await promiseCallback(trx, entry)
  const wish = entries.findLast((entry) => entry.type === 'keyPressed')
  if (wish?.action === 'do-not-call') await forbid(deps, trx, { call, at: wish.at })
}

/** The place in the queue is kept by being called as soon as an agent is free, before all that was not promised. */
async function promiseCallback(
  trx: Knex.Transaction,
  entry: Extract<JournalEntry, { type: 'callbackAsked' }>,
): Promise<void> {
  const { callId, clientId, customerId, number, queueId, waitingSince, at } = entry
  const about = { clientId, customerId, number, queueId, orderId: null, name: '', note: '' }
  // One promise for a call, by the call's own id, however often the journal is written.
  await promiseWithin(trx, { ...about, id: callId, at: waitingSince, agentId: null, source: 'queue', createdAt: at })
  // Nobody needs to care for this missed call any more.
  await markHandled(trx, { callId, by: null, at })
}

/** For the shop whose message it was. The record itself is done with, too. */
async function forbid(
  { doNotCall }: WishesDeps,
  trx: Knex.Transaction,
  { call, at }: { call: Projection; at: EpochMs },
): Promise<void> {
  const { client_id: clientId, customer_number: number } = call.row
  if (number === null) return
  await doNotCall.forbidWithin(trx, { numbers: [number], clientId, source: 'customer', note: '', authorId: null })
  const attempt = call.attemptId === null ? undefined : await findAttempt(trx, call.attemptId)
  if (!attempt) return
  const change = { status: 'blocked' as const, nextAttemptAt: null, settledAt: at }
  await changeSubject(trx, { subject: attempt.subject, from: ['dialing', 'talking', 'retry', 'done'], change })
}
