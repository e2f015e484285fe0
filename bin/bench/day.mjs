// bench:day: a simulated day of orders against a team of agents; see bin/bench/day/README.md.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { explain } from '../lib/command.mjs'
import { endOnSignal } from '../lib/end-on-signal.mjs'
import { emptyInstanceDir } from '../lib/instance-dir.mjs'
import { ensureNpmPackages } from '../lib/npm-packages.mjs'
import { runDir } from '../lib/paths.mjs'
import { readBenchOptions } from './options.mjs'

const dir = join(runDir, 'bench-day')
endOnSignal()

/** @param {string} text what people see while it runs; standard output is for the result */
const tell = (text) => void process.stderr.write(`${text}\n`)

try {
  const { json, orders, agents, seed } = readBenchOptions('day')
  await ensureNpmPackages()
  await emptyInstanceDir(dir)
  // Only from here on are packages there.
  const { runDay } = await import('./day/run-day.mjs')
  const result = await runDay({ dir, orders, agents, seed, tell })
  writeFileSync(join(dir, 'result.json'), JSON.stringify(result))
  const { print } = await import('./day/print-day.mjs')
  process.stdout.write(json ? `${JSON.stringify(result)}\n` : print(result))
  if (result.violations.length > 0) process.exitCode = 1
} catch (error) {
  tell(explain(error))
  process.exitCode = 1
}
// A socket that a failed run left open must not hold the verdict back.
process.exit()
