import { join } from 'node:path'
import { rootDir } from '../lib/paths.mjs'
import { loadTypescript } from './load-typescript.mjs'

/** @typedef {import('./dialer-simulation.ts').Replay} Replay what the day was like; see dialer/simulation/README.md */

const replays = 20
/** On real lines everything takes some milliseconds more, each time others. */
const delaySeconds = 0.05

/**
 * The same customers in the simulator, many times: with each moment of theirs up to 50 ms later, because a day forks at
 * moments such as who answers first when one agent is free.
 * @param {any} scenario with fates @param {{ agents: number, target: number, dir: string, random: () => number }} options
 * @returns {Promise<Replay[]>}
 */
export async function simulate(scenario, { agents, target, dir, random }) {
  const { replay } = await load(dir)
  const later = (/** @type {number} */ seconds) => seconds + delaySeconds * random()
  return Array.from({ length: replays }, () => {
    const fates = scenario.fates.map((/** @type {any} */ { by, afterSeconds, talkSeconds, wrapUpSeconds }) => ({
      by,
      afterSeconds: later(afterSeconds),
      talkSeconds: later(talkSeconds),
      wrapUpSeconds: later(wrapUpSeconds),
    }))
    return replay({ ...scenario, fates }, { agents, target })
  })
}

/** @param {string} dir @returns {Promise<typeof import('./dialer-simulation.ts')>} */
function load(dir) {
  return loadTypescript(join(rootDir, 'bin/bench/dialer-simulation.ts'), join(dir, 'simulation.mjs'))
}
