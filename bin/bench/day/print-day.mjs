import { groupBy } from './group-by.mjs'
import { rounded, table } from '../statistics.mjs'

const shown = 5

/** The result for people. @param {Awaited<ReturnType<typeof import('./run-day.mjs').runDay>>} result */
export function print(result) {
  const { machine, rows, seed, agents, dials, states, outcomes, utilisation, messages, minutes } = result
  const header = ['orders', 'count', 'handed over', 'in 15 min', 'share %', 'p50 s', 'p95 s']
  const cells = rows.map((row) => [
    ...[row.group, row.orders, row.handedOver, row.in15Minutes],
    ...(row.orders === 0 ? ['', '', ''] : [rounded(row.share * 100, 2), row.p50Seconds, row.p95Seconds]),
  ])
  const lines = [
    `${machine}; ${agents} agents, seed ${seed}; ${rounded(minutes)} minutes for a day`,
    'reachable: picks up in 25 s at the first dial, or at the redial after one or two busy signals, and says yes',
    table(header, cells),
    `dials ${dials}: ${listed(outcomes)}; agents busy ${rounded(utilisation * 100)} % of their shift`,
    `orders at the end: ${listed(states)}; webhooks: shop ${messages.shop}, logistics ${messages.logistics} (${messages.refused} refused at first)`,
    ...problemLines(result),
    ...violationLines(result.violations),
  ]
  return `${lines.join('\n')}\n`
}

/** @param {Record<string, number>} counts */
function listed(counts) {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

/** @param {{ problems: string[], overdue: number }} result */
function problemLines({ problems, overdue }) {
  return [
    ...(overdue > 0 ? [`the clock went on ${overdue} times without waiting for an answer of more than 5 s`] : []),
    ...(problems.length > 0 ? [`refused requests: ${problems.length}`, ...problems.slice(0, shown)] : []),
  ]
}

/** @param {import('./audit.mjs').Violation[]} violations */
function violationLines(violations) {
  if (violations.length === 0) return ['audit: no order lost, none dialled against the rules']
  return [...groupBy(violations, ({ kind }) => kind)].map(([kind, all]) => {
    const about = all.slice(0, shown).map((violation) => violation.about)
    return `VIOLATION ${kind}: ${all.length} (${about.join('; ')})`
  })
}
