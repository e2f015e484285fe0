const seconds = 1_000
const minutes = 60 * seconds
const hours = 60 * minutes

const firstWaits = [5 * seconds, 30 * seconds, 2 * minutes, 10 * minutes, 30 * minutes, 1 * hours, 3 * hours, 6 * hours]
const laterWait = 12 * hours
const giveUpAfter = 72 * hours
/** However long a receiver asks us to wait, it hears from us again within this. */
const longestAskedWait = 1 * hours

export type FailedAttempt = {
  /** Attempts made so far, this one included. */
  attempts: number
  createdAt: number
  now: number
  /** What the receiver asked for by Retry-After. */
  askedWait?: number | undefined
}

/** When to try again; undefined: three days are over, it is given up. */
export function planRetry({ attempts, createdAt, now, askedWait = 0 }: FailedAttempt): number | undefined {
  const wait = firstWaits[attempts - 1] ?? laterWait
  const at = now + Math.max(wait, Math.min(askedWait, longestAskedWait))
  return at - createdAt > giveUpAfter ? undefined : at
}
