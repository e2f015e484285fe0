import { forgetLimits } from './forget-limits.mjs'
import { hourMs, hours, midnight, until } from './hours.mjs'
import { createNetwork } from './network.mjs'
import { bringToWork, forbidNumbers, planOrders } from './plan-day.mjs'
import { startReceivers } from './receivers.mjs'
import { setUpDay } from './set-up.mjs'
import { admin, startOrderline } from './start-orderline.mjs'
import { installClock } from './stepped-clock.mjs'
import { drawTown } from './town.mjs'
import { watchEngines } from './watch-engines.mjs'

/** How far the clock moves at once: with agents at work or calls, and while there are none. */
const stepMs = { work: 1_000, night: 2_000 }
/** Of the orders' numbers. */
const forbiddenShare = 0.01

/**
 * @typedef {object} DayOptions
 * @property {any} orderline @property {{ DATABASE_URL: string, REDIS_URL: string }} engines @property {string} dir
 * @property {number} orders @property {number} agents @property {number} seed @property {(text: string) => void} tell
 */

/** Plays the day from before dawn to night; answers what everybody outside saw. @param {DayOptions} options */
export async function playDay({ orderline, engines, dir, orders, agents, seed, tell }) {
  const clock = installClock(midnight + hours.begin * hourMs)
  const watch = watchEngines(clock)
  // Standard output belongs to the result.
  const log = orderline.createLogger({ name: 'day', level: 'error', destination: process.stderr })
  const shutdown = orderline.createShutdown({ log })
  const town = drawTown({ seed, orders, midnight, forbidden: Math.ceil(orders * forbiddenShare) })
  const network = createNetwork({ createFakeTelephony: orderline.createFakeTelephony, fate: town.fate })
  const receivers = await startReceivers()
  const stopForgetting = forgetLimits(engines.REDIS_URL)
  /** @type {string[]} */
  const problems = []
  const onProblem = (/** @type {string} */ problem) => void problems.push(problem)
  /** @type {{ stop(): Promise<void> } | undefined} */
  let driver
  try {
    const url = await startOrderline({ orderline, engines, dir, log, shutdown, telephony: network.telephony })
    // Not before: what starts also computes and connects, which nobody counts.
    driver = drive({ clock, watch, network, onHour: (hour) => tell(progress(hour, { network, receivers })) })
    const { api, users, apiKey } = await setUpDay({ url, admin, agents, ...receivers })
    const sent = planOrders(town.orders, { url, apiKey, onProblem })
    const forbidden = await forbidNumbers(town.orders, { api, onProblem })
    await until(hours.login)
    const byExternalId = new Map(town.orders.map((order) => [order.externalId, order]))
    const staff = await bringToWork(users, { url, ...network, orders: byExternalId, onProblem })
    await until(hours.end)
    await driver.stop()
    staff.forEach((agent) => agent.close())
    const busyMs = staff.reduce((sum, agent) => sum + agent.busyMs(), 0)
    const utilisation = busyMs / (agents * (hours.close - hours.open) * hourMs)
    const { taken, told } = receivers
    return {
      orders: town.orders,
      sent,
      forbidden,
      dials: network.dials,
      taken,
      told,
      problems,
      utilisation,
      overdue: watch.overdue(),
    }
  } finally {
    await driver?.stop()
    stopForgetting()
    clock.restore()
    // What waits for a timer of the day waits for ever, and complains when Redis goes.
    log.level = 'silent'
    await shutdown.close()
    receivers.close()
  }
}

/**
 * Moves the clock whenever nothing is asked of an engine, until it is stopped.
 * @param {{ clock: ReturnType<typeof installClock>, watch: ReturnType<typeof watchEngines>, network: ReturnType<typeof createNetwork>, onHour: (hour: number) => void }} options
 */
function drive({ clock, watch, network, onHour }) {
  let isOver = false
  const hourNow = () => (Date.now() - midnight) / hourMs
  const isQuiet = () => network.isQuiet() && (hourNow() < hours.login || hourNow() > hours.quiet)
  const run = async () => {
    let told = 0
    while (!isOver) {
      await watch.settled()
      clock.step(isQuiet() ? stepMs.night : stepMs.work)
      const hour = Math.floor(hourNow())
      if (hour !== told) onHour(hour)
      told = hour
    }
  }
  const running = run()
  return {
    stop() {
      isOver = true
      return running
    },
  }
}

/** @param {number} hour @param {{ network: { dials: unknown[] }, receivers: { taken: unknown[] } }} soFar */
function progress(hour, { network, receivers }) {
  return `${hour}:00, ${network.dials.length} dials, ${receivers.taken.length} handed over`
}
