import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startAsterisk } from './asterisk.mjs'
import { startMariadb } from './mariadb.mjs'
import { runDir } from './paths.mjs'
import { freePort } from './ports.mjs'
import { startRedis } from './redis.mjs'
import { ensureTree } from './tree.mjs'

/**
 * The engines below Orderline, all of them private: MariaDB, Redis, Asterisk, and a second Asterisk
 * that plays the telephone network. `dir` holds everything that they write.
 * @param {{ name: string, dir?: string, asterisk?: Partial<import('./asterisk.mjs').AsteriskOptions> }} options
 *   `name` is a word of your own, so that two runtimes never share a folder
 */
export async function startRuntime({ name, dir = join(runDir, name), asterisk: asteriskOptions = {} }) {
  await ensureTree()
  const logDir = join(dir, 'log')
  mkdirSync(logDir, { recursive: true })
  const [centrePort, carrierPort] = [await freePort(), await freePort()]
  const starting = [
    startMariadb({ dir: join(dir, 'mariadb'), logDir }),
    startRedis({ dir: join(dir, 'redis'), logDir }),
    startAsterisk({ role: 'centre', dir: join(dir, 'asterisk'), logDir, sipPort: centrePort, peer: { port: carrierPort }, ...asteriskOptions }),
    startAsterisk({ role: 'carrier', dir: join(dir, 'carrier'), logDir, sipPort: carrierPort, peer: { port: centrePort } }),
  ]
  const [mariadb, redis, asterisk, carrier] = /** @type {[Mariadb, Redis, Asterisk, Asterisk]} */ (await allOrNone(starting))
  return {
    dir, logDir, mariadb, redis, asterisk, carrier,
    /** Ends all of it; the database last. @returns {Promise<void>} */
    async stop() {
      await Promise.all([asterisk.stop(), carrier.stop()])
      await Promise.all([redis.stop(), mariadb.stop()])
    },
  }
}

/** @typedef {Awaited<ReturnType<typeof startMariadb>>} Mariadb */
/** @typedef {Awaited<ReturnType<typeof startRedis>>} Redis */
/** @typedef {Awaited<ReturnType<typeof startAsterisk>>} Asterisk */
/** @typedef {Awaited<ReturnType<typeof startRuntime>>} Runtime */

/**
 * When one does not start, the others are stopped before the failure is told.
 * @template {{ stop(): Promise<void> }} T
 * @param {Promise<T>[]} starting @returns {Promise<T[]>}
 */
async function allOrNone(starting) {
  const results = await Promise.allSettled(starting)
  const failure = results.find((result) => result.status === 'rejected')
  const started = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  if (!failure) return started
  await Promise.all(started.map((part) => part.stop()))
  throw failure.reason
}
