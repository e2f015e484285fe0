export const hourMs = 3_600_000
export const minuteMs = 60_000

/** A Wednesday; Kyiv is two hours before UTC. */
export const midnight = Date.parse('2026-11-18T00:00:00+02:00')
export const hours = { begin: 5.5, login: 8.9, open: 9, forbid: 13, close: 20, quiet: 20.5, end: 22.1 }

/** Milliseconds from now, at least one. @param {number} hour of the day */
export function fromNow(hour) {
  return Math.max(1, midnight + hour * hourMs - Date.now())
}

/** @param {number} hour of the day */
export function until(hour) {
  return new Promise((resolve) => setTimeout(resolve, fromNow(hour)))
}
