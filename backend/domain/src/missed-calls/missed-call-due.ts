import type { EpochMs } from '../contract/index.ts'
import { lawfulNow, nextLawfulMoment, type CallingHours } from '../dialing/index.ts'

export type MissedCallRules = { timeZone: string; hours: CallingHours; withinMs: number }

/**
 * Until when somebody must have called back. Who called at night may only be called in the morning: the time begins, or
 * begins anew, with the first moment at which this is lawful.
 */
export function missedCallDueAt(missedAt: EpochMs, { timeZone, hours, withinMs }: MissedCallRules): EpochMs {
  const dueAt = nextLawfulMoment({ now: missedAt, timeZone, hours }) + withinMs
  if (lawfulNow({ now: dueAt - 1, timeZone, hours })) return dueAt
  return nextLawfulMoment({ now: dueAt, timeZone, hours }) + withinMs
}
