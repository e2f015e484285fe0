import { createRandom, drawSeconds } from '../customers.mjs'

/**
 * @typedef {'confirmed' | 'cancelled' | 'callback'} Decision what the customer says when an agent asks
 * @typedef {{ kind: 'answers' | 'machine', afterSeconds: number } | { kind: 'busy' | 'rejected' | 'congestion' | 'unallocated', afterSeconds: number } | { kind: 'no-answer' }} Fate
 * @typedef {object} TownOrder
 * @property {string} externalId @property {string} number @property {number} receivedAt when the shop sends it, epoch ms
 * @property {Decision} decision @property {number} talkSeconds
 * @property {boolean} isReachable picks up in time and says yes: see README.md
 * @property {'before' | 'during' | null} forbidden its number is put on the do-not-call list
 */

const hourMs = 3_600_000
/** Share of the day's orders that come in each hour: quiet at night, most at lunch and in the evening. */
const arrivals = [
  ...[
    [6, 1],
    [7, 1.5],
    [8, 2.5],
    [9, 5],
    [10, 6],
    [11, 8],
    [12, 12],
    [13, 12],
    [14, 7],
    [15, 6],
    [16, 6],
    [17, 8],
  ],
  ...[
    [18, 11],
    [19, 9],
    [20, 4],
    [21, 1],
  ],
]
const dials = { answers: 0.62, busy: 0.08, machine: 0.06, rejected: 0.02, congestion: 0.01 }
const decisions = { cancelled: 0.06, callback: 0.03 }
/** Of the customers, not of the dials. */
const people = { unallocated: 0.015, neverAnswers: 0.04, twoOrders: 0.03 }
/** A busy line is dialled again after five minutes: a third dial still comes within 15. */
const redialsInTime = 2
/** As long as a campaign rings when nobody has said anything else: who picks up later was not there. */
const ringSeconds = 25

/**
 * Everybody who orders on this day, and what becomes of each dial of theirs. The same seed gives the same town; what a
 * number does at its n-th dial hangs on nothing else, so the order of the dials changes no fate.
 * @param {{ seed: number, orders: number, midnight: number, forbidden: number }} options
 */
export function drawTown({ seed, orders, midnight, forbidden }) {
  const random = createRandom(seed)
  const times = Array.from({ length: orders }, () => midnight + drawHour(random) * hourMs).sort((a, b) => a - b)
  /** @type {Map<string, { kind: 'normal' | 'unallocated' | 'neverAnswers' | 'twoOrders' }>} */
  const customers = new Map()
  let again = ''
  const placed = times.map((receivedAt, index) => {
    const number = again || `+38067${String(1_000_000 + index)}`
    if (!customers.has(number)) customers.set(number, { kind: drawKind(random) })
    const isSecond = again !== ''
    again = !isSecond && customers.get(number)?.kind === 'twoOrders' ? number : ''
    const drawn = { decision: drawDecision(random), talkSeconds: drawTalk(random) }
    return { externalId: `day-${index}`, number, receivedAt, ...drawn, isReachable: false, forbidden: null }
  })
  const fate = (/** @type {string} */ number, /** @type {number} */ nth) =>
    drawFate(customers.get(number)?.kind ?? 'normal', createRandom(seed * 7919 + Number(number.slice(-7)) * 31 + nth))
  const town = forbid(placed, { count: forbidden, kindOf: (number) => customers.get(number)?.kind, customers })
  for (const order of town) order.isReachable = isReachable(order, (nth) => fate(order.number, nth))
  return { orders: town, fate }
}

/** @param {TownOrder} order @param {(nth: number) => Fate} fateOf */
function isReachable({ decision, forbidden }, fateOf) {
  if (decision !== 'confirmed' || forbidden) return false
  for (let nth = 0; nth <= redialsInTime; nth += 1) {
    const fate = fateOf(nth)
    if (fate.kind !== 'busy') return fate.kind === 'answers' && fate.afterSeconds < ringSeconds
  }
  return false
}

/**
 * Numbers that nobody may call: half of them before the day begins, half while their orders wait for another attempt.
 * @param {any[]} orders @param {{ count: number, kindOf: (number: string) => string | undefined, customers: Map<string, any> }} options
 * @returns {TownOrder[]}
 */
function forbid(orders, { count, kindOf, customers }) {
  const single = orders.filter(({ number }) => kindOf(number) !== 'twoOrders')
  const chosen = single.filter((_, index) => index % Math.max(1, Math.floor(single.length / count)) === 0)
  chosen.slice(0, count).forEach((order, index) => {
    order.forbidden = index % 2 === 0 ? 'before' : 'during'
    // Who never answers has an order that waits all day: exactly what must not be dialled any more.
    if (order.forbidden === 'during') customers.set(order.number, { kind: 'neverAnswers' })
  })
  return orders
}

/** @param {() => number} random */
function drawHour(random) {
  let left = random() * arrivals.reduce((sum, [, share = 0]) => sum + share, 0)
  for (const [hour = 0, share = 0] of arrivals) if ((left -= share) <= 0) return hour + random()
  return 12
}

/** @param {() => number} random */
function drawKind(random) {
  const choice = random()
  if (choice < people.unallocated) return 'unallocated'
  if (choice < people.unallocated + people.neverAnswers) return 'neverAnswers'
  return choice > 1 - people.twoOrders ? 'twoOrders' : 'normal'
}

/** @param {() => number} random @returns {Decision} */
function drawDecision(random) {
  const choice = random()
  if (choice < decisions.cancelled) return 'cancelled'
  return choice < decisions.cancelled + decisions.callback ? 'callback' : 'confirmed'
}

/** Seconds. @param {() => number} random */
function drawTalk(random) {
  return Math.max(20, drawSeconds({ mean: 130, cv: 0.6 }, random))
}

/** @param {string} kind @param {() => number} random @returns {Fate} */
function drawFate(kind, random) {
  const soon = 2 + drawSeconds({ mean: 2.5, shape: 'exponential' }, random)
  const answer = { kind: /** @type {const} */ ('answers'), afterSeconds: drawSeconds({ mean: 12, cv: 0.5 }, random) }
  if (kind === 'unallocated') return { kind: 'unallocated', afterSeconds: soon }
  if (kind === 'neverAnswers') return { kind: 'no-answer' }
  if (kind === 'twoOrders') return answer
  const choice = random()
  let edge = dials.answers
  if (choice < edge) return answer
  if (choice < (edge += dials.busy)) return { kind: 'busy', afterSeconds: soon }
  if (choice < (edge += dials.machine)) return { kind: 'machine', afterSeconds: 18 }
  if (choice < (edge += dials.rejected)) return { kind: 'rejected', afterSeconds: soon + 4 }
  if (choice < edge + dials.congestion) return { kind: 'congestion', afterSeconds: 1 }
  return { kind: 'no-answer' }
}
