import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { policyNames } from './policies/index.ts'
import { scenarioSchema, type Scenario } from './scenario.ts'

/** What was typed, as `bin/bench/options.mjs` reads it. */
export type Asked = Record<'json' | 'shocks' | 'frontier' | 'search' | 'tick', boolean> & {
  scenario?: string[] | undefined
  policy?: string[] | undefined
  agents: number[]
  seeds?: number | undefined
}

export type Options = {
  json: boolean
  scenarios: Scenario[]
  /** Days for each cell; null: more for small teams, whose days differ more. */
  seeds: number | null
  policies: string[] | null
  agents: number[]
  mode: 'table' | 'frontier' | 'search' | 'tick'
}

/** The three of the benchmark; the others are run when asked for. */
const benchmarkFiles = ['a-fresh-orders', 'b-repeats', 's-stress', 'predictors']

/** Makes of what was typed what is played. Throws with a sentence for whoever typed it. */
export function readOptions(asked: Asked, scenariosDir: string): Options {
  const policies = asked.policy?.flatMap((names) => names.split(',')) ?? null
  const unknown = policies?.find((name) => !(policyNames as readonly string[]).includes(name.split('@')[0] ?? ''))
  if (unknown !== undefined) throw new Error(`There is no policy "${unknown}". There are: ${policyNames.join(', ')}.`)
  return {
    json: asked.json,
    scenarios: scenarioFiles(asked.scenario, asked.shocks, scenariosDir).map(readScenario),
    seeds: asked.seeds ?? null,
    policies,
    agents: asked.agents,
    mode: asked.frontier ? 'frontier' : asked.search ? 'search' : asked.tick ? 'tick' : 'table',
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
