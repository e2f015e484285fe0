import type { DialRecordView } from '@orderline/domain/contract'

export type Due = 'over' | 'soon' | 'later'

const quarterHour = 15 * 60_000

/** How near a promised moment is: passed, within a quarter of an hour, or later. */
export function dueOf(at: number, now: number): Due {
  if (at <= now) return 'over'
  return at - now <= quarterHour ? 'soon' : 'later'
}

/** When a callback was promised for: its callback's moment, or the next attempt after one that failed. */
export function promisedAt({ callback, nextAttemptAt, createdAt }: DialRecordView): number {
  return nextAttemptAt ?? callback?.at ?? createdAt
}
