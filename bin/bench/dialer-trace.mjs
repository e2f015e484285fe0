import { percentile, rounded } from './statistics.mjs'

/**
 * @typedef {Awaited<ReturnType<typeof import('./dialer-run.mjs').runCampaign>>} Played
 * @typedef {import('./simulate.mjs').Simulated} Simulated
 */

/**
 * The real run beside the simulated one, with all that may explain a difference. Shares are of the agents' time.
 * @param {{ played: Played, simulated: Simulated, customers: import('./customers.mjs').Customer[] }} runs
 */
export function compareRuns({ played, simulated, customers }) {
  const { utilisation, talkShare, wrapUpShare, openLines, unservedAgents } = played
  const simulatedTalkShare = simulated.talkMinutesPerHour / 60
  return {
    utilisation: [utilisation, simulated.utilisation],
    talkShare: [talkShare, simulatedTalkShare],
    wrapUpShare: [wrapUpShare, simulated.utilisation - simulatedTalkShare],
    dials: [played.dials.length, simulated.dials],
    answered: [countAnswers(played), simulated.connected + simulated.abandoned],
    abandoned: [played.reported.abandoned, simulated.abandoned],
    openLines: [openLines, simulated.openLines],
    unservedAgents: [unservedAgents, simulated.unservedAgents],
    ...traceDials(played, customers),
  }
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
  const planned = dials.flatMap((dial) => {
    const plan = plans.get(dial.number)
    return plan ? [{ ...dial, plan }] : []
  })
  const answered = planned.flatMap(({ answeredAt, ...dial }) =>
    answeredAt === undefined ? [] : { ...dial, answeredAt },
  )
  const unanswered = planned.filter(({ answeredAt }) => answeredAt === undefined)
  const over = answered.flatMap(({ endedAt, ...dial }) => (endedAt === undefined ? [] : { ...dial, endedAt }))
  return {
    ringSecondsAnswered: [
      mean(answered.map(({ dialedAt, answeredAt }) => (answeredAt - dialedAt) / 1000)),
      mean(answered.map(({ plan }) => plan.afterSeconds)),
    ],
    ringSecondsUnanswered: [
      mean(unanswered.map(({ dialedAt, endedAt = dialedAt }) => (endedAt - dialedAt) / 1000)),
      mean(unanswered.map(({ plan }) => plan.afterSeconds)),
    ],
    onTheLineSeconds: [
      mean(over.map(({ answeredAt, endedAt }) => (endedAt - answeredAt) / 1000)),
      mean(over.map(({ plan }) => plan.talkSeconds)),
    ],
  }
}

/** Half a second is the network's way of counting: its clock rounds, and a hang-up takes a moment. */
const toleranceSeconds = 0.5
/** Until then a customer who was abandoned is told so, and may have hung up as planned. */
const messageIsOverAfterSeconds = 15

/**
 * Abandoned customers by the network alone: hung up on before the end of the talk that they had in mind. Whoever had a
 * short one in mind cannot be told.
 * @param {Played} played @param {import('./customers.mjs').Customer[]} customers
 */
export function countAbandoned({ dials, times, reported }, customers) {
  const plans = new Map(customers.map(({ number, talkSeconds }) => [number, talkSeconds]))
  const planOf = (/** @type {string} */ number) => plans.get(number) ?? 0
  const answered = dials.flatMap(({ answeredAt, ...dial }) => (answeredAt === undefined ? [] : { ...dial, answeredAt }))
  const cutShort = answered.filter(({ number, answeredAt, endedAt = Infinity }) => {
    return (endedAt - answeredAt) / 1000 < planOf(number) - toleranceSeconds
  })
  const brief = answered.filter(({ number }) => planOf(number) <= messageIsOverAfterSeconds)
  return {
    answeredByNetwork: answered.length,
    connectedReported: reported.connected,
    abandonedReported: reported.abandoned,
    abandonedByNetwork: cutShort.length,
    tooBriefToTell: brief.length,
    neverInARoom: answered.length - times.length,
    answerToRoomP50Ms: rounded(percentile(times, 0.5)),
    answerToRoomP99Ms: rounded(percentile(times, 0.99)),
  }
}

/** @param {number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
