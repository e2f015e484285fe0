import { groupBy } from './group-by.mjs'

/**
 * @typedef {import('./network.mjs').Dial} Dial
 * @typedef {import('./town.mjs').TownOrder} TownOrder
 * @typedef {{ id: string, external_id: string, status: string, next_attempt_at: Date | null, handed_over_at: Date | null }} OrderRow
 * @typedef {{ order_id: string, number: string, started_at: Date, ended_at: Date | null, outcome: string | null, allowed_because: string }} AttemptRow
 * @typedef {object} Evidence what the database and the people outside say
 * @property {TownOrder[]} sent orders that the centre has acknowledged @property {Dial[]} dials the network's record
 * @property {OrderRow[]} orders @property {AttemptRow[]} attempts
 * @property {Set<string>} told ids of orders that logistics is still to be told about
 * @property {{ order: string, delivery: string }[]} taken what logistics took
 * @property {{ number: string, since: number }[]} forbidden numbers that nobody may call, and from when
 * @typedef {{ kind: string, about: string }} Violation
 */

const minuteMs = 60_000
const mostDialsOfDay = 4
const lawful = { fromHour: 8, untilHour: 21, timeZone: 'Europe/Kyiv' }
/** An attempt is written, then its agent is reserved, then the network is asked. */
const attemptLeadMs = 10_000
const leastWaitMinutes = { busy: 5, 'number busy': 5, 'no-answer': 60, rejected: 120, congestion: 1, cancelled: 10 }
const waitAfterTalkMinutes = { machine: 30, callback: 120 }

/**
 * Whether the day went by the rules, judged without asking the code that had to keep them: by the rows of MariaDB, the
 * network's own record of dials, and what logistics took.
 * @param {Evidence} evidence @returns {Violation[]}
 */
export function audit(evidence) {
  return [...auditOrders(evidence), ...auditHandOver(evidence), ...auditDials(evidence), ...auditAttempts(evidence)]
}

/** Each order is there once, at an end or waiting for a moment. @param {Evidence} evidence @returns {Violation[]} */
function auditOrders({ sent, orders }) {
  const rows = groupBy(orders, ({ external_id }) => external_id)
  const found = sent.flatMap(({ externalId }) => {
    const count = rows.get(externalId)?.length ?? 0
    return count === 1 ? [] : [{ kind: count === 0 ? 'order lost' : 'order doubled', about: externalId }]
  })
  return [...found, ...orders.filter(isNowhere).map((row) => violation('order in no state', row))]
}

/** @param {OrderRow} row */
function isNowhere({ status, next_attempt_at }) {
  if (status === 'new' || status === 'retry') return next_attempt_at === null
  return !['confirmed', 'cancelled', 'exhausted', 'blocked'].includes(status)
}

/** A confirmed order is at logistics once, or on its way. @param {Evidence} evidence @returns {Violation[]} */
function auditHandOver({ orders, taken, told }) {
  const deliveries = groupBy(taken, ({ order }) => order)
  return orders.flatMap((row) => {
    const count = new Set(deliveries.get(row.external_id)?.map(({ delivery }) => delivery)).size
    if (count > 1) return [violation('handed over twice', row)]
    if (row.status !== 'confirmed') return count === 0 ? [] : [violation('handed over unconfirmed', row)]
    if (row.handed_over_at !== null) return count === 1 ? [] : [violation('handed over, unknown to logistics', row)]
    return told.has(row.id) ? [] : [violation('confirmed and not on its way', row)]
  })
}

/** @param {string} kind @param {OrderRow} row @returns {Violation} */
function violation(kind, { external_id, status }) {
  return { kind, about: `${external_id} (${status})` }
}

/** @param {Evidence} evidence @returns {Violation[]} */
function auditDials({ sent, dials, forbidden }) {
  const since = new Map(forbidden.map((one) => [one.number, one.since]))
  const found = dials.flatMap((dial) => [
    ...(isOutOfHours(dial.at) ? [of('dialled out of hours', dial)] : []),
    ...(dial.at > (since.get(dial.number) ?? Infinity) ? [of('dialled though forbidden', dial)] : []),
  ])
  const wishing = new Set(sent.flatMap(({ decision, number }) => (decision === 'callback' ? [number] : [])))
  for (const [number, ofNumber] of groupBy(dials, (dial) => dial.number)) {
    found.push(...auditNumber(ofNumber, wishing.has(number)))
  }
  return found
}

/** @param {number} at */
function isOutOfHours(at) {
  const clock = { hour: 'numeric', hourCycle: 'h23', timeZone: lawful.timeZone }
  const hour = Number(new Intl.DateTimeFormat('en', /** @type {any} */ (clock)).format(new Date(at)))
  return hour < lawful.fromHour || hour >= lawful.untilHour
}

/**
 * Who asks in a talk to be called back is called back whatever the limit, once for each time of asking.
 * @param {Dial[]} dials of one number in one day, in time order @param {boolean} asksForCalls of those who answer there
 * @returns {Violation[]}
 */
function auditNumber(dials, asksForCalls) {
  const charged = dials.filter(({ fate }) => fate !== 'congestion')
  const isAskedFor = (/** @type {number} */ index) => asksForCalls && charged[index - 1]?.answeredBy === 'person'
  const over = charged
    .filter((_dial, index) => index >= mostDialsOfDay && !isAskedFor(index))
    .map((dial) => of("dialled over the day's limit", dial))
  const overlapping = dials.filter((dial, index) => {
    const last = dials[index - 1]
    return last !== undefined && (last.endedAt === null || last.endedAt > dial.at)
  })
  return [...over, ...overlapping.map((dial) => of('dialled twice at once', dial))]
}

/** @param {string} kind @param {Dial} dial @returns {Violation} */
function of(kind, { number, at }) {
  return { kind, about: `${number} at ${new Date(at).toISOString()}` }
}

/** Each dial is an attempt of one order; no attempt is left open; none comes too soon. @param {Evidence} evidence @returns {Violation[]} */
function auditAttempts({ sent, dials, orders, attempts }) {
  const open = new Map(attempts.map((attempt) => [attempt, true]))
  const decisions = new Map(sent.map((order) => [order.externalId, order.decision]))
  const externalIds = new Map(orders.map(({ id, external_id }) => [id, external_id]))
  /** @type {Map<string, Dial>} by order */
  const last = new Map()
  const found = attempts
    .filter(({ ended_at, outcome }) => ended_at === null || outcome === null)
    .map(({ number, started_at }) => ({ kind: 'attempt never ended', about: `${number} ${started_at.toISOString()}` }))
  for (const attempt of attempts.filter(({ allowed_because }) => allowed_because.length <= 2)) {
    found.push({ kind: 'attempt without reasons', about: attempt.number })
  }
  const byNumber = groupBy(attempts, ({ number }) => number)
  for (const dial of dials) {
    const attempt = byNumber.get(dial.number)?.find((one) => open.get(one) && isOf(one, dial))
    if (!attempt) {
      found.push(of('dialled without an attempt', dial))
      continue
    }
    open.delete(attempt)
    const before = last.get(attempt.order_id)
    last.set(attempt.order_id, dial)
    const decision = decisions.get(externalIds.get(attempt.order_id) ?? '') ?? null
    if (before && dial.at < againFrom(before, decision)) found.push(of('dialled too soon', dial))
  }
  return found
}

/** @param {AttemptRow} attempt @param {Dial} dial */
function isOf({ started_at }, { at }) {
  return started_at.getTime() <= at && at - started_at.getTime() <= attemptLeadMs
}

/**
 * From when an order may be dialled again after this dial, by the rules of the house.
 * @param {Dial} dial @param {string | null} decision @returns {number} epoch ms; Infinity: never
 */
function againFrom({ at, answeredBy, endedAt, fate, endedBy }, decision) {
  if (endedAt === null || fate === 'unallocated') return Infinity
  const after = (/** @type {number} */ minutes) => endedAt + minutes * minuteMs - toleranceMs
  if (answeredBy === 'machine') return after(waitAfterTalkMinutes.machine)
  if (answeredBy === 'person') return decision === 'callback' ? after(waitAfterTalkMinutes.callback) : Infinity
  const isUnanswered = fate === 'answers' || fate === 'machine' || fate === 'no-answer'
  if (!isUnanswered) return after(leastWaitMinutes[fate])
  const rangOut = endedBy === 'network' || endedAt - at >= shortestRingMs
  return after(leastWaitMinutes[rangOut ? 'no-answer' : 'cancelled'])
}

/** The centre reads an end a moment later than the network writes it, and counts from its own. */
const toleranceMs = 2_000
const shortestRingMs = 15_000
