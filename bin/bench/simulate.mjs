import { execFile } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { rootDir } from '../lib/paths.mjs'

/**
 * @typedef {object} Simulated what the day was like; see dialer/simulation/README.md
 * @property {number} utilisation @property {number} talkMinutesPerHour
 * @property {number} dials @property {number} connected @property {number} abandoned
 * @property {number} openLines @property {number} unservedAgents
 */

/**
 * The same scenario in the simulator with our policy, which knows as little of its customers as the dialer, one day: with customers that are given chance has no part in it.
 * @param {unknown} scenario @param {{ agents: number, dir: string }} options
 * @returns {Promise<Simulated>}
 */
export async function simulate(scenario, { agents, dir }) {
  const file = join(dir, 'scenario.json')
  writeFileSync(file, JSON.stringify(scenario))
  const asked = [
    '--json',
    '--scenario',
    file,
    '--agents',
    String(agents),
    '--policy',
    'orderline-learns',
    '--seeds',
    '1',
  ]
  const args = [join(rootDir, 'bin/bench/pacing.mjs'), ...asked]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: rootDir, maxBuffer: 64e6 })
  const { rows } = JSON.parse(stdout)
  return rows[0]
}
