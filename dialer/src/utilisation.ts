import { z } from 'zod'
import type { EpochMs } from '@orderline/domain/contract'

const minuteMs = 60_000
const minutesKept = 15
/** A dialer that stood still does not know what agents did meanwhile. */
const longestStepMs = 5_000

const minuteSchema = z.strictObject({ minute: z.number(), busyMs: z.number().min(0), shiftMs: z.number().min(0) })
/** The time of each minute that is still counted. */
export type UtilisationWindow = z.infer<typeof minuteSchema>[]

/** Goes on with what was kept; what cannot be read is forgotten. */
export function resumeWindow(kept: unknown): UtilisationWindow {
  return z.array(minuteSchema).max(minutesKept).safeParse(kept).data ?? []
}

/** How much of their time on shift the agents of a campaign talked or wrote up, over the last quarter of an hour. */
export function createUtilisation(kept: UtilisationWindow = []) {
  let minutes = kept.map((bucket) => ({ ...bucket }))
  let lastAt: EpochMs | undefined
  return {
    /** To be told at each look: how many are at work, and how many of them talk or write up. */
    add({ busy, onShift, now }: { busy: number; onShift: number; now: EpochMs }): void {
      const stepMs = Math.min(longestStepMs, Math.max(0, now - (lastAt ?? now)))
      lastAt = now
      const minute = Math.floor(now / minuteMs)
      let bucket = minutes.at(-1)
      if (bucket?.minute !== minute) minutes.push((bucket = { minute, busyMs: 0, shiftMs: 0 }))
      bucket.busyMs += busy * stepMs
      bucket.shiftMs += onShift * stepMs
      minutes = minutes.filter((kept) => kept.minute > minute - minutesKept)
    },
    /** For the next dialer. */
    window: (): UtilisationWindow => minutes,
    /** 0 to 1; null when nobody was on shift. */
    share(): number | null {
      const sum = (pick: 'busyMs' | 'shiftMs') => minutes.reduce((total, bucket) => total + bucket[pick], 0)
      return sum('shiftMs') === 0 ? null : sum('busyMs') / sum('shiftMs')
    },
  }
}
