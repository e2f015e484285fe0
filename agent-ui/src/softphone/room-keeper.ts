import { createRetrySchedule } from '../timing/retry-schedule.ts'

type Deps = {
  /** Calls the room. `ended` comes once, when the leg is over or could not be made; never from inside of `dial`. */
  dial: (events: { up: () => void; ended: () => void }) => { hangUp: () => void }
}

/**
 * Keeps the persistent leg up for as long as it is wanted and possible: dials when both become true, redials with
 * growing waits (0.5–8 s) when the leg is lost, also after the exchange was restarted.
 */
export function createRoomKeeper({ dial }: Deps) {
  const retry = createRetrySchedule(500, 8000)
  let isNeeded = false
  let leg: { hangUp: () => void } | undefined

  function look(): void {
    if (!isNeeded) {
      retry.cancel()
      leg?.hangUp()
      return
    }
    if (leg) return
    const mine: { hangUp: () => void } = (leg = dial({
      up: () => retry.reset(),
      ended: () => lose(mine),
    }))
  }

  function lose(which: { hangUp: () => void }): void {
    if (leg !== which) return
    leg = undefined
    if (isNeeded) retry.again(look)
  }

  return {
    /** `isWanted`: on shift with a microphone. Turning it off hangs up. */
    want(isWanted: boolean): void {
      if (isWanted === isNeeded) return
      isNeeded = isWanted
      retry.reset()
      look()
    },
    /** Does not wait for the next try: the way may be free again. */
    hurry(): void {
      if (!isNeeded || leg) return
      retry.cancel()
      look()
    },
    close(): void {
      isNeeded = false
      look()
    },
  }
}
