import type { Database } from '@orderline/db'
import type {
  CallbackOutlook,
  CallbackOutlookInput,
  CallbackSource,
  DialSubject,
  EpochMs,
} from '@orderline/domain/contract'
import type { RetryRules } from '@orderline/domain/dialing'
import { foreseeDial, type AskedSubject } from '../campaigns/decide-dial.ts'
import { isOver } from '../campaigns/finish-campaigns.ts'
import { findPromiseSource } from '../campaigns/subjects-repository.ts'
import { findDialedOrder } from './order-of-callback.ts'

export type OutlookDeps = { db: Database; rules: RetryRules }

/** Whom a promise is about, and what keeps it: an order, a line of a list, or a record of its own. */
export type Keeper = {
  clientId: string
  number: string
  subject: DialSubject
  campaignId: string | null
  attemptsMade: number
  source: CallbackSource
}
type About = CallbackOutlookInput['about']

/**
 * Finds what would keep a promise, as the promise itself would: undefined when there is no such thing, or no number. `at`
 * decides, because a campaign may rest then, or be over.
 */
export async function findKeeper(db: Database, about: About, at: EpochMs): Promise<Keeper | undefined> {
  const keeper = await keeperOf(db, about, at)
  const campaignId = keeper?.campaignId ?? null
  // A promise outlives its campaign, and is then a call of its own.
  const isOutlived = campaignId !== null && (await isOver(db, campaignId, at))
  return keeper && { ...keeper, campaignId: isOutlived ? null : campaignId }
}

export function foreseePromise({ db, rules }: OutlookDeps, keeper: Keeper, at: EpochMs): Promise<CallbackOutlook> {
  const { number, source, ...kept } = keeper
  const promised = { at, source }
  const locked: AskedSubject = {
    ...kept,
    ...{ status: 'retry', nextAttemptAt: at, isPromised: true, promised, byHandSince: null },
  }
  return foreseeDial(db, { locked, number, now: at, rules })
}

async function keeperOf(db: Database, about: About, at: EpochMs): Promise<Keeper | undefined> {
  if (about.kind === 'number') return ownRecord(about)
  return about.kind === 'call' ? keeperOfCall(db, about.callId, at) : keeperOfCallback(db, about.id)
}

async function keeperOfCall(db: Database, callId: string, at: EpochMs): Promise<Keeper | undefined> {
  const call = await db('calls').where({ id: callId }).first('client_id', 'customer_number', 'order_id', 'status')
  if (!call?.customer_number) return undefined
  const about = { clientId: call.client_id, number: call.customer_number }
  const line = await findLine(db, callId)
  // A line, or a call back, takes the place of an order whose campaign rests; nothing else does.
  const hasOther = line !== undefined || call.status === 'missed'
  const orderId = hasOther ? await findDialedOrder(db, { ...about, orderId: call.order_id, at }) : call.order_id
  if (orderId !== null) return keeperOfOrder(db, orderId)
  return line ? { ...ownRecord(about), ...ofLine(line) } : ownRecord(about)
}

async function findLine(db: Database, callId: string): Promise<LineRow | undefined> {
  const [line] = await db('attempts')
    .join('dial_records', 'dial_records.id', 'attempts.record_id')
    .where('attempts.call_id', callId)
    .select<LineRow[]>('dial_records.id', 'dial_records.campaign_id', 'dial_records.attempts_made')
  return line
}

async function keeperOfCallback(db: Database, id: string): Promise<Keeper | undefined> {
  const line = await db('dial_records').where({ id }).whereNotNull('callback_source').first()
  if (!line) return promisedOrder(db, id)
  const own = ownRecord({ clientId: line.client_id, number: line.number })
  return { ...own, ...ofLine(line), source: line.callback_source ?? own.source }
}

async function keeperOfOrder(db: Database, id: string): Promise<Keeper | undefined> {
  const order = await db('orders').where({ id }).first('client_id', 'phone', 'campaign_id', 'attempts_made')
  if (!order) return undefined
  const subject = { kind: 'order' as const, id }
  const about = { clientId: order.client_id, number: order.phone, campaignId: order.campaign_id ?? null }
  return { ...about, subject, attemptsMade: order.attempts_made, source: 'agent' }
}

/** Why the promise that stands on an order was made: moving it makes no wish of what we owe. */
async function promisedOrder(db: Database, id: string): Promise<Keeper | undefined> {
  const keeper = await keeperOfOrder(db, id)
  const source = await findPromiseSource(db, id)
  return keeper && { ...keeper, source: source ?? keeper.source }
}

type LineRow = { id: string; campaign_id: string | null; attempts_made: number }

function ofLine({ id, campaign_id: campaignId, attempts_made: attemptsMade }: LineRow) {
  return { subject: { kind: 'record' as const, id }, campaignId, attemptsMade }
}

/** A record that is not written yet. */
function ownRecord({ clientId, number }: { clientId: string; number: string }): Keeper {
  return { clientId, number, subject: { kind: 'record', id: '' }, campaignId: null, attemptsMade: 0, source: 'agent' }
}
