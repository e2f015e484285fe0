import { writeFileSync } from 'node:fs'
import { isMainThread, parentPort } from 'node:worker_threads'
import { playCell, type Cell, type Row } from './cell.ts'
import { drawFrontier, frontierCells } from './frontier.ts'
import { readOptions, type Asked, type Options } from './options.ts'
import { playCells } from './pool.ts'
import type { PolicyName } from './policies/index.ts'
import type { Scenario } from './scenario.ts'
import { searchVicidial } from './search-vicidial.ts'
import { drawTables } from './tables.ts'
import { measureTick } from './tick-cost.ts'

/** `npm run bench:pacing`. The same file is its own worker. */
export async function run(asked: Asked, paths: { bundle: string; scenarios: string; docs: string }): Promise<void> {
  const options = readOptions(asked, paths.scenarios)
  if (options.mode === 'search') return void process.stdout.write(searchVicidial(options))
  if (options.mode === 'tick') return void process.stdout.write(`${measureTick()}\n`)
  const cells = options.mode === 'frontier' ? frontierCells(options.scenarios) : tableCells(options)
  const onRow = ({ scenario, policy, agents, utilisation }: Row) =>
    void process.stderr.write(`${scenario} ${policy} N=${agents}: ${(100 * utilisation).toFixed(1)} %\n`)
  const rows = await playCells(cells, { file: paths.bundle, onRow })
  if (options.mode === 'frontier') writeFileSync(`${paths.docs}/pacing-frontier.svg`, drawFrontier(rows))
  if (options.json) process.stdout.write(`${JSON.stringify({ rows })}\n`)
  else process.stdout.write(`${drawTables(rows)}\n${options.mode === 'table' ? `${measureTick()}\n` : ''}`)
}

function tableCells({ scenarios, policies, agents, seeds }: Options): Cell[] {
  return scenarios.flatMap((scenario) =>
    (policies ?? policiesFor(scenario)).flatMap((policy) =>
      agents.map((count) => ({ scenario, policy, agents: count, seeds: seeds ?? daysFor(count) })),
    ),
  )
}

/** Where orders and talks can be told apart, the row without that sight shows what it brings. */
function policiesFor(scenario: Scenario): PolicyName[] {
  const showsMore = scenario.dial.groups !== undefined || scenario.talk.some(({ sections }) => sections !== undefined)
  if (showsMore) return ['progressive', 'orderline-blind', 'orderline-learns', 'orderline']
  return [
    ...(['progressive', 'vicidial-defaults', 'vicidial-tuned', 'issabel', 'webitel-like'] as const),
    ...(['orderline-keeps-ringing', 'orderline'] as const),
  ]
}

function daysFor(agents: number): number {
  if (agents <= 10) return 10
  if (agents <= 20) return 5
  return agents <= 100 ? 2 : 1
}

if (!isMainThread) parentPort?.on('message', (cell: Cell) => parentPort?.postMessage(playCell(cell)))
