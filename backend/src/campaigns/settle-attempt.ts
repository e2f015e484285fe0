import type { Knex } from '@orderline/db'
import type { AttemptOutcome, EpochMs } from '@orderline/domain/contract'
import {
  attemptsOfDay,
  attemptsToNumber,
  customerTimeZone,
  everOpen,
  isCharged,
  numberPeriodMs,
  planNextAttempt,
  type NextAttempt,
  type RetryRules,
} from '@orderline/domain/dialing'
import { addOrderEvent } from '../orders/order-repository.ts'
import type { Outbox } from '../webhooks/outbox.ts'
import { attemptedMessage } from './attempted-message.ts'
import { countersOf, countHour } from './campaign-hours-repository.ts'
import { rulesOfSubject } from './decide-dial.ts'
import {
  assignCall,
  closeAttempt,
  findAttempt,
  findAttempts,
  findClientTimeZone,
  findNumberHistory,
  type AttemptFacts,
  type DialedAttempt,
} from './dialing-repository.ts'
import { holdNumber } from './number-rules-repository.ts'
import {
  changeSubject,
  lockSubject,
  noteOnSubject,
  type DialedStatus,
  type LockedSubject,
} from './subjects-repository.ts'
import { takeBackContact } from './take-back-contact.ts'

export type SettleDeps = {
  rules: RetryRules
  outbox: Pick<Outbox, 'write' | 'deliverSoon'>
  /** Lets a customer who was abandoned and calls back go to the front; for so many milliseconds. */
  markAbandoned: (number: string, forMs: number) => Promise<void>
  /** An agent who dials by hand waits for the answer. Must not throw. */
  tellUnreached: (call: UnreachedHandCall) => void
}

export type EndedAttempt = {
  attemptId: string
  outcome: AttemptOutcome
  /** Q.850. */
  cause: number | null
  endedAt: EpochMs
  /** Null when the attempt ended without a call. */
  call: { callId: string; agentId: string | null } | null
}

/** A number that an agent dialled by hand, and that nobody answered. */
export type UnreachedHandCall = { agentId: string; number: string; outcome: UnreachedOutcome }
type UnreachedOutcome = (typeof unreachedOutcomes)[number]

/** What is left to do after the commit: see {@link afterSettled}. */
export type Settlement = {
  outboxIds: string[]
  abandonedNumber: string | null
  unreached: UnreachedHandCall | null
}

/** What an agent cannot know of an own call: it rings, and then it is gone. */
const unreachedOutcomes = ['busy', 'no-answer', 'congestion', 'rejected', 'unallocated', 'system-failure'] as const

/** A number that was abandoned is not dialled again without an agent for so long (16 CFR 310.4(b)(4), Ofcom). */
const holdMs = 72 * 3_600_000

/**
 * Ends an attempt and plans the next one, in the given transaction: attempt, order or record, counters, history and
 * the shop's webhook change together. Undefined when the attempt was ended before; so it may be called any number of
 * times.
 */
export async function settleAttempt(
  deps: SettleDeps,
  trx: Knex.Transaction,
  ended: EndedAttempt,
): Promise<Settlement | undefined> {
  const attempt = await findAttempt(trx, ended.attemptId)
  const locked = attempt?.isOpen ? await lockSubject(trx, attempt.subject) : undefined
  if (!attempt || !locked || !(await closeAttempt(trx, ended))) return undefined
  if (ended.call) await assignCall(trx, { attemptId: ended.attemptId, ...ended.call })
  await count(trx, { attempt, locked, ended })
  const attempts = await findAttempts(trx, attempt.subject)
  const abandonedNumber = await hold(trx, { attempts, ended })
  const plan = await applyPlan(deps, trx, { locked, attempts, ended })
  const outboxIds = await tell(deps, trx, { locked, attempts, ended, plan })
  return { outboxIds, abandonedNumber, unreached: unreachedByHand(locked, ended.outcome) }
}

/** After the commit of {@link settleAttempt}. */
export async function afterSettled(deps: SettleDeps, settlement: Settlement): Promise<void> {
  const { outboxIds, abandonedNumber, unreached } = settlement
  deps.outbox.deliverSoon(outboxIds)
  if (unreached) deps.tellUnreached(unreached)
  if (abandonedNumber !== null) await deps.markAbandoned(abandonedNumber, holdMs)
}

function unreachedByHand({ byHandOf, number }: LockedSubject, told: AttemptOutcome): UnreachedHandCall | null {
  const outcome = unreachedOutcomes.find((one) => one === told)
  return outcome && byHandOf !== null ? { agentId: byHandOf, number, outcome } : null
}

type Counting = { attempt: DialedAttempt; locked: LockedSubject; ended: EndedAttempt }

async function count(trx: Knex.Transaction, { attempt, locked, ended }: Counting): Promise<void> {
  const { campaignId, startedAt } = attempt
  const { attemptId, outcome } = ended
  // Its agent was lost within the two seconds: that was no talk, and a customer counts as one of the two.
  if (outcome === 'abandoned') await takeBackContact(trx, { attempt, attemptId, orderId: locked.orderId })
  if (campaignId !== null) await countHour(trx, { campaignId, at: startedAt, counters: countersOf[outcome] })
}

type Settling = { locked: LockedSubject; attempts: AttemptFacts[]; ended: EndedAttempt }

async function hold(trx: Knex.Transaction, { attempts, ended }: Omit<Settling, 'locked'>): Promise<string | null> {
  const number = attempts.find(({ id }) => id === ended.attemptId)?.number
  if (ended.outcome !== 'abandoned' || number === undefined) return null
  await holdNumber(trx, { number, until: ended.endedAt + holdMs })
  return number
}

/** The plan; undefined when the subject was settled, or planned by its agent, in the meantime and stays so. */
async function applyPlan(
  deps: SettleDeps,
  trx: Knex.Transaction,
  settling: Settling,
): Promise<NextAttempt | undefined> {
  const { locked, ended } = settling
  const { subject } = locked
  const charged = locked.attemptsMade + (isCharged(ended.outcome) ? 1 : 0)
  await noteOnSubject(trx, subject, { attemptsMade: charged, lastOutcome: ended.outcome })
  const plan = await planNext(deps, trx, { ...settling, charged })
  const isPlanned = await changeSubject(trx, {
    subject,
    from: ['dialing', 'talking'],
    change: {
      ...('at' in plan
        ? { status: 'retry' as const, nextAttemptAt: plan.at }
        : {
            status: statusAfter(ended.outcome),
            nextAttemptAt: null,
            settledAt: ended.endedAt,
            settledBecause: plan.because,
          }),
      // What was dialled for nobody's fault is promised still; a callback of no campaign is nothing but its promise.
      isPromiseOver: isCharged(ended.outcome) && locked.campaignId !== null,
      ...('at' in plan && ended.outcome === 'abandoned' && { owedAt: plan.at }),
    },
  })
  return isPlanned ? plan : undefined
}

function statusAfter(outcome: AttemptOutcome): DialedStatus {
  if (outcome === 'answered') return 'done'
  return outcome === 'skipped' ? 'skipped' : 'exhausted'
}

async function planNext(
  { rules: house }: SettleDeps,
  trx: Knex.Transaction,
  { locked, attempts, charged, ended }: Settling & { charged: number },
): Promise<NextAttempt> {
  // An agent dials again by hand, too. Whom we left without an agent is owed a call all the same.
  if (locked.byHandSince !== null && ended.outcome !== 'abandoned')
    return { exhausted: true, because: 'dialled by hand' }
  const now = ended.endedAt
  const number = attempts.find(({ id }) => id === ended.attemptId)?.number ?? locked.number
  const timeZone = customerTimeZone(number, (await findClientTimeZone(trx, locked.clientId)) ?? 'UTC')
  const history = await findNumberHistory(trx, { number, since: now - numberPeriodMs })
  return planNextAttempt({
    outcome: ended.outcome,
    attemptsMade: charged,
    attemptsOfDay: attemptsOfDay(history.dials, { now, timeZone }),
    attemptsToNumber: attemptsToNumber(history, now),
    lastOutcomes: attempts.flatMap(({ outcome, startedAt }) => (outcome === null ? [] : [{ outcome, startedAt }])),
    now,
    timeZone,
    rules: await plannableRules(trx, locked, house),
  })
}

/** Hours that are never open give no moment to plan for: whether it is dialled then is asked again anyway. */
async function plannableRules(trx: Knex.Transaction, locked: LockedSubject, house: RetryRules): Promise<RetryRules> {
  const { rules } = await rulesOfSubject(trx, locked, house)
  return everOpen(rules.hours) ? rules : { ...rules, hours: house.hours }
}

type Settled = Settling & { plan: NextAttempt | undefined }

/** An order has a history, and a shop that wants to hear. */
async function tell({ outbox }: SettleDeps, trx: Knex.Transaction, settled: Settled): Promise<string[]> {
  const { locked, ended, plan } = settled
  if (locked.subject.kind !== 'order') return []
  const call = { call_id: ended.call?.callId ?? null }
  const text = plan ? plan.because : ended.outcome
  // Attempts are shown by themselves; that nobody is dialled any more, without a talk, is news to whoever looks.
  const kind = plan && 'exhausted' in plan && ended.outcome !== 'answered' ? 'note' : 'attempt'
  await addOrderEvent(trx, { order_id: locked.subject.id, kind, text, at: ended.endedAt, ...call })
  return outbox.write(trx, [attemptedMessage(settled)])
}
