import type { Cell, Row } from './cell.ts'
import type { Scenario } from './scenario.ts'

const targets = [0.005, 0.01, 0.02, 0.027, 0.04, 0.05]
const teams = [5, 20, 50]
const [width, height, margin] = [760, 420, 56]
const [most, least] = [6, 50]
const colours = ['#2563eb', '#059669', '#d97706', '#7c3aed']

/** Our pacing steering to targets from 0.5 to 5 %, and beside it those whom one cannot tell where to steer. */
export function frontierCells(scenarios: readonly Scenario[]): Cell[] {
  const scenario = scenarios.find(({ name }) => name === 'B') ?? scenarios[0]
  if (!scenario) return []
  const policies = [...targets.map((target) => `orderline@${target}`), 'progressive', 'vicidial-defaults']
  return teams.flatMap((agents) =>
    policies.map((policy) => ({ scenario, policy, agents, seeds: agents <= 10 ? 4 : 1 })),
  )
}

/** Abandoned share against utilisation, as a drawing that needs nothing to be looked at. */
export function drawFrontier(rows: readonly Row[]): string {
  const curves = teams.map((agents, index) =>
    drawTeam(
      rows.filter((row) => row.agents === agents),
      index,
    ),
  )
  const lines = [0, 1, 2, 3, 4, 5, 6].map((percent) => tick(x(percent / 100), `${percent} %`))
  const levels = [50, 60, 70, 80, 90, 100].map((percent) => level(y(percent / 100), `${percent} %`))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...lines,
    ...levels,
    `<line x1="${x(0.03)}" x2="${x(0.03)}" y1="${margin / 2}" y2="${height - margin}" stroke="#dc2626" stroke-dasharray="4 4"/>`,
    `<text x="${x(0.03) + 4}" y="${margin / 2 + 10}" fill="#dc2626">cap 3 %</text>`,
    ...curves,
    `<text x="${width / 2}" y="${height - 8}" text-anchor="middle">customers abandoned, of those who answered</text>`,
    `<text x="14" y="${height / 2}" text-anchor="middle" transform="rotate(-90 14 ${height / 2})">agents' time in talk and wrap-up</text>`,
    '</svg>\n',
  ].join('\n')
}

function drawTeam(rows: readonly Row[], index: number): string {
  const colour = colours[index] ?? '#000000'
  const start = rows.filter(({ policy }) => policy === 'progressive')
  const ours = rows.filter(({ policy }) => policy.startsWith('orderline@'))
  const curve = [...start, ...ours].sort((a, b) => a.abandonedRate - b.abandonedRate)
  const last = curve.at(-1)
  if (!last) return ''
  const points = curve.map((row) => `${x(row.abandonedRate)},${y(row.utilisation)}`).join(' ')
  const dots = ours.map(
    (row) => `<circle cx="${x(row.abandonedRate)}" cy="${y(row.utilisation)}" r="3" fill="${colour}"/>`,
  )
  const others = rows.filter(({ policy }) => policy === 'vicidial-defaults')
  const crosses = others.map(
    (row) =>
      `<text x="${x(row.abandonedRate)}" y="${y(row.utilisation) + 4}" fill="${colour}" text-anchor="middle">✕</text>`,
  )
  const label = `<text x="${x(last.abandonedRate) + 8}" y="${y(last.utilisation) + 4}" fill="${colour}">${last.agents} agents</text>`
  return [
    `<polyline points="${points}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...dots,
    ...crosses,
    label,
  ].join('\n')
}

function x(share: number): number {
  return Math.round(margin + ((width - 2 * margin) * 100 * share) / most)
}

function y(share: number): number {
  return Math.round(height - margin - ((height - 1.5 * margin) * (100 * share - least)) / (100 - least))
}

function tick(at: number, text: string): string {
  return `<text x="${at}" y="${height - margin + 18}" text-anchor="middle" fill="#555">${text}</text>`
}

function level(at: number, text: string): string {
  return (
    `<line x1="${margin}" x2="${width - margin}" y1="${at}" y2="${at}" stroke="#e5e7eb"/>` +
    `<text x="${margin - 6}" y="${at + 4}" text-anchor="end" fill="#555">${text}</text>`
  )
}
