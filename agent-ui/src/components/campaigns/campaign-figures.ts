import type { CampaignProgress } from '@orderline/domain/contract'

/** Estimates are parts of people; one digit of them is enough. */
export function tenths(estimated: number): number {
  return Math.round(estimated * 10) / 10
}

/** Dials that a person answered, of today; null before the first dial. */
export function contactRate({ dials, contacts }: CampaignProgress): number | null {
  return dials === 0 ? null : contacts / dials
}

/** Parts of the whole list, which add up to one; all zero for an empty list. */
export function sharesOf({ left, inFlight, done }: CampaignProgress): Record<'done' | 'inFlight' | 'left', number> {
  const all = Math.max(1, left + inFlight + done)
  return { done: done / all, inFlight: inFlight / all, left: left / all }
}

export type Nearness = 'success' | 'warning' | 'error'

/** How near a rate is to its cap: from nine tenths on, somebody should look. */
export function nearnessTo(cap: number, rate: number): Nearness {
  if (rate > cap) return 'error'
  return rate >= 0.9 * cap ? 'warning' : 'success'
}
