import type { Database, Knex } from '@orderline/db'
import { promiseSourceOfOrder, toDate, toMs, toMsOrNull } from '@orderline/db'
import type { CallbackSource, DialSubject, EpochMs } from '@orderline/domain/contract'
import { callbackPatienceMs, numberPeriodMs, unchargedOutcomes, type DialOfNumber } from '@orderline/domain/dialing'

/** An order, a line of a list or a callback whose time has come. */
export type DueSubject = {
  subject: DialSubject
  campaignId: string | null
  clientId: string
  /** Of a callback without a campaign. */
  queueId: string | null
  customerId: string | null
  orderId: string | null
  /** E.164. */
  number: string
  status: 'new' | 'retry'
  nextAttemptAt: EpochMs | null
  /** Charged attempts. */
  attemptsMade: number
  promisedAt: EpochMs | null
  promiseSource: CallbackSource | null
  promisedAgentId: string | null
}

export type DueQuestion = {
  campaignId: string
  kind: DialSubject['kind']
  /** Whether it may begin something new, or only bring to an end what was dialled before. */
  beginsNew: boolean
  /** Of new ones, and of repeats. */
  limit: number
  /** Ids that are under way. */
  except: readonly string[]
}

/**
 * What is known of numbers; see `mayDial`. Attempts are all of the last two days, and the charged ones of the period in
 * which a number's attempts count; one under way has no outcome.
 */
export type NumberFacts = {
  attempts: Map<string, DialOfNumber[]>
  /** When the number's owner last called us and was talked to. */
  calledUs: Map<string, EpochMs>
  doNotCall: { number: string; scope: string }[]
  holds: Map<string, EpochMs>
}

/** A local day begins at most one day before it is noticed here, and lasts at most 25 hours. */
export const twoDaysMs = 48 * 3_600_000

export type SubjectsRepository = ReturnType<typeof createSubjectsRepository>

/** What the dialer reads of MariaDB about those who are to be called. It writes nothing there: the backend does. */
export function createSubjectsRepository(db: Database) {
  return {
    /** Due subjects of these campaigns, in one query: for each the new ones before repeats, older before younger. */
    async findDue(questions: readonly DueQuestion[], now: EpochMs): Promise<DueSubject[]> {
      const selects = questions.flatMap((question) => {
        const statuses = question.beginsNew ? (['new', 'retry'] as const) : (['retry'] as const)
        return statuses.map((status) =>
          columnsOf(db, question.kind)
            .where({ campaign_id: question.campaignId, status })
            .whereNull('promised_at')
            .where('next_attempt_at', '<=', toDate(now))
            .whereNotIn('id', question.except)
            .orderBy(['next_attempt_at', 'id'])
            .limit(question.limit),
        )
      })
      return readAll(db, selects)
    },
    /**
     * Promised calls that are due and that a free agent may take, of these campaigns and of none: the longest overdue
     * first. One that waits for a certain agent takes nobody else's place.
     */
    async findPromised(question: PromiseQuestion): Promise<DueSubject[]> {
      const { now, limit, except, campaignIds } = question
      const selects = (['order', 'record'] as const).flatMap((kind) =>
        (['new', 'retry'] as const).map((status) =>
          columnsOf(db, kind)
            .where({ status })
            .where('promised_at', '<=', toDate(now))
            .where('next_attempt_at', '<=', toDate(now))
            .where(
              (of) => void of.whereIn('campaign_id', campaignIds).orWhere((own) => void ofNoCampaign(db, own, kind)),
            )
            .where((keeper) => void whoMayKeep(keeper, question))
            .whereNotIn('id', except)
            .orderBy(['promised_at', 'id'])
            .limit(limit),
        ),
      )
      const found = await readAll(db, selects)
      return found.sort((a, b) => (a.promisedAt ?? 0) - (b.promisedAt ?? 0)).slice(0, limit)
    },
    async findNumberFacts(numbers: readonly string[], now: EpochMs): Promise<NumberFacts> {
      const [attempts, calledUs, doNotCall, holds] = await Promise.all([
        findAttempts(db, numbers, now),
        findCalledUs(db, numbers, now),
        db('do_not_call').select('number', 'scope').whereIn('number', numbers).limit(20_000),
        db('number_holds').select('number', 'until').whereIn('number', numbers).where('until', '>', toDate(now)),
      ])
      return {
        attempts,
        calledUs,
        doNotCall,
        holds: new Map(holds.map((row) => [row.number, toMs(row.until)])),
      }
    },
  }
}

async function findCalledUs(db: Database, numbers: readonly string[], now: EpochMs): Promise<NumberFacts['calledUs']> {
  const rows = await db('calls')
    .whereIn('customer_number', numbers)
    .where('started_at', '>=', toDate(now - numberPeriodMs))
    .where({ direction: 'inbound' })
    .whereNotNull('answered_at')
    .groupBy('customer_number')
    .select<{ number: string; at: Date }[]>('customer_number as number', db.raw('max(started_at) as at'))
  return new Map(rows.map(({ number, at }) => [number, toMs(at)]))
}

async function findAttempts(db: Database, numbers: readonly string[], now: EpochMs): Promise<NumberFacts['attempts']> {
  const rows = await db('attempts')
    .select('number', 'started_at', 'outcome', 'connected_at')
    .whereIn('number', numbers)
    .where('started_at', '>=', toDate(now - numberPeriodMs))
    .where((counted) => {
      void counted.where('started_at', '>=', toDate(now - twoDaysMs)).orWhereNotIn('outcome', unchargedOutcomes)
    })
    .limit(50_000)
  const ofNumber: NumberFacts['attempts'] = new Map()
  for (const row of rows) {
    const dial = { startedAt: toMs(row.started_at), outcome: row.outcome, isTalk: row.connected_at !== null }
    const known = ofNumber.get(row.number)
    if (known) known.push(dial)
    else ofNumber.set(row.number, [dial])
  }
  return ofNumber
}

export type PromiseQuestion = {
  now: EpochMs
  limit: number
  except: readonly string[]
  campaignIds: readonly string[]
  /** Ids of agents: those who are free, and all who are on shift. */
  freeAgents: readonly string[]
  agentsOnShift: readonly string[]
}

/** Of no campaign, and to be dialled all the same: its client is active, and a queue says who may talk. */
function ofNoCampaign(db: Database, own: Knex.QueryBuilder, kind: DialSubject['kind']): void {
  const active = db('clients').select('id').where({ active: true })
  void own.whereNull('campaign_id').where((reachable) => {
    void reachable.whereIn('client_id', active.clone().whereNotNull('order_queue_id'))
    if (kind === 'record')
      void reachable.orWhere((queued) => void queued.whereNotNull('queue_id').whereIn('client_id', active))
  })
}

/** As `callbackAgent` decides for one promise. */
function whoMayKeep(keeper: Knex.QueryBuilder, { now, freeAgents, agentsOnShift }: PromiseQuestion): void {
  const patienceEnded = toDate(now - callbackPatienceMs)
  void keeper
    .whereNull('promised_agent_id')
    .orWhereIn('promised_agent_id', freeAgents)
    .orWhere(
      (away) => void away.whereNotIn('promised_agent_id', agentsOnShift).where('promised_at', '<=', patienceEnded),
    )
}

const ofOrder = {
  ...{ kind: '"order"', order_id: 'id', number: 'phone', queue_id: 'null' },
  // Most have none: nothing is looked for then.
  promise_source: `if(promised_at is null, null, ${promiseSourceOfOrder})`,
}
const ofRecord = {
  ...{ kind: '"record"', order_id: 'order_id', number: 'number', queue_id: 'queue_id' },
  promise_source: 'callback_source',
}

function columnsOf(db: Database, kind: DialSubject['kind']): Knex.QueryBuilder {
  const names = kind === 'order' ? ofOrder : ofRecord
  const same =
    'id, campaign_id, client_id, customer_id, status, next_attempt_at, attempts_made, promised_at, promised_agent_id'
  const renamed = Object.entries(names).map(([name, source]) => `${source} as \`${name}\``)
  return db(kind === 'order' ? 'orders' : 'dial_records').select(db.raw([same, ...renamed].join(', ')))
}

async function readAll(db: Database, selects: Knex.QueryBuilder[]): Promise<DueSubject[]> {
  if (selects.length === 0) return []
  // Each part in brackets, so that its order and limit are its own; the parts come one after the other.
  const rows = (await db.unionAll(selects, true)) as SubjectRow[]
  return rows.map(toSubject)
}

type SubjectRow = {
  id: string
  kind: DialSubject['kind']
  campaign_id: string | null
  client_id: string
  customer_id: string | null
  order_id: string | null
  queue_id: string | null
  number: string
  status: 'new' | 'retry'
  next_attempt_at: Date | null
  attempts_made: number
  promised_at: Date | null
  promise_source: CallbackSource | null
  promised_agent_id: string | null
}

function toSubject(row: SubjectRow): DueSubject {
  return {
    subject: { kind: row.kind, id: row.id },
    campaignId: row.campaign_id,
    clientId: row.client_id,
    queueId: row.queue_id,
    customerId: row.customer_id,
    orderId: row.order_id,
    number: row.number,
    status: row.status,
    nextAttemptAt: toMsOrNull(row.next_attempt_at),
    attemptsMade: row.attempts_made,
    promisedAt: toMsOrNull(row.promised_at),
    promiseSource: row.promise_source,
    promisedAgentId: row.promised_agent_id,
  }
}
