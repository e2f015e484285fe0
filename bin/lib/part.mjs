import { spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { readPidFile, removePidFile, signalIfAlive, writePidFile } from './process-identity.mjs'
import { lastLines } from './run-command.mjs'
import { waitUntil } from './wait-until.mjs'

/**
 * @typedef {object} PartOptions
 * @property {string} name shown to people
 * @property {string} dir holds the pid file
 * @property {string} command @property {string[]} args
 * @property {NodeJS.ProcessEnv} [env] @property {string} [cwd]
 * @property {string} logFile gets both output streams
 * @property {() => Promise<boolean>} isReady asked until it is true
 * @property {() => Promise<void>} [beforeStart] runs before each start
 * @property {number} [startTimeout] ms @property {number} [stopTimeout] ms until SIGKILL
 */

const longestLog = 10 * 1024 * 1024

/** Parts that run now: none of them may outlive this process. @type {Set<{ pid: number | undefined }>} */
const running = new Set()
process.on('exit', () => {
  for (const { pid } of running) if (pid !== undefined) signalIfAlive(pid, 'SIGKILL')
})

/**
 * One process that we start, watch and stop. It has a session of its own, so that Ctrl-C in the
 * terminal reaches the launcher only and the parts end in order.
 * @param {PartOptions} options
 */
export function createPart(options) {
  const { name, dir, logFile, stopTimeout = 10_000 } = options
  const pidFile = join(dir, 'pid')
  const current = { pid: /** @type {number | undefined} */ (undefined) }
  /** @type {Promise<Exit>} */
  let exited = Promise.resolve({ code: 0, signal: null })
  /** @type {((exit: Exit) => void) | undefined} */
  let crashed
  let expected = false

  const part = {
    name,
    logFile,
    /** @returns {number | undefined} while it runs */
    get pid() {
      return current.pid
    },
    /** Settles when the process that runs now has ended. @returns {Promise<Exit>} */
    get exited() {
      return exited
    },
    /** Called when the process ends without our asking. @param {(exit: Exit) => void} listener */
    onCrash(listener) {
      crashed = listener
    },

    /** Resolves when the part answers. @returns {Promise<void>} */
    async start() {
      if (current.pid !== undefined) return
      await endLeftover(pidFile)
      await options.beforeStart?.()
      putAsideLongLog(logFile)
      const logStart = logSize(logFile)
      const child = launch(options)
      if (child.pid === undefined) throw cannotRun(name, options.command)
      current.pid = child.pid
      running.add(current)
      expected = false
      writePidFile(pidFile, child.pid)
      exited = new Promise((resolve) => {
        child.once('exit', (code, signal) => {
          current.pid = undefined
          running.delete(current)
          removePidFile(pidFile)
          if (!expected) crashed?.({ code, signal })
          resolve({ code, signal })
        })
      })
      await becomeReady(options, () => current.pid !== undefined, logStart).catch(async (error) => {
        await part.stop()
        throw error
      })
    },

    /** Asks it to end, and after `stopTimeout` makes it. @returns {Promise<void>} */
    async stop() {
      if (current.pid === undefined) return
      expected = true
      signalIfAlive(current.pid, 'SIGTERM')
      const timer = setTimeout(() => part.kill('SIGKILL'), stopTimeout)
      await exited
      clearTimeout(timer)
    },

    /** Sends a signal; an end that follows is no crash. @param {NodeJS.Signals} [signal] */
    kill(signal = 'SIGKILL') {
      expected = true
      if (current.pid !== undefined) signalIfAlive(current.pid, signal)
    },

    /** Ends it in order and starts it again on the same ports. @returns {Promise<void>} */
    async restart() {
      await part.stop()
      await part.start()
    },

    /** @param {number} [lines] @returns {string} the end of its log */
    logTail(lines = 20) {
      return lastLines(readFileSync(logFile, 'utf8'), lines)
    },
  }
  return part
}

/** @typedef {{ code: number | null, signal: NodeJS.Signals | null }} Exit */
/** @typedef {ReturnType<typeof createPart>} Part */

/** @param {PartOptions} options */
function launch({ dir, command, args, env, cwd, logFile }) {
  mkdirSync(dir, { recursive: true })
  mkdirSync(dirname(logFile), { recursive: true })
  const log = openSync(logFile, 'a')
  const child = spawn(command, args, { env, cwd: cwd ?? dir, detached: true, stdio: ['ignore', log, log] })
  child.on('error', () => {}) // No such program: `pid` stays undefined and the caller says so.
  closeSync(log)
  return child
}

/** @param {PartOptions} options @param {() => boolean} isAlive @param {number} logStart */
async function becomeReady({ name, logFile, isReady, startTimeout = 30_000 }, isAlive, logStart) {
  const settled = async () => !isAlive() || (await isReady())
  const inTime = await waitUntil(settled, { timeout: startTimeout })
  if (inTime && isAlive()) return
  const log = lastLines(readFileSync(logFile, 'utf8').slice(logStart))
  const what = inTime ? 'ended while it was starting' : `did not answer within ${startTimeout / 1000} s`
  throw new LaunchError(`${name} ${what}. Its log is ${logFile}.`, { log })
}

/**
 * Ends what an earlier start left running, known by pid file.
 * @param {string} pidFile @returns {Promise<void>}
 */
export async function endLeftover(pidFile) {
  const pid = readPidFile(pidFile)
  if (pid === undefined) return
  signalIfAlive(pid, 'SIGTERM')
  const gone = await waitUntil(() => readPidFile(pidFile) === undefined, { timeout: 10_000 })
  if (!gone) signalIfAlive(pid, 'SIGKILL')
  await waitUntil(() => readPidFile(pidFile) === undefined, { timeout: 5_000 })
}

/** @param {string} logFile */
function logSize(logFile) {
  return statSync(logFile, { throwIfNoEntry: false })?.size ?? 0
}

/** A demo that is started each day for a year should not fill the disk: the log before this one is kept, no more. @param {string} logFile */
function putAsideLongLog(logFile) {
  if (logSize(logFile) > longestLog) renameSync(logFile, `${logFile}.1`)
}

/** @param {string} name @param {string} command */
function cannotRun(name, command) {
  return new LaunchError(
    `${name} cannot be run: ${command} does not start. Remove .run/tree and run the command again.`,
  )
}
