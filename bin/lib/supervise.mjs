import { lastLines } from './run-command.mjs'

/**
 * @typedef {Pick<import('./part.mjs').Part, 'name' | 'logFile' | 'logTail' | 'onCrash' | 'start'>} Supervised
 */

/**
 * Tells of each part that ends by itself and starts it again, as a service manager would: calls go on
 * in Asterisk while a new backend comes up. A part that keeps falling is given up.
 * @param {Supervised[]} parts
 * @param {object} options
 * @param {(message: string) => void} options.report
 * @param {(reason: string) => void} options.giveUp called once
 * @param {() => number} [options.now] ms @param {number} [options.limit] falls of one part within `within` ms
 * @param {number} [options.within]
 */
export function supervise(parts, { report, giveUp, now = Date.now, limit = 4, within = 60_000 }) {
  let over = false
  for (const part of parts) {
    /** @type {number[]} */
    let falls = []
    part.onCrash(async ({ code, signal }) => {
      if (over) return
      falls = [...falls, now()].filter((at) => at > now() - within)
      report(
        `${part.name} ended by itself (${signal ?? `exit code ${code}`}). The end of its log, ${part.logFile}:\n${lastLines(part.logTail(), 20)}`,
      )
      try {
        if (falls.length >= limit) throw new Error(`it fell ${falls.length} times within ${within / 1000} s`)
        await part.start()
        report(`${part.name} runs again.`)
      } catch (error) {
        over = true
        giveUp(`${part.name} could not be kept running: ${/** @type {Error} */ (error).message}`)
      }
    })
  }
  return {
    /** From here on an end is nobody's business. */
    close() {
      over = true
    },
  }
}
