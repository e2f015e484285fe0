import type { Knex } from '@orderline/db'
import { transaction, type Database } from '@orderline/db'
import type { JournalEntry } from '@orderline/domain/contract'
import { afterSettled, type SettleDeps } from '../campaigns/settle-attempt.ts'
import {
  findEntries,
  insertCalls,
  insertEvents,
  lockCalls,
  updateCalls,
  type StreamEntry,
} from './journal-repository.ts'
import type { OutboxMessage } from '../webhooks/outbox.ts'
import { projectCall, type Projection } from './project-call.ts'
import { writeAttempt, type WrittenAttempt } from './write-attempt.ts'
import { writeHandTasks } from '../tasks/write-hand-tasks.ts'
import { writeWishes, type WishesDeps } from './write-wishes.ts'

export type JournalWriterDeps = {
  db: Database
  settle: SettleDeps
  wishes: WishesDeps
  /** Gives an order or record in flight back to the dialer, if this attempt still holds it. */
  releaseSubject: (subjectId: string, attemptId: string) => Promise<unknown>
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

type Written = { calls: Projection[]; attempts: WrittenAttempt[]; outboxIds: string[] }

async function writeCalls(deps: JournalWriterDeps, trx: Knex.Transaction, callIds: string[]): Promise<Written> {
  const { entries, calls, endedBefore } = await writeRows(trx, callIds)
  const attempts: WrittenAttempt[] = []
  for (const call of calls) attempts.push(...(await writeAttempt(deps.settle, trx, call)))
  const over = calls.filter(({ ended }) => ended)
  for (const call of over) await writeWishes(deps.wishes, trx, { call, entries: entriesOf(entries, call.row.id) })
  await writeHandTasks(
    trx,
    over.flatMap(({ attemptId }) => attemptId ?? []),
  )
  const justEnded = over.filter(({ row }) => !endedBefore.has(row.id))
  const outboxIds = await deps.settle.outbox.write(trx, justEnded.map(endedMessage))
  return { calls, attempts, outboxIds }
}

type WrittenRows = { entries: Map<string, StreamEntry[]>; calls: Projection[]; endedBefore: Set<string> }

/**
 * Entries are read when the rows that there are are locked: who held them may have brought more. For a call without a row
 * what was read is whole if the row is ours to make, for whoever brings more writes the row again, after us.
 */
async function writeRows(trx: Knex.Transaction, callIds: string[]): Promise<WrittenRows> {
  const known = await lockCalls(trx, callIds)
  const entries = await findEntries(trx, callIds)
  const calls = project(callIds, entries)
  const isNew = ({ row }: Projection) => !known.has(row.id)
  if (!(await insertCalls(trx, rowsOf(calls.filter(isNew))))) return writeRows(trx, callIds)
  await updateCalls(trx, rowsOf(calls.filter((call) => !isNew(call))))
  return { entries, calls, endedBefore: new Set(callIds.filter((id) => known.get(id))) }
}

function project(callIds: string[], entries: Map<string, StreamEntry[]>): Projection[] {
  return callIds.flatMap((id) => projectCall(id, entriesOf(entries, id)) ?? [])
}

function entriesOf(entries: Map<string, StreamEntry[]>, callId: string): JournalEntry[] {
  return (entries.get(callId) ?? []).map(({ entry }) => entry)
}

function rowsOf(calls: Projection[]) {
  return calls.map(({ row }) => row)
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

async function afterCommit(deps: JournalWriterDeps, { calls, attempts, outboxIds }: Written): Promise<void> {
  deps.settle.outbox.deliverSoon(outboxIds)
  for (const { settlement } of attempts) if (settlement) await afterSettled(deps.settle, settlement)
  const ended = calls.filter((call) => call.ended)
  if (ended.length === 0) return
  deps.onWritten(new Set(ended.flatMap(({ row }) => row.agent_id ?? [])))
  for (const { isEnded, subjectId, attemptId } of attempts) if (isEnded) await deps.releaseSubject(subjectId, attemptId)
  await deps.wakeDialer()
}
