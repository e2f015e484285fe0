import { attemptOutcomes, type AttemptOutcome, type CampaignInput } from '../contract/index.ts'
import { isCharged, rulesOfRecords, type CallingHours, type RetryRule, type RetryRules } from '../dialing/index.ts'

const longestFreeWait = 15

export type CampaignRules = Pick<CampaignInput, 'hours' | 'retry'>

/**
 * The rules by which a subject is dialled: the house's, with what the campaign says laid over them. Hours only ever
 * become narrower: no campaign calls outside the lawful ones.
 */
export function retryRulesOf(
  campaign: CampaignRules | null,
  { house, subject }: { house: RetryRules; subject: 'order' | 'record' },
): RetryRules {
  const base = subject === 'record' ? rulesOfRecords(house) : house
  if (!campaign) return base
  const { attemptsInTotal, attemptsOfDay, attemptsToNumber, ofOutcome } = campaign.retry
  return {
    hours: narrowerHours(campaign.hours, house.hours),
    attemptsInTotal,
    attemptsOfDay,
    attemptsToNumber,
    ofOutcome: { ...base.ofOutcome, ...mapRules(ofOutcome) },
  }
}

/** Campaign hours within the lawful ones; they may be empty, and then nobody is called. */
export function narrowerHours(campaign: CampaignRules['hours'], lawful: CallingHours): CallingHours {
  return {
    fromMinute: Math.max(minuteOf(campaign.from), lawful.fromMinute),
    untilMinute: Math.min(minuteOf(campaign.until), lawful.untilMinute),
    weekdays: campaign.weekdays,
    holidays: campaign.holidays,
  }
}

/** `18:30` as minutes of the day. */
export function minuteOf(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return hour * 60 + minute
}

/** What is not charged to the customer never ends the dialling either, whatever a campaign says of it. */
function mapRules(ofOutcome: CampaignRules['retry']['ofOutcome']): Partial<RetryRules['ofOutcome']> {
  const mapped: Partial<RetryRules['ofOutcome']> = {}
  for (const outcome of attemptOutcomes) {
    const rule = ofOutcome[outcome]
    if (rule) mapped[outcome] = isCharged(outcome) ? chargedRule(outcome, rule) : freeRule(rule)
  }
  return mapped
}

type CampaignRule = NonNullable<CampaignRules['retry']['ofOutcome'][AttemptOutcome]>

function chargedRule(outcome: AttemptOutcome, rule: CampaignRule): RetryRule {
  if (rule.kind === 'stop') return { kind: 'stop', because: `the campaign stops at ${outcome}` }
  return { ...rule, otherwise: 'stop' }
}

function freeRule(rule: CampaignRule): RetryRule {
  const afterMinutes = rule.kind === 'retry' ? rule.afterMinutes : longestFreeWait
  return { kind: 'free', afterMinutes, longestMinutes: Math.max(afterMinutes, longestFreeWait) }
}
