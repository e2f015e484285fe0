import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { startAsterisk } from './asterisk.mjs'
import { startMariadb } from './mariadb.mjs'
import { runDir } from './paths.mjs'
import { freePort } from './ports.mjs'
import { startRedis } from './redis.mjs'
import { ensureTree } from './tree.mjs'

/**
 * @typedef {object} RuntimeOptions
 * @property {string} name a word of your own, so that two runtimes never share a folder
 * @property {string} [dir] everything that the engines write; `.run/<name>`
 * @property {Partial<import('./asterisk.mjs').AsteriskOptions> | undefined} [asterisk] what the centre's Asterisk has differently
 * @property {Partial<import('./mariadb.mjs').MariadbOptions> | undefined} [mariadb]
 */

/**
 * The engines below Orderline, all of them private: MariaDB, Redis, Asterisk, and a second Asterisk
 * that plays the telephone network. When one does not start, none is left running.
 * @param {RuntimeOptions} options
 */
export async function startRuntime(options) {
  const engines = await startEngines(options, { mariadb: true, redis: true, asterisk: true })
  // All were asked for, so all are there.
  return /** @type {Runtime} */ (engines)
}

/** @typedef {Awaited<ReturnType<typeof startMariadb>>} Mariadb */
/** @typedef {Awaited<ReturnType<typeof startRedis>>} Redis */
/** @typedef {Awaited<ReturnType<typeof startAsterisk>>} Asterisk */
/** @typedef {Awaited<ReturnType<typeof startEngines>>} Engines some of them, where the others are somebody else's */
/** @typedef {Omit<Engines, 'mariadb' | 'redis' | 'asterisk' | 'carrier'> & { mariadb: Mariadb, redis: Redis, asterisk: Asterisk, carrier: Asterisk }} Runtime */

/**
 * The engines that are wanted; the carrier comes with Asterisk.
 * @param {RuntimeOptions} options
 * @param {{ mariadb: boolean, redis: boolean, asterisk: boolean }} wanted
 */
export async function startEngines(
  { name, dir = join(runDir, name), asterisk: asteriskOptions = {}, mariadb: mariadbOptions },
  wanted,
) {
  await ensureTree()
  const logDir = join(dir, 'log')
  mkdirSync(logDir, { recursive: true })
  const sipPort = await freePort()
  const carrierSipPort = await freePort()
  const at = (/** @type {string} */ part) => ({ dir: join(dir, part), logDir })
  const centre = { role: /** @type {const} */ ('centre'), sipPort, peer: { port: carrierSipPort }, ...asteriskOptions }
  const network = { role: /** @type {const} */ ('carrier'), sipPort: carrierSipPort, peer: { port: sipPort } }
  const [mariadb, redis, asterisk, carrier] = await allOrNone(
    /** @type {const} */ ([
      wanted.mariadb ? startMariadb({ ...at('mariadb'), ...mariadbOptions }) : undefined,
      wanted.redis ? startRedis(at('redis')) : undefined,
      wanted.asterisk ? startAsterisk({ ...at('asterisk'), ...centre }) : undefined,
      wanted.asterisk ? startAsterisk({ ...at('carrier'), ...network }) : undefined,
    ]),
  )
  return {
    dir,
    logDir,
    mariadb,
    redis,
    asterisk,
    carrier,
    /** Ends all of it; what keeps data last. @returns {Promise<void>} */
    async stop() {
      await Promise.all([asterisk?.stop(), carrier?.stop()])
      await Promise.all([redis?.stop(), mariadb?.stop()])
    },
  }
}

/**
 * When one does not start, the others are stopped before the failure is told.
 * @template {readonly (Promise<{ stop(): Promise<void> }> | undefined)[]} T
 * @param {T} starting
 */
async function allOrNone(starting) {
  const results = await Promise.allSettled(starting)
  if (results.some((result) => result.status === 'rejected')) {
    await Promise.all(results.map((result) => (result.status === 'fulfilled' ? result.value?.stop() : undefined)))
  }
  // All are settled: this throws the first failure, or gives what started.
  return Promise.all(starting)
}
