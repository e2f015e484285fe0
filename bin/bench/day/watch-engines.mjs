import { subscribe } from 'node:diagnostics_channel'
import { Redis } from 'ioredis'
import mysql from 'mysql2'

/** Commands that wait in Redis for something to come: who has sent one is not busy. */
const waiting = new Set(['blpop', 'brpop', 'brpoplpush', 'blmove', 'bzpopmin'])

/**
 * Counts what this process has asked of MariaDB, of Redis and over HTTP and has no answer to yet, so that the day's
 * clock can stand still meanwhile.
 * @param {{ realSetTimeout: typeof setTimeout }} clock
 */
export function watchEngines({ realSetTimeout }) {
  let pending = 0
  let overdue = 0
  let wake = () => {}
  const begin = () => void (pending += 1)
  const end = () => {
    pending -= 1
    if (pending === 0) wake()
  }
  watchRedis(begin, end)
  watchMariadb(begin, end)
  subscribe('undici:request:create', begin)
  subscribe('undici:request:trailers', end)
  subscribe('undici:request:error', end)

  const quiet = () =>
    new Promise((resolve) => {
      const late = realSetTimeout(() => {
        overdue += 1
        resolve(undefined)
      }, longestWaitMs)
      wake = () => {
        clearTimeout(late)
        resolve(undefined)
      }
    })

  return {
    /** How often an answer took so long that the day went on without it. */
    overdue: () => overdue,
    /** Resolves when nothing has been on its way for some turns of the event loop. */
    async settled() {
      for (let idle = 0; idle < idleTurns; idle += 1) {
        if (pending > 0) {
          await quiet()
          idle = 0
        }
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
}

const longestWaitMs = 5_000
/** What comes unasked (a message of Redis, a line on a socket) is read within a turn or two. */
const idleTurns = 4

/** @param {() => void} begin @param {() => void} end */
function watchRedis(begin, end) {
  const send = Redis.prototype.sendCommand
  Redis.prototype.sendCommand = function (command, stream) {
    const answer = send.call(this, command, stream)
    if (!isWaiting(/** @type {any} */ (command))) {
      begin()
      command.promise.then(end, end)
    }
    return answer
  }
}

/** @param {{ name: string, args: unknown[] }} command */
function isWaiting({ name, args }) {
  return waiting.has(name) || (name === 'xreadgroup' && args.includes('BLOCK'))
}

/** @param {() => void} begin @param {() => void} end */
function watchMariadb(begin, end) {
  const prototype = /** @type {any} */ (mysql).Connection.prototype
  const add = prototype.addCommand
  prototype.addCommand = function (/** @type {any} */ command) {
    begin()
    command.once('end', end)
    return add.call(this, command)
  }
}
