import type { AttemptOutcome, CampaignInput } from '@orderline/domain/contract'

type RetryRule = NonNullable<CampaignInput['retry']['ofOutcome'][AttemptOutcome]>
/** What a campaign says of one outcome: nothing (the house's rule holds), dial again, or never again. */
export type RetryChoice = 'house' | RetryRule['kind']

/** In the order in which people ask about them. */
export const retriedOutcomes: AttemptOutcome[] = [
  'busy',
  'no-answer',
  'machine',
  'rejected',
  'answered',
  'abandoned',
  'skipped',
  'cancelled',
  'congestion',
  'system-failure',
  'unallocated',
]

export function choiceOf(rules: CampaignInput['retry']['ofOutcome'], outcome: AttemptOutcome): RetryChoice {
  return rules[outcome]?.kind ?? 'house'
}

/** The rules with another choice for one outcome; a new retry begins from plausible figures. */
export function withChoice(
  rules: CampaignInput['retry']['ofOutcome'],
  outcome: AttemptOutcome,
  choice: RetryChoice,
): CampaignInput['retry']['ofOutcome'] {
  const { [outcome]: _before, ...rest } = rules
  if (choice === 'house') return rest
  return { ...rest, [outcome]: choice === 'stop' ? { kind: 'stop' } : { ...newRetry } }
}

const newRetry: RetryRule = { kind: 'retry', afterMinutes: 60, times: 3, otherHour: false }
