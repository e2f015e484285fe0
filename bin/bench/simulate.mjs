import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { rootDir } from '../lib/paths.mjs'

/**
 * The same scenario in the simulator, our policy, the mean of some days.
 * @param {unknown} scenario @param {{ agents: number, dir: string, seeds?: number }} options
 * @returns {Promise<{ utilisation: number, abandonedRate: number }>}
 */
export async function simulate(scenario, { agents, dir, seeds = 20 }) {
  const file = join(dir, 'scenario.json')
  writeFileSync(file, JSON.stringify(scenario))
  const asked = ['--json', '--scenario', file, '--agents', String(agents), '--policy', 'orderline']
  const args = [join(rootDir, 'bin/bench/pacing.mjs'), ...asked, '--seeds', String(seeds)]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: rootDir, maxBuffer: 64e6 })
  const { rows } = JSON.parse(stdout)
  return rows[0]
}
