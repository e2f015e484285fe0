import type { Row } from './cell.ts'
import { referenceAgents, referenceFor, referenceRows } from './reference.ts'

/** The result as people read it: one overview a scenario, then each cell in detail. */
export function drawTables(rows: readonly Row[]): string {
  const scenarios = [...new Set(rows.map((row) => row.scenario))]
  return scenarios
    .map((scenario) =>
      drawScenario(
        scenario,
        rows.filter((row) => row.scenario === scenario),
      ),
    )
    .join('\n')
}

function drawScenario(scenario: string, rows: readonly Row[]): string {
  const agents = [...new Set(rows.map((row) => row.agents))]
  const policies = [...new Set(rows.map((row) => row.policy))]
  const overview = policies.map((policy) => [
    policy,
    ...agents.map((count) => shown(rows.find((row) => row.policy === policy && row.agents === count))),
  ])
  const quoted = Object.keys(referenceRows[scenario] ?? {}).map((name) => [
    `(${name}, published)`,
    ...agents.map((count) => referenceFor(scenario, name, count)?.toFixed(1) ?? ''),
  ])
  const head = [`${scenario}: utilisation % (abandoned %)`, ...agents.map((count) => `N=${count}`)]
  return `${grid([head, ...overview, ...quoted])}\n\n${grid([detailHead, ...rows.map((row) => detail(row, rows))])}\n`
}

function shown(row: Row | undefined): string {
  return row ? `${percent(row.utilisation)} (${percent(row.abandonedRate)})` : ''
}

const detailHead = [
  ...['policy', 'N', 'utilisation', 'abandoned', 'worst day', 'days over 3 %', 'days', 'talk min/h'],
  ...['gain min/h', 'dials/contact', '÷ optimum'],
]

function detail(row: Row, rows: readonly Row[]): string[] {
  const base = rows.find(({ policy, agents }) => policy === 'progressive' && agents === row.agents)
  const optimum = referenceAgents.includes(row.agents) ? referenceFor(row.scenario, 'optimum', row.agents) : undefined
  return [
    ...[row.policy, `${row.agents}`, percent(row.utilisation), percent(row.abandonedRate, 2)],
    ...[percent(row.worstDayAbandonedRate, 2), `${row.daysOverCap}`, `${row.days}`, row.talkMinutesPerHour.toFixed(1)],
    base ? (row.talkMinutesPerHour - base.talkMinutesPerHour).toFixed(1) : '',
    row.dialsPerContact.toFixed(2),
    optimum ? ((100 * row.utilisation) / optimum).toFixed(3) : '',
  ]
}

function percent(share: number, digits = 1): string {
  return (100 * share).toFixed(digits)
}

function grid(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width)
}
