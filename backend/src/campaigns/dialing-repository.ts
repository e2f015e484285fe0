import type { Knex } from '@orderline/db'
import { toDate, toJson, toMs, type AttemptRow } from '@orderline/db'
import type { AttemptOutcome, DialMode, DialOrder, DialSubject, EpochMs } from '@orderline/domain/contract'
import { unchargedOutcomes, type NumberHistory } from '@orderline/domain/dialing'

/** The only writer of `attempts`. Whoever changes one has locked what it dials: see {@link lockSubject}. */

export type AttemptFacts = {
  id: string
  number: string
  ordinal: number
  startedAt: EpochMs
  outcome: AttemptOutcome | null
}

/** Undefined when the client is not active. */
export async function findClientTimeZone(trx: Knex, clientId: string): Promise<string | undefined> {
  const row = await trx('clients').where({ id: clientId, active: true }).select('time_zone').first()
  return row?.time_zone
}

/** The last attempts of an order or record, oldest first; what costs no attempt may be dialled more often than that. */
export async function findAttempts(trx: Knex.Transaction, { kind, id }: DialSubject): Promise<AttemptFacts[]> {
  const rows = await trx('attempts')
    .where(kind === 'order' ? { order_id: id } : { record_id: id })
    .select('id', 'number', 'ordinal', 'started_at', 'outcome')
    .orderBy('ordinal', 'desc')
    .limit(1_000)
  return rows.reverse().map((row) => ({
    id: row.id,
    number: row.number,
    ordinal: row.ordinal,
    startedAt: toMs(row.started_at),
    outcome: row.outcome,
  }))
}

type OfNumber = { number: string; since: EpochMs; except?: string | undefined }

/** Charged attempts of a number since then, for whomever, but for this one; and its owner's own last talk with us. */
export async function findNumberHistory(trx: Knex, { number, since, except = '' }: OfNumber): Promise<NumberHistory> {
  const [rows, calledUs] = await Promise.all([
    trx('attempts')
      .where({ number })
      .whereNot('id', except)
      .where('started_at', '>=', toDate(since))
      .where((counted) => void counted.whereNull('outcome').orWhereNotIn('outcome', unchargedOutcomes))
      .select('started_at', 'outcome', 'connected_at')
      .orderBy('started_at', 'desc')
      .limit(1_000),
    trx('calls')
      .where({ customer_number: number, direction: 'inbound' })
      .where('started_at', '>=', toDate(since))
      .whereNotNull('answered_at')
      .orderBy('started_at', 'desc')
      .first('started_at'),
  ])
  const dials = rows.map((row) => ({
    startedAt: toMs(row.started_at),
    outcome: row.outcome,
    isTalk: row.connected_at !== null,
  }))
  return { dials, calledUsAt: calledUs ? toMs(calledUs.started_at) : null }
}

/** Whether something else than this subject dials the number, or talks to it. */
export async function isNumberUnderWay(trx: Knex, number: string, { id }: DialSubject): Promise<boolean> {
  const row = await trx('attempts').where({ open_number: number }).select('open_order_id', 'open_record_id').first()
  return row !== undefined && row.open_order_id !== id && row.open_record_id !== id
}

export type NewAttempt = { order: DialOrder; ordinal: number; because: string[]; at: EpochMs }

/** Fails with a duplicate key when subject or number have an open attempt, or the attempt was made already. */
export async function insertAttempt(trx: Knex.Transaction, { order, ordinal, because, at }: NewAttempt): Promise<void> {
  const { kind, id } = order.subject
  const [orderId, recordId] = kind === 'order' ? [id, null] : [null, id]
  await trx('attempts').insert({
    id: order.attemptId,
    order_id: orderId,
    record_id: recordId,
    campaign_id: order.campaignId,
    mode: order.mode,
    // Until the call has an id of its own: {@link assignCall}.
    call_id: order.attemptId,
    agent_id: null,
    number: order.number,
    ordinal,
    allowed_because: toJson(because),
    started_at: toDate(at),
    ended_at: null,
    outcome: null,
    cause: null,
    connected_at: null,
    machine_verdict: null,
    machine_judgement: null,
    open_order_id: orderId,
    open_record_id: recordId,
    open_number: order.number,
  })
}

export async function assignCall(
  trx: Knex,
  { attemptId, callId, agentId }: { attemptId: string; callId: string; agentId: string | null },
): Promise<void> {
  await trx('attempts').where({ id: attemptId }).update({ call_id: callId, agent_id: agentId })
}

/** Takes back an attempt that has not reached the network; false when it is closed or was never made. */
export async function deleteOpenAttempt(trx: Knex.Transaction, attemptId: string): Promise<boolean> {
  return (await trx('attempts').where({ id: attemptId }).whereNull('ended_at').delete()) === 1
}

/** Notes when customer and agent first heard each other; true for the first time. */
export async function connectAttempt(trx: Knex.Transaction, attemptId: string, at: EpochMs): Promise<boolean> {
  const changed = await trx('attempts')
    .where({ id: attemptId })
    .whereNull('connected_at')
    .update({ connected_at: toDate(at) })
  return changed === 1
}

/** Takes back what {@link connectAttempt} noted; resolves with that moment, null when there was none. */
export async function disconnectAttempt(trx: Knex.Transaction, attemptId: string): Promise<EpochMs | null> {
  const row = await trx('attempts').where({ id: attemptId }).forUpdate().first('connected_at')
  if (!row?.connected_at) return null
  await trx('attempts').where({ id: attemptId }).update({ connected_at: null })
  return toMs(row.connected_at)
}

export type MachineVerdict = NonNullable<AttemptRow['machine_verdict']>
export type MachineOpinion = NonNullable<AttemptRow['machine_judgement']>

/** What the machine detection said; true for the first time. */
export async function noteVerdict(trx: Knex.Transaction, attemptId: string, verdict: MachineVerdict): Promise<boolean> {
  const changed = await trx('attempts')
    .where({ id: attemptId })
    .whereNull('machine_verdict')
    .update({ machine_verdict: verdict })
  return changed === 1
}

/** What is said of it now; resolves with what was said before. */
export async function noteOpinion(
  trx: Knex.Transaction,
  attemptId: string,
  opinion: MachineOpinion,
): Promise<MachineOpinion | null> {
  const row = await trx('attempts').where({ id: attemptId }).forUpdate().first('machine_judgement')
  await trx('attempts').where({ id: attemptId }).update({ machine_judgement: opinion })
  return row?.machine_judgement ?? null
}

export type AttemptEnd = {
  attemptId: string
  outcome: AttemptOutcome
  cause: number | null
  endedAt: EpochMs
}

/** False when it was closed before. */
export async function closeAttempt(trx: Knex.Transaction, end: AttemptEnd): Promise<boolean> {
  const open = { open_order_id: null, open_record_id: null, open_number: null }
  const changed = await trx('attempts')
    .where({ id: end.attemptId })
    .whereNull('ended_at')
    .update({ outcome: end.outcome, cause: end.cause, ended_at: toDate(end.endedAt), ...open })
  return changed === 1
}

export type DialedAttempt = {
  subject: DialSubject
  campaignId: string | null
  mode: DialMode
  startedAt: EpochMs
  isOpen: boolean
}

/** What an attempt dials; undefined when there is no such attempt. */
export async function findAttempt(trx: Knex, attemptId: string): Promise<DialedAttempt | undefined> {
  const row = await trx('attempts').where({ id: attemptId }).first()
  if (!row) return undefined
  const subject = subjectOf(row)
  if (!subject) return undefined
  const { campaign_id: campaignId, mode, started_at: startedAt, ended_at: endedAt } = row
  return { subject, campaignId, mode, startedAt: toMs(startedAt), isOpen: endedAt === null }
}

/** Open attempts that began before then, oldest first. */
export async function findOpenAttempts(db: Knex, before: EpochMs): Promise<{ id: string; subject: DialSubject }[]> {
  const rows = await db('attempts')
    .where((open) => void open.whereNotNull('open_order_id').orWhereNotNull('open_record_id'))
    .where('started_at', '<', toDate(before))
    .select('id', 'order_id', 'record_id')
    .orderBy('started_at')
    .limit(1_000)
  return rows.flatMap((row) => {
    const subject = subjectOf(row)
    return subject ? [{ id: row.id, subject }] : []
  })
}

/** Whether this order or record has an attempt under way. */
export async function hasOpenAttempt(db: Knex, subjectId: string): Promise<boolean> {
  const row = await db('attempts')
    .where({ open_order_id: subjectId })
    .orWhere({ open_record_id: subjectId })
    .select('id')
    .first()
  return row !== undefined
}

function subjectOf({ order_id, record_id }: Pick<AttemptRow, 'order_id' | 'record_id'>): DialSubject | undefined {
  if (order_id !== null) return { kind: 'order', id: order_id }
  return record_id === null ? undefined : { kind: 'record', id: record_id }
}
