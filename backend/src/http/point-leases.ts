import { systemClock, type Clock } from '@orderline/runtime/clock'

/** How many points were left to take, at most those asked for, and when counting begins anew (epoch ms). */
export type Grant = { points: number; endsAt: number }

export type PointLeasesOptions = {
  /** Takes points of a subject from what all backends share. */
  take: (subject: string, points: number) => Promise<Grant>
  pointsAtOnce: number
  now?: Clock
}

/** `isLast`: fewer came than were asked for, so there are no more before `endsAt`. */
type Lease = { left: number; endsAt: number; isLast: boolean }

const mostSubjects = 10_000

/**
 * Takes points of a shared count a few at a time and spends them from memory, so that most requests ask nobody. The
 * count is never exceeded, however many backends share it; what a backend has taken and not spent is lost to the
 * others until counting begins anew: at most {@link PointLeasesOptions.pointsAtOnce} for each of them.
 */
export function createPointLeases({ take, pointsAtOnce, now = systemClock }: PointLeasesOptions) {
  const leases = new Map<string, Lease>()
  const underway = new Map<string, Promise<void>>()

  const current = (subject: string): Lease | undefined => {
    const lease = leases.get(subject)
    return lease && now() < lease.endsAt ? lease : undefined
  }

  async function renew(subject: string): Promise<void> {
    const { points, endsAt } = await take(subject, pointsAtOnce)
    if (leases.size >= mostSubjects) forgetOld()
    leases.set(subject, { left: points, endsAt, isLast: points < pointsAtOnce })
  }

  /** Requests that come at the same moment share one question. */
  function renewOnce(subject: string): Promise<void> {
    const running = underway.get(subject) ?? renew(subject).finally(() => underway.delete(subject))
    underway.set(subject, running)
    return running
  }

  /** Strangers choose subjects, so memory has a bound: a lease that is forgotten costs its points and no more. */
  function forgetOld(): void {
    for (const subject of leases.keys()) if (!current(subject)) leases.delete(subject)
    if (leases.size >= mostSubjects) leases.clear()
  }

  return {
    /** Spends one point. Answers the milliseconds to wait when there is none, else 0. */
    async spend(subject: string): Promise<number> {
      for (;;) {
        const lease = current(subject)
        if (lease && lease.left > 0) {
          lease.left -= 1
          return 0
        }
        if (lease?.isLast) return lease.endsAt - now()
        await renewOnce(subject)
      }
    },
  }
}
