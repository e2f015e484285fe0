export type ReceiverLanesOptions = {
  /** Requests that one receiver may have under way. */
  most: number
  /** The same after a failure, until it takes something again: whoever is down is asked, not besieged. */
  mostAfterFailure: number
}

/** Keeps a slow receiver from holding up the others: each has so many lanes and no more. */
export function createReceiverLanes({ most, mostAfterFailure }: ReceiverLanesOptions) {
  const underWay = new Map<string, number>()
  const failing = new Set<string>()
  const turnedAway = new Set<string>()

  return {
    /** False: all lanes are taken; it is remembered that somebody was turned away. */
    enter(receiver: string): boolean {
      const count = underWay.get(receiver) ?? 0
      if (count >= (failing.has(receiver) ? mostAfterFailure : most)) {
        turnedAway.add(receiver)
        return false
      }
      underWay.set(receiver, count + 1)
      return true
    },
    leave(receiver: string, hasFailed: boolean): void {
      const left = (underWay.get(receiver) ?? 1) - 1
      if (left > 0) underWay.set(receiver, left)
      else underWay.delete(receiver)
      if (hasFailed) failing.add(receiver)
      else failing.delete(receiver)
    },
    /** More waits for this receiver than there are lanes. */
    remember: (receiver: string): void => void turnedAway.add(receiver),
    /** Whether somebody was turned away since this was last asked. */
    takeTurnedAway: (receiver: string): boolean => turnedAway.delete(receiver),
  }
}
