import type { Knex } from '@orderline/db'
import { readCampaign } from '@orderline/db'
import { retryRulesOf } from '@orderline/domain/campaign'
import type { CampaignView, DialMode, EpochMs } from '@orderline/domain/contract'
import { attemptsOfDay, customerTimeZone, mayDial, type DialDecision, type RetryRules } from '@orderline/domain/dialing'
import { isPaidNumber } from '@orderline/domain/phone'
import { findAttemptsOfNumber, findClientTimeZone, isNumberUnderWay } from './dialing-repository.ts'
import { findDoNotCall, findHold } from './number-rules-repository.ts'
import type { LockedSubject } from './subjects-repository.ts'

/** A local day begins at most one day before it is noticed here, and lasts at most 25 hours. */
const twoDaysMs = 48 * 3_600_000

export type DecideDial = {
  locked: LockedSubject
  /** The number that is to be dialled. */
  number: string
  /** `gentlest`: the most careful way in which it could be dialled at all. */
  mode: DialMode | 'gentlest'
  now: EpochMs
  /** An attempt that is written down already and does not count against itself. */
  ownAttemptId?: string
  /** Rules of the house. */
  rules: RetryRules
}

/** The rules under which a locked subject is dialled now, and the campaign that says them. */
export async function rulesOfSubject(
  trx: Knex.Transaction,
  { subject, campaignId }: Pick<LockedSubject, 'subject' | 'campaignId'>,
  house: RetryRules,
): Promise<{ campaign: CampaignView | null; rules: RetryRules }> {
  const row = campaignId === null ? undefined : await trx('campaigns').where({ id: campaignId }).first()
  const campaign = row ? readCampaign(row) : null
  return { campaign, rules: retryRulesOf(campaign, { house, subject: subject.kind }) }
}

/** Asks every rule there is about a subject that the caller has locked, with what the database knows now. */
export async function decideDial(trx: Knex.Transaction, question: DecideDial): Promise<DialDecision> {
  const { locked, number, mode, now } = question
  const { clientId, subject } = locked
  const clientZone = await findClientTimeZone(trx, clientId)
  if (clientZone === undefined) {
    return { allowed: false, because: 'the client is not active', notBefore: null, settles: null }
  }
  const { campaign, rules } = await rulesOfSubject(trx, locked, question.rules)
  const timeZone = customerTimeZone(number, clientZone)
  const ofNumber = await findAttemptsOfNumber(trx, { number, since: now - twoDaysMs, except: question.ownAttemptId })
  return mayDial({
    ...locked,
    campaign,
    rules,
    attemptsOfDay: attemptsOfDay(ofNumber, { now, timeZone }),
    isPaid: isPaidNumber(number),
    doNotCall: await findDoNotCall(trx, { number, clientId }),
    heldUntil: await findHold(trx, number),
    isNumberUnderWay: await isNumberUnderWay(trx, number, subject),
    mode: mode === 'gentlest' ? gentlestMode(campaign) : mode,
    now,
    timeZone,
  })
}

/** With an agent reserved first; only where there are none, without. */
function gentlestMode(campaign: CampaignView | null): DialMode {
  return campaign?.mode === 'agentless' ? 'agentless' : 'progressive'
}
