/**
 * @typedef {object} Timer
 * @property {number} at when it is due @property {number} order of its making, for those due at one moment
 * @property {number | null} everyMs null: once @property {() => void} run
 */

/**
 * Puts a clock that only `step` moves in the place of the process's own: `Date.now`, `performance.now`, `setTimeout`
 * and `setInterval`. A timer without a delay is left to the event loop. `new Date()` stays real; nobody asks it here.
 * @param {number} startAt epoch ms
 */
export function installClock(startAt) {
  const real = {
    setTimeout,
    setInterval,
    clearTimeout,
    clearInterval,
    dateNow: Date.now,
    performanceNow: performance.now,
  }
  const timers = new Map()
  let now = startAt
  let made = 0

  /** @param {number | null} everyMs @param {(...args: any[]) => void} run @param {number} delayMs @param {any[]} args */
  const add = (everyMs, run, delayMs, args) => {
    const handle = createHandle()
    const timer = { at: now + delayMs, order: made++, everyMs, run: () => run(...args), delayMs }
    timers.set(handle, timer)
    return handle
  }
  const createHandle = () => {
    const handle = {
      unref: () => handle,
      ref: () => handle,
      hasRef: () => true,
      refresh() {
        const timer = timers.get(handle)
        if (timer) timer.at = now + timer.delayMs
        return handle
      },
      close: () => (timers.delete(handle), handle),
    }
    return handle
  }
  const clear = (/** @type {any} */ handle) => {
    if (!timers.delete(handle)) real.clearTimeout(handle)
  }

  Object.assign(globalThis, {
    setTimeout: (/** @type {any} */ run, delayMs = 0, ...args) =>
      delayMs >= 1 ? add(null, run, delayMs, args) : real.setTimeout(run, 0, ...args),
    setInterval: (/** @type {any} */ run, delayMs = 0, ...args) =>
      add(Math.max(1, delayMs), run, Math.max(1, delayMs), args),
    clearTimeout: clear,
    clearInterval: clear,
  })
  Date.now = () => now
  performance.now = () => now - startAt

  return {
    /** Milliseconds of the machine's own clock. */
    realNow: () => real.performanceNow.call(performance),
    realSetTimeout: real.setTimeout,
    /** Moves the clock and runs what has become due, the earliest first. @param {number} ms */
    step(ms) {
      now += ms
      const due = [...timers].filter(([, { at }]) => at <= now).sort(([, a], [, b]) => a.at - b.at || a.order - b.order)
      for (const [handle, timer] of due) {
        if (!timers.has(handle)) continue // Cleared by one before it.
        if (timer.everyMs === null) timers.delete(handle)
        else timer.at = now + timer.everyMs
        timer.run()
      }
    },
    restore() {
      const { dateNow, performanceNow, ...functions } = real
      Object.assign(globalThis, functions)
      Date.now = dateNow
      performance.now = performanceNow
    },
  }
}
