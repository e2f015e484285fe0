import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/**
 * When a process started, in clock ticks since boot, or undefined when there is none. A number of a
 * process is used again by the kernel; together with its start it names one process for good.
 * @param {number} pid @returns {string | undefined}
 */
export function startTicks(pid) {
  let stat
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return undefined // The process is gone: that is the answer, not a failure.
  }
  // The second field is the program's name in brackets, which may itself hold spaces and brackets.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  // A zombie holds nothing any more, unless some of its threads still run: those hold its ports.
  const isGone = fields[0] === 'Z' && Number(fields[17]) <= 1
  return isGone ? undefined : fields[19]
}

/** @param {string} file @param {number} pid */
export function writePidFile(file, pid) {
  writeFileSync(file, `${pid} ${startTicks(pid) ?? ''}\n`)
}

/**
 * The living process that a pid file names, or undefined.
 * @param {string} file @returns {number | undefined}
 */
export function readPidFile(file) {
  let text
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return undefined // No file, no process.
  }
  const [pid, ticks] = text.trim().split(' ')
  if (!pid || !ticks || startTicks(Number(pid)) !== ticks) return undefined
  return Number(pid)
}

/** @param {string} file */
export function removePidFile(file) {
  rmSync(file, { force: true })
}

/**
 * Sends a signal to a process that may be gone already.
 * @param {number} pid @param {NodeJS.Signals} signal
 */
export function signalIfAlive(pid, signal) {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ESRCH') throw error
  }
}
