import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { withLock } from './lock.mjs'
import { rootDir } from './paths.mjs'
import { runCommand } from './run-command.mjs'

/** @typedef {Record<string, { version?: string, optional?: boolean, link?: boolean }>} LockedPackages */

/**
 * Installs the npm packages when those that are there are not those of the lock file.
 * @returns {Promise<void>}
 */
export async function ensureNpmPackages() {
  if (areInstalled()) return
  await withLock(join(rootDir, 'node_modules'), async () => {
    if (areInstalled()) return
    const { code, output } = await runCommand('npm', ['ci', '--no-audit', '--no-fund'], { cwd: rootDir })
    if (code !== 0) throw installFailed(output)
  })
}

function areInstalled() {
  const installed = join(rootDir, 'node_modules/.package-lock.json')
  if (!existsSync(installed)) return false
  return isInstalled(readPackages(join(rootDir, 'package-lock.json')), readPackages(installed))
}

/** @param {string} file @returns {LockedPackages} */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

/**
 * Compares what npm noted down when it installed with the lock file, rather than two dates: a fresh
 * checkout of an old commit has a new date.
 * @param {LockedPackages} wanted @param {LockedPackages} installed
 * @returns {boolean}
 */
export function isInstalled(wanted, installed) {
  return Object.entries(wanted).every(([path, { version, optional }]) => {
    // '' is the project itself; what is optional may be left out on this kind of machine.
    if (path === '' || (optional && !installed[path])) return true
    return installed[path] !== undefined && installed[path].version === version
  })
}

/** @param {string} output */
function installFailed(output) {
  // npm begins with what is wrong and ends with its usage.
  const log = output
    .split('\n')
    .filter((line) => line.startsWith('npm error'))
    .slice(0, 12)
    .join('\n')
  if (/ENOSPC/.test(output)) return new LaunchError('The disk is full. Make room and run the command again.', { log })
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH/.test(output)) {
    return new LaunchError(
      'The npm registry could not be reached. Check the network connection and run the command again.',
      { log },
    )
  }
  return new LaunchError('npm ci failed. What it said is below; when it is mended, run the command again.', { log })
}
