import { playDays, type Row } from './cell.ts'
import type { Options } from './options.ts'
import { vicidialDefaults, vicidialPolicy, type VicidialSettings } from './policies/vicidial.ts'
import type { Scenario } from './scenario.ts'

const cap = 0.03

/** Tries settings of VICIdial for each cell and gives the best that stay within the cap, as JSON for `policies/`. */
export function searchVicidial({ scenarios, agents, seeds }: Options): string {
  const found = Object.fromEntries(
    scenarios.map((scenario) => [
      scenario.name,
      Object.fromEntries(agents.map((count) => [count, bestFor(scenario, count, seeds ?? 1)])),
    ]),
  )
  return `${JSON.stringify(found, null, 2)}\n`
}

function bestFor(scenario: Scenario, agents: number, seeds: number): Partial<VicidialSettings> {
  const tried = candidates(agents).map((settings) => {
    const policy = vicidialPolicy('vicidial', { ...vicidialDefaults, ...settings })
    return { settings, row: playDays({ scenario, policy, agents, seeds }) }
  })
  const best = tried.filter(({ row }) => row.abandonedRate <= cap).sort(byUtilisation)[0]
  process.stderr.write(`${scenario.name} N=${agents}: ${JSON.stringify(best)}\n`)
  return best?.settings ?? {}
}

function byUtilisation(a: { row: Row }, b: { row: Row }): number {
  return b.row.utilisation - a.row.utilisation
}

/** What an administrator has to turn: the method, how many agents to keep waiting, the highest level, the intensity. */
function candidates(agents: number): Partial<VicidialSettings>[] {
  const differences = [...new Set([0, -1, -2, -3, -Math.round(agents / 10), Math.round(agents / 20), 1])]
  return (['average', 'tapered'] as const).flatMap((method) =>
    differences.flatMap((levelDifference) =>
      [2, 3, 5].flatMap((maxLevel) =>
        [true, false].flatMap((availableOnly) => ({ method, levelDifference, maxLevel, availableOnly })),
      ),
    ),
  )
}
