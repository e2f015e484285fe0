import type { AttemptOutcome, EpochMs } from '../contract/index.ts'
import { localTime } from './local-time.ts'
import { isCharged } from './retry-rules.ts'

type Attempt = { startedAt: EpochMs; outcome: AttemptOutcome | null }
type Day = { now: EpochMs; timeZone: string }

/** How many of these attempts count against the limit of the customer's present day; one under way does. */
export function attemptsOfDay(attempts: readonly Attempt[], { now, timeZone }: Day): number {
  const today = localTime(now, timeZone).day
  return attempts.filter(
    ({ startedAt, outcome }) =>
      localTime(startedAt, timeZone).day === today && (outcome === null || isCharged(outcome)),
  ).length
}
