import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startEngines } from '../../lib/runtime.mjs'
import { describeMachine } from '../usage.mjs'
import { audit } from './audit.mjs'
import { figuresOf } from './figures.mjs'
import { groupBy } from './group-by.mjs'
import { loadOrderline } from './load-orderline.mjs'
import { hourMs, hours, midnight } from './hours.mjs'
import { playDay } from './play-day.mjs'
import { readEvidence } from './read-evidence.mjs'

/** The clock stands still while a commit is written, so a disk would only make the day longer. */
const memory = '/dev/shm'

/**
 * Starts MariaDB and Redis, plays the day, and judges it.
 * @param {{ dir: string, orders: number, agents: number, seed: number, tell: (text: string) => void }} options
 */
export async function runDay({ dir, orders, agents, seed, tell }) {
  const startedAt = performance.now()
  const data = existsSync(memory) ? mkdtempSync(join(memory, 'orderline-day-')) : join(dir, 'data')
  const engines = await startEngines({ name: 'bench-day', dir: data }, { mariadb: true, redis: true, asterisk: false })
  // Behind the engines' own handler: a signal ends them first, then their files go out of memory.
  process.on('exit', () => rmSync(data, { recursive: true, force: true }))
  const { mariadb, redis } = engines
  if (!mariadb || !redis) throw new Error('The benchmark needs engines of its own.')
  try {
    const orderline = await loadOrderline(dir)
    const urls = { DATABASE_URL: mariadb.url, REDIS_URL: redis.url }
    const day = await playDay({ orderline, engines: urls, dir, orders, agents, seed, tell })
    const evidence = await readEvidence(mariadb.url)
    const { sent, dials, taken, forbidden } = day
    const takenAt = new Map(taken.toReversed().map(({ order, at }) => [order, at]))
    const span = { opensAt: midnight + hours.open * hourMs, closesAt: midnight + hours.close * hourMs }
    return {
      machine: describeMachine(),
      seed,
      agents,
      rows: figuresOf({ orders: day.orders, takenAt, ...span }),
      dials: dials.length,
      states: countBy(evidence.orders, ({ status }) => status),
      outcomes: countBy(evidence.attempts, ({ outcome }) => outcome ?? 'open'),
      utilisation: day.utilisation,
      messages: day.told,
      problems: day.problems,
      overdue: day.overdue,
      violations: audit({ ...evidence, sent, dials, taken, forbidden }),
      minutes: (performance.now() - startedAt) / 60_000,
    }
  } finally {
    await engines.stop()
  }
}

/** @param {any[]} items @param {(item: any) => string} keyOf @returns {Record<string, number>} */
function countBy(items, keyOf) {
  return Object.fromEntries([...groupBy(items, keyOf)].map(([key, { length }]) => [key, length]))
}
