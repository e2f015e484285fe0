import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { policyNames } from './policies/index.ts'
import { scenarioSchema, type Scenario } from './scenario.ts'

export type Options = {
  json: boolean
  scenarios: Scenario[]
  /** Days for each cell; null: more for small teams, whose days differ more. */
  seeds: number | null
  policies: string[] | null
  agents: number[]
  mode: 'table' | 'frontier' | 'search' | 'tick'
}

const flags = {
  json: { type: 'boolean', default: false },
  scenario: { type: 'string', multiple: true },
  shocks: { type: 'boolean', default: false },
  seeds: { type: 'string' },
  policy: { type: 'string', multiple: true },
  agents: { type: 'string', default: '5,10,20,50,100,300' },
  frontier: { type: 'boolean', default: false },
  search: { type: 'boolean', default: false },
  tick: { type: 'boolean', default: false },
} as const

/** The three of the benchmark; the others are run when asked for. */
const benchmarkFiles = ['a-fresh-orders', 'b-repeats', 's-stress', 'predictors']

const usage = `Usage: npm run bench:pacing -- [--scenario NAME-OR-FILE,…] [--policy NAME,…] [--agents ${flags.agents.default}]
  [--seeds DAYS] [--json] [--shocks] [--frontier] [--search] [--tick]`

/** Reads the command line. Throws with a sentence for whoever typed it. */
export function readOptions(args: string[], scenariosDir: string): Options {
  const values = parse(args)
  const policies = values.policy?.flatMap((names) => names.split(',')) ?? null
  const unknown = policies?.find((name) => !(policyNames as readonly string[]).includes(name.split('@')[0] ?? ''))
  if (unknown !== undefined) throw new Error(`There is no policy "${unknown}". There are: ${policyNames.join(', ')}.`)
  return {
    json: values.json,
    scenarios: scenarioFiles(values.scenario, values.shocks, scenariosDir).map(readScenario),
    seeds: values.seeds === undefined ? null : number('--seeds', values.seeds, 10_000),
    policies,
    agents: values.agents.split(',').map((text) => number('--agents', text, 5_000)),
    mode: values.frontier ? 'frontier' : values.search ? 'search' : values.tick ? 'tick' : 'table',
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: flags }).values
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error })
  }
}

function scenarioFiles(named: string[] | undefined, withShocks: boolean, dir: string): string[] {
  if (named) return named.flatMap((files) => files.split(',')).map((file) => pathOf(file, dir))
  if (!withShocks) return benchmarkFiles.map((name) => join(dir, `${name}.json`))
  return readdirSync(dir)
    .filter((name) => name.startsWith('shock-'))
    .sort()
    .map((name) => join(dir, name))
}

/** A file by its path, or one of ours by its name. */
function pathOf(file: string, dir: string): string {
  return /[./]/.test(file) ? file : join(dir, `${file}.json`)
}

export function readScenario(file: string): Scenario {
  const read = scenarioSchema.safeParse(readJson(file))
  if (read.success) return read.data
  throw new Error(`${basename(file)} is no scenario:\n${z.prettifyError(read.error)}`)
}

function readJson(file: string): unknown {
  if (!existsSync(file)) throw new Error(`There is no scenario file ${file}.`)
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${basename(file)} cannot be read as JSON: ${String(error)}`, { cause: error })
  }
}

function number(flag: string, text: string, most: number): number {
  const value = Number(text)
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  throw new Error(`${flag} takes whole numbers from 1 to ${most}, not "${text}".`)
}
