import type { Knex } from '@orderline/db'
import { readCampaign } from '@orderline/db'
import { retryRulesOf } from '@orderline/domain/campaign'
import type { CallbackOutlook, CampaignView, DialMode, EpochMs } from '@orderline/domain/contract'
import {
  attemptsOfDay,
  attemptsToNumber,
  customerTimeZone,
  isWishedCall,
  mayDial,
  numberPeriodMs,
  type DialDecision,
  type DialQuestion,
  type RetryRules,
} from '@orderline/domain/dialing'
import { isPaidNumber } from '@orderline/domain/phone'
import { findClientTimeZone, findNumberHistory, isNumberUnderWay } from './dialing-repository.ts'
import { findDoNotCall, findHold } from './number-rules-repository.ts'
import type { LockedSubject } from './subjects-repository.ts'

/** What of an order or record its rules are asked about. */
export type AskedSubject = Pick<
  LockedSubject,
  | 'subject'
  | 'campaignId'
  | 'clientId'
  | 'status'
  | 'nextAttemptAt'
  | 'attemptsMade'
  | 'isPromised'
  | 'promised'
  | 'byHandSince'
>

export type DecideDial = {
  locked: AskedSubject
  /** The number that is to be dialled. */
  number: string
  /** `gentlest`: the most careful way in which it could be dialled at all. */
  mode: DialMode | 'gentlest'
  now: EpochMs
  /** An attempt that is written down already and does not count against itself. */
  ownAttemptId?: string
  /** Its customer is on the line with us, whoever called whom: the database knows of our own dials only. */
  isOnTheLine?: boolean
  /** Rules of the house. */
  rules: RetryRules
}

/** The rules under which a locked subject is dialled now, and the campaign that says them. */
export async function rulesOfSubject(
  trx: Knex,
  { subject, campaignId }: Pick<LockedSubject, 'subject' | 'campaignId'>,
  house: RetryRules,
): Promise<{ campaign: CampaignView | null; rules: RetryRules }> {
  const row = campaignId === null ? undefined : await trx('campaigns').where({ id: campaignId }).first()
  const campaign = row ? readCampaign(row) : null
  return { campaign, rules: retryRulesOf(campaign, { house, subject: subject.kind }) }
}

/** Asks every rule there is about a subject that the caller has locked, with what the database knows now. */
export async function decideDial(trx: Knex.Transaction, question: DecideDial): Promise<DialDecision> {
  const asked = await askOf(trx, question)
  if (asked) return mayDial(asked)
  return { allowed: false, rule: 'client', because: 'the client is not active', notBefore: null, settles: null }
}

/** What stands against a call that is promised for a moment to come, by what is known now. Nothing has to be locked. */
export async function foreseeDial(db: Knex, foreseen: Omit<DecideDial, 'mode'>): Promise<CallbackOutlook> {
  const asked = await askOf(db, { ...foreseen, mode: 'progressive' })
  if (!asked) return { problem: { rule: 'client', from: null } }
  // The very talk in which it is promised will be over.
  const decision = mayDial({ ...asked, isNumberUnderWay: false })
  if (decision.allowed) return { problem: null }
  return { problem: { rule: decision.rule, from: decision.notBefore } }
}

/** Undefined when the client is not active. */
async function askOf(trx: Knex, question: DecideDial): Promise<DialQuestion | undefined> {
  const { locked, number, mode, now } = question
  const { clientId, subject } = locked
  const clientZone = await findClientTimeZone(trx, clientId)
  if (clientZone === undefined) return undefined
  const { campaign, rules } = await rulesOfSubject(trx, locked, question.rules)
  const timeZone = customerTimeZone(number, clientZone)
  const since = now - numberPeriodMs
  // Before all that an attempt leaves at its end: one that ends between two questions is seen by the first or the others.
  const isUnderWay = question.isOnTheLine === true || (await isNumberUnderWay(trx, number, subject))
  const history = await findNumberHistory(trx, { number, since, except: question.ownAttemptId })
  return {
    ...locked,
    campaign,
    rules,
    attemptsOfDay: attemptsOfDay(history.dials, { now, timeZone }),
    attemptsToNumber: attemptsToNumber(history, now),
    isWished: isWishedCall(locked.promised, history),
    isPaid: isPaidNumber(number),
    doNotCall: await findDoNotCall(trx, { number, clientId }),
    heldUntil: await findHold(trx, number),
    isNumberUnderWay: isUnderWay,
    mode: mode === 'gentlest' ? gentlestMode(campaign) : mode,
    now,
    timeZone,
  }
}

/** With an agent reserved first; only where there are none, without. */
function gentlestMode(campaign: CampaignView | null): DialMode {
  return campaign?.mode === 'agentless' ? 'agentless' : 'progressive'
}
