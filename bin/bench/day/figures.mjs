import { percentile, rounded } from '../statistics.mjs'

const promiseMs = 15 * 60_000

/**
 * @typedef {{ group: string, orders: number, handedOver: number, in15Minutes: number, share: number, p50Seconds: number, p95Seconds: number }} Row
 * @typedef {import('./town.mjs').TownOrder} TownOrder
 */

/**
 * How long the orders of each group took from received to taken by logistics, by the clocks of those two.
 * @param {{ orders: TownOrder[], takenAt: Map<string, number>, opensAt: number, closesAt: number }} day
 * @returns {Row[]}
 */
export function figuresOf({ orders, takenAt, opensAt, closesAt }) {
  const staffed = orders.filter(({ receivedAt }) => receivedAt >= opensAt && receivedAt <= closesAt - promiseMs)
  const early = orders.filter(({ receivedAt }) => receivedAt < opensAt)
  const late = orders.filter(({ receivedAt }) => receivedAt > closesAt - promiseMs)
  const reachable = (/** @type {TownOrder[]} */ some) => some.filter(({ isReachable }) => isReachable)
  const row = (/** @type {string} */ group, /** @type {TownOrder[]} */ some, from = -Infinity) =>
    rowOf(group, some, ({ externalId, receivedAt }) => {
      const at = takenAt.get(externalId)
      return at === undefined ? undefined : at - Math.max(receivedAt, from)
    })
  return [
    row('staffed hours, reachable', reachable(staffed)),
    row('staffed hours, all orders', staffed),
    row('before opening, reachable, from opening', reachable(early), opensAt),
    row('before opening, all orders, from opening', early, opensAt),
    row('evening (too late for 15 minutes), all orders', late),
    row('whole day, all orders', orders),
  ]
}

/** @param {string} group @param {TownOrder[]} orders @param {(order: TownOrder) => number | undefined} tookMs @returns {Row} */
function rowOf(group, orders, tookMs) {
  const times = orders.flatMap((order) => tookMs(order) ?? [])
  const in15Minutes = times.filter((ms) => ms <= promiseMs).length
  const seconds = (/** @type {number} */ share) => (times.length === 0 ? 0 : rounded(percentile(times, share) / 1_000))
  return {
    group,
    orders: orders.length,
    handedOver: times.length,
    in15Minutes,
    share: orders.length === 0 ? 1 : rounded(in15Minutes / orders.length, 4),
    p50Seconds: seconds(0.5),
    p95Seconds: seconds(0.95),
  }
}
