import { createAgent } from './agents.mjs'
import { createNetwork } from './network.mjs'
import { startReceivers } from './receivers.mjs'
import { sendOrder, setUpDay } from './set-up.mjs'
import { installClock } from './stepped-clock.mjs'
import { drawTown } from './town.mjs'
import { watchEngines } from './watch-engines.mjs'

const hourMs = 3_600_000
const minuteMs = 60_000
/** A Wednesday; Kyiv is two hours before UTC. */
export const midnight = Date.parse('2026-11-18T00:00:00+02:00')
export const hours = { begin: 5.5, login: 8.9, open: 9, forbid: 13, close: 20, end: 22.1 }
const lunch = { from: 12, everyMinutes: 9, minutes: 30 }
/** How far the clock moves at once: with calls, and while nobody works. */
const steps = { work: 500, night: 2_000 }
const forbiddenNumbers = 20

/**
 * @typedef {object} DayOptions
 * @property {any} orderline @property {{ DATABASE_URL: string, REDIS_URL: string }} engines @property {string} dir
 * @property {number} orders @property {number} agents @property {number} seed @property {(text: string) => void} tell
 */

/** Plays the day from before dawn to night; answers what everybody outside saw. @param {DayOptions} options */
export async function playDay({ orderline, engines, dir, orders: count, agents: team, seed, tell }) {
  const clock = installClock(midnight + hours.begin * hourMs)
  const watch = watchEngines(clock)
  const log = orderline.createLogger({ name: 'day', level: process.env['LOG_LEVEL'] ?? 'warn' })
  const shutdown = orderline.createShutdown({ log })
  const town = drawTown({ seed, orders: count, midnight, forbidden: Math.min(forbiddenNumbers, count) })
  const network = createNetwork({ createFakeTelephony: orderline.createFakeTelephony, fate: town.fate })
  const receivers = await startReceivers()
  const problems = /** @type {string[]} */ ([])
  let isNight = true
  let isOver = false

  const driving = drive()
  try {
    const port = await startOrderline()
    const url = `http://127.0.0.1:${port}`
    const shop = await setUpDay({ url, admin, agents: team, ...receivers })
    const sent = planOrders(url, shop)
    const forbidden = await forbidNumbers(shop.api)
    const staff = await work(url, shop)
    await until(hours.end)
    isOver = true
    await driving
    return {
      town,
      sent,
      forbidden,
      problems,
      dials: network.dials,
      taken: receivers.taken,
      told: receivers.told,
      overdue: watch.overdue(),
      utilisation: staff.reduce((sum, agent) => sum + agent.busyMs(), 0) / (team * (hours.close - hours.open) * hourMs),
      /** Ends backend and dialer, by the real clock. */
      async close() {
        staff.forEach((agent) => agent.close())
        clock.restore()
        await shutdown.close()
        receivers.close()
      },
    }
  } catch (error) {
    isOver = true
    clock.restore()
    throw error
  }

  /** The clock moves only while nothing is asked of an engine. */
  async function drive() {
    let hour = 0
    while (!isOver) {
      await watch.settled()
      clock.step(isNight && network.isQuiet() ? steps.night : steps.work)
      const now = Math.floor((Date.now() - midnight) / hourMs)
      if (now !== hour) tell(`${now}:00, ${network.dials.length} dials, ${receivers.taken.length} handed over`)
      hour = now
    }
  }

  async function startOrderline() {
    const environment = {
      ...engines,
      PORT: '0',
      ARI_USERNAME: 'nobody',
      ARI_PASSWORD: 'nobody',
      SIP_WS_URL: 'ws://127.0.0.1:9/ws',
      RECORDINGS_DIR: dir,
      VOICEMAIL_DIR: dir,
      WEBHOOK_ALLOW_PRIVATE: '1',
      API_RATE_PER_MINUTE: '10000000',
      HEALTH_PORT: '0',
    }
    const db = orderline.createDatabase({ url: engines.DATABASE_URL, log, poolSize: 2 })
    await orderline.migrateToLatest(db)
    await orderline.createAdmin({ db, now: () => Date.now() }, admin)
    await db.destroy()
    const settings = orderline.readBackendConfig(environment)
    const { port } = await orderline.startBackend({ settings, log, shutdown, telephony: network.telephony })
    await orderline.startDialer({ config: orderline.readDialerConfig(environment), log, shutdown })
    return port
  }

  /** @param {string} url @param {{ apiKey: string }} shop @returns {import('./town.mjs').TownOrder[]} those acknowledged */
  function planOrders(url, { apiKey }) {
    const sent = /** @type {import('./town.mjs').TownOrder[]} */ ([])
    for (const order of town.orders) {
      const send = () =>
        sendOrder({ url, apiKey, order }).then(
          () => void sent.push(order),
          (error) => void problems.push(error.message),
        )
      setTimeout(send, order.receivedAt - Date.now())
    }
    return sent
  }

  /** @param {any} api the administrator's */
  async function forbidNumbers(api) {
    const forbidden = /** @type {{ number: string, since: number }[]} */ ([])
    const forbid = async (/** @type {string | null} */ when) => {
      for (const { number } of town.orders.filter((order) => order.forbidden === when)) {
        await api.request('POST', '/api/do-not-call', { number })
        forbidden.push({ number, since: Date.now() })
      }
    }
    await forbid('before')
    setTimeout(() => void forbid('during').catch((error) => problems.push(error.message)), fromNow(hours.forbid))
    return forbidden
  }

  /** @param {string} url @param {{ users: { login: string, password: string }[] }} shop */
  async function work(url, { users }) {
    const orders = new Map(town.orders.map((order) => [order.externalId, order]))
    const { parties, partyOf } = network
    const world = { url, parties, partyOf, orders, onProblem: (/** @type {string} */ text) => void problems.push(text) }
    await until(hours.login)
    isNight = false
    const staff = await Promise.all(users.map((user) => createAgent({ user, world })))
    await until(hours.open)
    await Promise.all(staff.map((agent) => agent.ready()))
    staff.forEach((agent, index) => {
      const from = lunch.from + (index * lunch.everyMinutes) / 60
      setTimeout(() => void agent.pause('lunch'), fromNow(from))
      setTimeout(() => void agent.ready(), fromNow(from) + lunch.minutes * minuteMs)
      setTimeout(() => void agent.pause('short'), fromNow(hours.close))
    })
    setTimeout(() => (isNight = true), fromNow(hours.close + 0.5))
    return staff
  }
}

const admin = { login: 'admin', name: 'Admin', password: 'day-admin-password' }

/** @param {number} hour of the day */
function fromNow(hour) {
  return Math.max(1, midnight + hour * hourMs - Date.now())
}

/** @param {number} hour of the day */
function until(hour) {
  return new Promise((resolve) => setTimeout(resolve, fromNow(hour)))
}
