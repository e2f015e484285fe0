import type { CampaignStatus, DialMode, DialRule, EpochMs, OrderStatus, RecordStatus } from '../contract/index.ts'
import { numberPeriodDays } from './attempts-to-number.ts'
import { everOpen, lawfulNow, nextLawfulDay, nextLawfulMoment } from './lawful-hours.ts'
import { clockText, localTime } from './local-time.ts'
import { numberIsUsedUp } from './plan-next-attempt.ts'
import type { RetryRules } from './retry-rules.ts'

/** What of a campaign decides whether it dials at all. */
export type DialingCampaign = { status: CampaignStatus; startsAt: EpochMs | null; endsAt: EpochMs | null }

export type DialQuestion = {
  status: OrderStatus | RecordStatus
  nextAttemptAt: EpochMs | null
  /** Charged attempts of the order or record. */
  attemptsMade: number
  /** Charged attempts of the number today, whatever the order, record, campaign or client. */
  attemptsOfDay: number
  /** Charged attempts of the number since the last talk with it: see `attemptsToNumber`. */
  attemptsToNumber: number
  /** A call that the customer was promised, or asked for. */
  isPromised: boolean
  /** The dial that the customer has asked for, against which no limit of attempts stands: see `isWishedCall`. */
  isWished: boolean
  /** Since when an agent waits for this call, who dialled it by hand; null or left out for all others. */
  byHandSince?: EpochMs | null
  /** Whose dial it is; null: of none, which only a promised call may be. */
  campaign: DialingCampaign | null
  mode: DialMode
  /** Whether a call to the number costs more than the line: see `isPaidNumber`. */
  isPaid: boolean
  /** Whether the number is on a do-not-call list: for all clients, for this one, or not. */
  doNotCall: 'all' | 'client' | null
  /** Until then the number may be dialled with an agent reserved first only; null when it was not abandoned. */
  heldUntil: EpochMs | null
  /** Another dial of this number, or a talk with it, is under way, for whomever. */
  isNumberUnderWay: boolean
  now: EpochMs
  timeZone: string
  /** Those of the campaign: see `retryRulesOf`. */
  rules: RetryRules
}

export type DialRefusal = {
  allowed: false
  rule: DialRule
  because: string
  /** The first moment at which the same question may have another answer; null: never by itself. */
  notBefore: EpochMs | null
  /** What the order or record is from now on; null: what it was, because something else has to change. */
  settles: 'exhausted' | 'blocked' | null
}
/** Each refusal has its reason and each allowance has all of them: they are kept with the attempt. */
export type DialDecision = { allowed: true; because: string[] } | DialRefusal

const minuteMs = 60_000
/** An agent who wanted a call and was given another one meanwhile does not expect it any more. */
export const handCallPatienceMs = 2 * minuteMs

/**
 * Whether this number may be dialled at this moment. Asked by the dialer when it chooses, and again by the backend at
 * the moment of dialling. What is being dialled, talked to or settled is refused here; that two do not ask at once is
 * kept by the in-flight entry and by the database's unique keys.
 */
export function mayDial(question: DialQuestion): DialDecision {
  const refusal = refusalOfSubject(question) ?? refusalOfCampaign(question) ?? refusalOfNumber(question)
  if (!refusal) return { allowed: true, because: reasons(question) }
  return isByHand(question) ? { ...refusal, settles: refusal.settles ?? 'exhausted' } : refusal
}

/** An agent waits for it: what may not be dialled now is not dialled later by itself. */
function isByHand({ byHandSince }: DialQuestion): boolean {
  return byHandSince !== null && byHandSince !== undefined
}

function refusalOfSubject(question: DialQuestion): DialRefusal | undefined {
  const { status, nextAttemptAt, attemptsMade, byHandSince, isWished, now, rules } = question
  if (status !== 'new' && status !== 'retry') return refuse('state', `it is ${status}`)
  if (nextAttemptAt === null) return refuse('state', 'no attempt is planned')
  if (nextAttemptAt > now) return refuse('state', 'the next attempt is planned for later', { notBefore: nextAttemptAt })
  if (byHandSince && now > byHandSince + handCallPatienceMs)
    return refuse('state', 'the agent who dialled it was not free in time')
  if (attemptsMade >= rules.attemptsInTotal && !isWished)
    return refuse('attempts', 'all attempts are made', { settles: 'exhausted' })
  return undefined
}

function refusalOfCampaign({ campaign, status, isPromised, now }: DialQuestion): DialRefusal | undefined {
  if (!campaign) return isPromised ? undefined : refuse('campaign', 'no campaign dials it')
  if (campaign.status !== 'running' && campaign.status !== 'draining')
    return refuse('campaign', `its campaign is ${campaign.status}`)
  if (campaign.status === 'draining' && status === 'new' && !isPromised)
    return refuse('campaign', 'its campaign begins nothing new')
  const { startsAt, endsAt } = campaign
  if (startsAt !== null && now < startsAt)
    return refuse('campaign', 'its campaign has not begun', { notBefore: startsAt })
  if (endsAt !== null && now >= endsAt) return refuse('campaign', 'its campaign is over')
  return undefined
}

function refusalOfNumber(question: DialQuestion): DialRefusal | undefined {
  const { doNotCall, heldUntil, isWished, mode, now, timeZone, rules } = question
  if (question.isPaid)
    return refuse('paid-number', 'calls to the number cost more than the line', { settles: 'blocked' })
  if (doNotCall)
    return refuse('do-not-call', `the number is on the do-not-call list (${doNotCall})`, { settles: 'blocked' })
  if (question.isNumberUnderWay)
    return refuse('under-way', 'the number is being dialled', { notBefore: now + minuteMs })
  if (question.attemptsToNumber >= rules.attemptsToNumber && !isWished)
    return refuse('attempts', numberIsUsedUp(rules), { settles: 'exhausted' })
  if (heldUntil !== null && now < heldUntil && !reservesAgentFirst(mode)) {
    return refuse('hold', 'the number was abandoned: an agent has to be reserved first', { notBefore: heldUntil })
  }
  const local = { now, timeZone, hours: rules.hours }
  if (!everOpen(rules.hours)) return refuse('hours', 'its hours are never open')
  if (!lawfulNow(local)) return refuse('hours', `out of hours in ${timeZone}`, { notBefore: nextLawfulMoment(local) })
  if (question.attemptsOfDay >= rules.attemptsOfDay && !isWished) {
    return refuse('attempts', 'all attempts of the day to this number are made', { notBefore: nextLawfulDay(local) })
  }
  return undefined
}

/** One to one: the customer who answers cannot find nobody. */
export function reservesAgentFirst(mode: DialMode): boolean {
  return mode === 'progressive' || mode === 'preview'
}

type Refused = Partial<Pick<DialRefusal, 'notBefore' | 'settles'>>

function refuse(rule: DialRule, because: string, more: Refused = {}): DialRefusal {
  return { allowed: false, rule, because, notBefore: null, settles: null, ...more }
}

function reasons(question: DialQuestion): string[] {
  const { now, timeZone, attemptsMade, attemptsOfDay, attemptsToNumber, rules, campaign, heldUntil } = question
  const { fromMinute, untilMinute } = rules.hours
  const localClock = clockText(localTime(now, timeZone).minuteOfDay)
  return [
    `local time ${localClock} in ${timeZone} is within ${clockText(fromMinute)}–${clockText(untilMinute)}`,
    `attempt ${attemptsMade + 1} of ${rules.attemptsInTotal}`,
    `today ${attemptsOfDay + 1} of ${rules.attemptsOfDay}`,
    `to the number ${attemptsToNumber + 1} of ${rules.attemptsToNumber} in ${numberPeriodDays} days without a talk`,
    'on no do-not-call list',
    ...(question.isPromised ? ['promised to the customer'] : []),
    ...(question.isWished ? ['asked for by the customer: no limit of attempts stands against it'] : []),
    ...(campaign ? [`campaign ${campaign.status}`] : []),
    ...(heldUntil !== null && now < heldUntil ? ['held after an abandoned call: an agent is reserved first'] : []),
  ]
}
