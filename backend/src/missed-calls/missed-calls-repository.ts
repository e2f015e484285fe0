import { toDate, toMs, type Database, type Knex } from '@orderline/db'
import type { EpochMs } from '@orderline/domain/contract'
import { handleMissedWithin } from '../records/handle-missed.ts'
import { selectCase, stillOpen } from '../records/missed-cases.ts'

/** `caseId`: of the first call of this number that nobody has looked after; those of one number are one thing to do. */
export type MissedCall = {
  id: string
  caseId: string
  /** When the first of them came. */
  since: EpochMs
  clientId: string
  /** E.164; null where the caller hides it. */
  number: string | null
  customerName: string | null
}

/** A missed call whose number was reached after it: when, and by whom. */
export type ReachedCall = { callId: string; by: string; at: EpochMs }

type MissedRow = {
  id: string
  client_id: string
  customer_number: string | null
  started_at: Date
  customer_name: string | null
  case_id: string | null
  case_began_at: Date | null
}

export type MissedCallsRepository = ReturnType<typeof createMissedCallsRepository>

const mostAtOnce = 500
/** An agent who has not said by then how it went will not say it any more. */
const dispositionWaitMs = 10 * 60_000

/** Missed calls that nobody has looked after. Times in epoch milliseconds. */
export function createMissedCallsRepository({ db }: { db: Database }) {
  return {
    /** Those since then whose customer called again and was answered, or was called and reached; the first of it. */
    async findReached({ since, now }: { since: EpochMs; now: EpochMs }): Promise<ReachedCall[]> {
      const rows = await openSince(db, since)
        .joinRaw(
          `join calls as talk on talk.client_id = calls.client_id and talk.customer_number = calls.customer_number
            and talk.started_at > calls.started_at`,
        )
        .whereNotNull('talk.answered_at')
        .whereNotNull('talk.agent_id')
        .where((reached) => void isReached(reached, now))
        .orderBy('talk.answered_at')
        .select<ReachedRow[]>('calls.id', 'talk.agent_id', 'talk.answered_at')
      return rows.map(({ id, agent_id, answered_at }) => ({ callId: id, by: agent_id, at: toMs(answered_at) }))
    },

    /** It is looked after by who reached the customer. */
    settle: async (reached: ReachedCall): Promise<void> => void (await handleMissedWithin(db, reached)),

    /** Those since then of which nobody was told yet, the oldest first. */
    async findUntold(since: EpochMs): Promise<MissedCall[]> {
      return (await selectMissed(db, since).whereNull('calls.told_at')).map(toMissedCall)
    },

    /** False when another process was faster. */
    async claimTelling(id: string, at: EpochMs): Promise<boolean> {
      const untold = db('calls').where({ id }).whereNull('told_at')
      return (await untold.update({ told_at: toDate(at) })) > 0
    },

    /** The first call since then of each number that has no task yet. */
    async findWithoutTask(since: EpochMs): Promise<MissedCall[]> {
      const rows = await selectMissed(db, since).whereNotExists(taskOfCase)
      return rows.map(toMissedCall).filter(isFirst())
    },

    /** How many things there are to do for each client. */
    async countOpen(): Promise<Map<string, number>> {
      const rows = await db('calls')
        .modify(stillOpen)
        .groupBy('client_id')
        .select<{ client_id: string; open: number }[]>(
          'client_id',
          db.raw('COUNT(DISTINCT COALESCE(customer_number, id)) AS open'),
        )
      return new Map(rows.map(({ client_id, open }) => [client_id, Number(open)]))
    },
  }
}

type ReachedRow = { id: string; agent_id: string; answered_at: Date }

function openSince(db: Database, since: EpochMs): Knex.QueryBuilder {
  return db('calls').modify(stillOpen).where('calls.started_at', '>=', toDate(since)).limit(mostAtOnce)
}

/** Of a call of ours its agent says whether a person was there: a mailbox is answered, too. */
function isReached(talk: Knex.QueryBuilder, now: EpochMs): void {
  void talk
    .where('talk.direction', 'inbound')
    .orWhereNotIn('talk.disposition', ['machine', 'no-conversation'])
    .orWhere((unsaid) => {
      void unsaid.whereNull('talk.disposition').where('talk.ended_at', '<', toDate(now - dispositionWaitMs))
    })
}

function selectMissed(db: Database, since: EpochMs): Knex.QueryBuilder<object, MissedRow[]> {
  const rows: unknown = openSince(db, since)
    .leftJoin('customers', 'customers.id', 'calls.customer_id')
    .orderBy(['calls.started_at', 'calls.id'])
    .select('calls.id', 'calls.client_id', 'calls.customer_number', 'calls.started_at')
    .select('customers.name as customer_name')
    .modify(selectCase)
  // knex cannot follow the columns of modifiers.
  return rows as Knex.QueryBuilder<object, MissedRow[]>
}

/** A task of any open call of the number is the task of them all. */
function taskOfCase(tasks: Knex.QueryBuilder): void {
  void tasks
    .from('tasks')
    .join('calls as known', 'known.id', 'tasks.subject_id')
    .where('tasks.kind', 'call-missed')
    .whereNull('known.handled_at')
    .where((same) => {
      void same.whereRaw('known.id = calls.id')
      void same.orWhereRaw('known.client_id = calls.client_id and known.customer_number = calls.customer_number')
    })
}

function toMissedCall(row: MissedRow): MissedCall {
  return {
    id: row.id,
    caseId: row.case_id ?? row.id,
    since: toMs(row.case_began_at ?? row.started_at),
    clientId: row.client_id,
    number: row.customer_number,
    customerName: row.customer_name,
  }
}

function isFirst() {
  const seen = new Set<string>()
  return ({ caseId }: MissedCall): boolean => seen.size < seen.add(caseId).size
}
