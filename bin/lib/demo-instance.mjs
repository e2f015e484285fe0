import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { tryLock } from './lock.mjs'
import { runDir } from './paths.mjs'
import { readPidFile, removePidFile, writePidFile } from './process-identity.mjs'

/** The folder of the centre that `npm start` runs. */
export const demoDir = join(runDir, 'demo')

const launcherPid = join(demoDir, 'launcher.pid')

/** The process of a running `npm start`, if there is one. */
export function runningLauncher() {
  return readPidFile(launcherPid)
}

/**
 * Makes this process the one that runs the demo of this checkout.
 * @returns {Promise<{ release(): void }>}
 */
export async function claimDemo() {
  mkdirSync(demoDir, { recursive: true })
  const lock = await tryLock(demoDir)
  if (!lock) {
    throw new LaunchError(
      `Orderline runs already in this checkout (process ${runningLauncher() ?? 'just starting'}). Use it, or end it with: npm stop`,
    )
  }
  writePidFile(launcherPid, process.pid)
  return {
    release() {
      removePidFile(launcherPid)
      lock.close()
    },
  }
}
