import { percentile, rounded } from './statistics.mjs'

/**
 * @typedef {Awaited<ReturnType<typeof import('./dialer-run.mjs').runCampaign>>} Played
 * @typedef {import('./simulate.mjs').Replay} Replay
 * @typedef {import('./dialer-network.mjs').SeenDial} SeenDial
 * @typedef {SeenDial & { answeredAt: number }} AnsweredDial
 */

/** How long a customer is kept waiting for an agent. */
const patienceMs = 2_000
/** From a customer's answer to an agent's voice, at most, for 99 of 100. */
const aimMs = 300

/**
 * The real run beside the simulated ones, with all that may explain a difference. Shares are of the agents' time.
 * @param {{ played: Played, simulated: Replay[], customers: import('./customers.mjs').Customer[] }} runs
 */
export function compareRuns({ played, simulated, customers }) {
  const beside = (/** @type {number} */ real, /** @type {(replay: Replay) => number} */ of) => {
    const values = simulated.map(of)
    return { real, simulated: mean(values), least: Math.min(...values), most: Math.max(...values) }
  }
  return {
    utilisation: beside(played.utilisation, (replay) => replay.utilisation),
    talkShare: beside(played.talkShare, talkShareOf),
    wrapUpShare: beside(played.wrapUpShare, (replay) => replay.utilisation - talkShareOf(replay)),
    dials: beside(played.dials.length, (replay) => replay.dials),
    answered: beside(countAnswers(played), (replay) => replay.connected + replay.abandoned),
    abandoned: beside(played.reported.abandoned, (replay) => replay.abandoned),
    openLines: beside(played.openLines, (replay) => replay.openLines),
    unservedAgents: beside(played.unservedAgents, (replay) => replay.unservedAgents),
    ...traceDials(played, customers),
  }
}

/** @param {Replay} replay */
function talkShareOf({ talkMinutesPerHour }) {
  return talkMinutesPerHour / 60
}

/** Those after the end are of lines that were let ring. @param {Played} played */
function countAnswers({ dials, endedAt }) {
  return dials.filter(({ answeredAt = Infinity }) => answeredAt < endedAt).length
}

/**
 * What the network saw of each dial, beside what its customer had in mind: mean seconds.
 * @param {Played} played @param {import('./customers.mjs').Customer[]} customers
 */
function traceDials({ dials }, customers) {
  const plans = new Map(customers.map((customer) => [customer.number, customer]))
  const planOf = (/** @type {SeenDial} */ { number }) => plans.get(number) ?? { afterSeconds: NaN, talkSeconds: NaN }
  const answered = dials.filter(isAnswered)
  const talked = answered.filter(({ endedBy }) => endedBy === 'customer')
  return {
    ringSeconds: {
      real: mean(answered.map(({ dialedAt, answeredAt }) => (answeredAt - dialedAt) / 1000)),
      planned: mean(answered.map((dial) => planOf(dial).afterSeconds)),
    },
    talkSeconds: {
      real: mean(talked.map(({ heardAt = NaN, endedAt = NaN }) => (endedAt - heardAt) / 1000)),
      planned: mean(talked.map((dial) => planOf(dial).talkSeconds)),
    },
  }
}

/**
 * Everybody who answered, by what the network alone has seen, each in one count: `connected` heard an agent, `abandoned`
 * did not and was hung up on (nobody hangs up before), `crossed` answered while the centre was giving the dial up, so that
 * the line was cut at once, `unsettled` none of these when the run was over.
 * @param {SeenDial[]} dials
 */
export function countByNetwork(dials) {
  const counts = { answered: 0, connected: 0, abandoned: 0, crossed: 0, unsettled: 0 }
  for (const dial of dials.filter(isAnswered)) {
    counts.answered += 1
    counts[outcomeOf(dial)] += 1
  }
  return counts
}

/** @param {AnsweredDial} dial */
function outcomeOf({ answeredAt, heardAt, endedAt }) {
  if (heardAt !== undefined) return 'connected'
  if (endedAt === undefined) return 'unsettled'
  return endedAt - answeredAt < patienceMs ? 'crossed' : 'abandoned'
}

/**
 * Milliseconds from a customer's answer to an agent's voice: of all who heard one, and of those at whose answer an agent
 * was free, who need not wait for anybody.
 * @param {SeenDial[]} dials
 * @param {{ agents: number, freeAgainAt: ReadonlyMap<string, number> }} team `freeAgainAt`: by the customer's number
 */
export function measureWaits(dials, { agents, freeAgainAt }) {
  const answered = dials.filter(isAnswered)
  const connected = answered.flatMap(({ heardAt, ...dial }) => (heardAt === undefined ? [] : { ...dial, heardAt }))
  const isTaken = (/** @type {AnsweredDial} */ by, /** @type {number} */ at) =>
    by.answeredAt < at && takesUntil(by, freeAgainAt) > at
  const servedAtOnce = connected.filter(
    ({ answeredAt }) => answered.filter((other) => isTaken(other, answeredAt)).length < agents,
  )
  return { all: connected.map(waitOf), agentFree: servedAtOnce.map(waitOf) }
}

/**
 * Until when a customer has an agent, or the right to the next one.
 * @param {AnsweredDial} dial @param {ReadonlyMap<string, number>} freeAgainAt
 */
function takesUntil({ number, answeredAt, heardAt, endedAt = Infinity }, freeAgainAt) {
  if (heardAt === undefined) return Math.min(endedAt, answeredAt + patienceMs)
  return freeAgainAt.get(number) ?? Infinity
}

/** @param {{ answeredAt: number, heardAt: number }} dial */
function waitOf({ answeredAt, heardAt }) {
  return heardAt - answeredAt
}

/** `longShare`: of those who waited longer than we aim at. @param {number[]} waitsMs */
export function describeWaits(waitsMs) {
  const long = waitsMs.filter((ms) => ms > aimMs)
  return {
    count: waitsMs.length,
    p50Ms: rounded(percentile(waitsMs, 0.5)),
    p99Ms: rounded(percentile(waitsMs, 0.99)),
    longShare: waitsMs.length === 0 ? 0 : rounded(long.length / waitsMs.length, 4),
  }
}

/** @param {SeenDial} dial @returns {dial is AnsweredDial} */
function isAnswered({ answeredAt }) {
  return answeredAt !== undefined
}

/** @param {number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
