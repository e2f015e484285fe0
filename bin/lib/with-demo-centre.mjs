import { join } from 'node:path'
import { ensureBuild } from './build.mjs'
import { startCentre } from './centre.mjs'
import { describeDemo, readDemoFile } from './demo-file.mjs'
import { emptyInstanceDir } from './instance-dir.mjs'
import { LaunchError } from './launch-error.mjs'
import { runDir } from './paths.mjs'
import { createStep } from './steps.mjs'

/**
 * Gives the work the demo that runs here, else one of its own, new each time, that is stopped afterwards.
 * @param {string} name of the folder in `.run` of a centre of its own
 * @param {(demo: import('./demo-file.mjs').Demo) => Promise<void>} work
 */
export async function withDemoCentre(name, work) {
  const running = runningDemo()
  if (running) return work(running)
  const step = createStep()
  await step('Build', () => ensureBuild())
  const dir = join(runDir, name)
  await emptyInstanceDir(dir)
  const centre = await startCentre({ name, dir, step })
  try {
    await work(describeDemo(centre))
  } finally {
    await centre.stop()
  }
}

function runningDemo() {
  try {
    return readDemoFile()
  } catch (error) {
    if (error instanceof LaunchError) return undefined
    throw error
  }
}
