import type { Knex } from '@orderline/db'
import { toMs, transaction, type Database } from '@orderline/db'
import type { AttemptOutcome, EpochMs, JournalEntry } from '@orderline/domain/contract'
import { assignCall, changeOrder, noteOnOrder } from '../campaigns/dialing-repository.ts'
import { settleAttempt, type SettleDeps } from '../campaigns/settle-attempt.ts'
import {
  findEntries,
  insertEvents,
  insertMissingCalls,
  lockCalls,
  updateCalls,
  type StreamEntry,
} from './journal-repository.ts'
import type { OutboxMessage } from '../webhooks/outbox.ts'
import { projectCall, type Projection } from './project-call.ts'

export type JournalWriterDeps = {
  db: Database
  settle: SettleDeps
  /** Gives an order in flight back to the dialer, if this attempt still holds it. */
  releaseOrder: (orderId: string, attemptId: string) => Promise<unknown>
  wakeDialer: () => Promise<unknown>
  /** Told of the agents whose ended calls' rows were written. */
  onWritten: (agentIds: ReadonlySet<string>) => void
}

export type JournalWriter = ReturnType<typeof createJournalWriter>

/**
 * Makes journal entries last: events first, then each touched call's row out of all its events, attempts and orders
 * with it. Any batch may be written again, in any order, by several backends at once: rows come from the set of
 * events, one writer of a call waits for the other, and what is told to a shop is told when a row ends, which is once.
 */
export function createJournalWriter(deps: JournalWriterDeps) {
  return {
    async write(entries: readonly StreamEntry[]): Promise<void> {
      if (entries.length === 0) return
      await insertEvents(deps.db, entries)
      const callIds = [
        ...new Set(entries.flatMap(({ entry }) => ('callId' in entry && entry.callId ? [entry.callId] : []))),
      ]
      if (callIds.length === 0) return
      const written = await transaction(deps.db, (trx) => writeCalls(deps, trx, callIds.sort()))
      await afterCommit(deps, written)
    },
  }
}

type Written = { calls: Projection[]; outboxIds: string[] }

async function writeCalls(deps: JournalWriterDeps, trx: Knex.Transaction, callIds: string[]): Promise<Written> {
  await insertMissingCalls(trx, rowsOf(project(callIds, await findEntries(trx, callIds))))
  const endedBefore = await lockCalls(trx, callIds)
  // Read again: the one who held the lock may have brought more events of the same calls.
  const calls = project(callIds, await findEntries(trx, callIds))
  await updateCalls(trx, rowsOf(calls))
  const outboxIds: string[] = []
  for (const call of calls) outboxIds.push(...(await writeAttempt(deps, trx, call)))
  const justEnded = calls.filter((call) => call.ended && !endedBefore.has(call.row.id))
  outboxIds.push(...(await deps.settle.outbox.write(trx, justEnded.map(endedMessage))))
  return { calls, outboxIds }
}

function project(callIds: string[], entries: Map<string, StreamEntry[]>): Projection[] {
  const entriesOf = (id: string) => (entries.get(id) ?? []).map(({ entry }) => entry)
  return callIds.flatMap((id) => projectCall(id, entriesOf(id)) ?? [])
}

function rowsOf(calls: Projection[]) {
  return calls.map(({ row }) => row)
}

/** Answers the outbox rows that came of it. */
async function writeAttempt(deps: JournalWriterDeps, trx: Knex.Transaction, call: Projection): Promise<string[]> {
  const { row, attemptId, ended } = call
  if (attemptId === null || row.order_id === null) return []
  await assignCall(trx, { attemptId, callId: row.id, agentId: row.agent_id })
  await noteOnOrder(trx, row.order_id, { firstDialAt: toMs(row.started_at) })
  if (row.answered_at) await noteContact(trx, row.order_id, toMs(row.answered_at))
  if (!ended) return []
  const outboxIds = await settleAttempt(deps.settle, trx, {
    attemptId,
    outcome: attemptOutcome(ended),
    cause: ended.cause,
    endedAt: ended.at,
    call: { callId: row.id, agentId: row.agent_id },
  })
  return outboxIds ?? []
}

async function noteContact(trx: Knex.Transaction, orderId: string, at: EpochMs): Promise<void> {
  await noteOnOrder(trx, orderId, { contactedAt: at })
  await changeOrder(trx, { orderId, from: ['dialing'], change: { status: 'talking' } })
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

function endedMessage({ row }: Projection): OutboxMessage {
  return {
    clientId: row.client_id,
    target: 'shop',
    type: 'call.ended',
    orderId: row.order_id,
    data: {
      callId: row.id,
      direction: row.direction,
      orderId: row.order_id,
      customerNumber: row.customer_number,
      shopNumber: row.shop_number,
      startedAt: row.started_at.toISOString(),
      answeredAt: row.answered_at?.toISOString() ?? null,
      endedAt: row.ended_at?.toISOString() ?? null,
      status: row.status,
      outcome: row.outcome,
    },
  }
}

async function afterCommit(deps: JournalWriterDeps, { calls, outboxIds }: Written): Promise<void> {
  deps.settle.outbox.deliverSoon(outboxIds)
  const ended = calls.filter((call) => call.ended)
  if (ended.length === 0) return
  deps.onWritten(new Set(ended.flatMap(({ row }) => row.agent_id ?? [])))
  for (const { attemptId, row } of ended) {
    if (attemptId !== null && row.order_id !== null) await deps.releaseOrder(row.order_id, attemptId)
  }
  await deps.wakeDialer()
}
