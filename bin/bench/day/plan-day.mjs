import { createAgent } from './agents.mjs'
import { fromNow, hours, minuteMs, until } from './hours.mjs'
import { sendOrder } from './set-up.mjs'

/** @typedef {import('./town.mjs').TownOrder} TownOrder */

/** In turns, the last from 14:51 with twenty agents: who is away at once is a sixth of the team. */
const lunch = { from: 12, turnsHours: 3, minutes: 30 }

/**
 * The shop sends each order at its time.
 * @param {TownOrder[]} orders @param {{ url: string, apiKey: string, onProblem: (problem: string) => void }} shop
 * @returns {TownOrder[]} those that the centre has acknowledged; grows
 */
export function planOrders(orders, { url, apiKey, onProblem }) {
  /** @type {TownOrder[]} */
  const sent = []
  const send = (/** @type {TownOrder} */ order) =>
    sendOrder({ url, apiKey, order }).then(
      () => void sent.push(order),
      (error) => onProblem(error.message),
    )
  for (const order of orders) setTimeout(() => void send(order), Math.max(1, order.receivedAt - Date.now()))
  return sent
}

/**
 * Puts numbers on the do-not-call list, some now and some while the day goes on.
 * @param {TownOrder[]} orders @param {{ api: any, onProblem: (problem: string) => void }} options
 * @returns {Promise<{ number: string, since: number }[]>} grows
 */
export async function forbidNumbers(orders, { api, onProblem }) {
  /** @type {{ number: string, since: number }[]} */
  const forbidden = []
  const forbid = async (/** @type {'before' | 'during'} */ when) => {
    for (const { number } of orders.filter((order) => order.forbidden === when)) {
      await api.request('POST', '/api/do-not-call', { number })
      forbidden.push({ number, since: Date.now() })
    }
  }
  await forbid('before')
  setTimeout(() => void forbid('during').catch((error) => onProblem(error.message)), fromNow(hours.forbid))
  return forbidden
}

/**
 * The agents' shift: log in, ready at opening, lunch in turns, away at closing after the call that they have.
 * Resolves when all are ready.
 * @param {{ login: string, password: string }[]} users @param {import('./agents.mjs').AgentWorld} world
 */
export async function bringToWork(users, world) {
  const staff = await Promise.all(users.map((user) => createAgent({ user, world })))
  await until(hours.open)
  await Promise.all(staff.map((agent) => agent.ready()))
  staff.forEach((agent, index) => {
    const toLunch = fromNow(lunch.from + (index * lunch.turnsHours) / staff.length)
    setTimeout(() => void agent.pause('lunch'), toLunch)
    setTimeout(() => void agent.ready(), toLunch + lunch.minutes * minuteMs)
    setTimeout(() => void agent.pause('short'), fromNow(hours.close))
  })
  return staff
}
