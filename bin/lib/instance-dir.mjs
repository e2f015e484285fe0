import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { endLeftover } from './part.mjs'
import { readPidFile } from './process-identity.mjs'

/**
 * Ends what runs in an instance's folder, and in those of instances inside it, although its launcher was killed.
 * @param {string} dir with a folder for each part, which holds its `pid` @returns {Promise<number>} how many processes
 */
export async function endLeftovers(dir) {
  if (!existsSync(dir)) return 0
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((file) => basename(file) === 'pid')
  const alive = files.map((file) => join(dir, file)).filter((file) => readPidFile(file) !== undefined)
  await Promise.all(alive.map(endLeftover))
  return alive.length
}

/**
 * An empty folder for an instance that begins from nothing, whatever an earlier one left there.
 * @param {string} dir
 */
export async function emptyInstanceDir(dir) {
  await endLeftovers(dir)
  rmSync(dir, { recursive: true, force: true })
  mkdirSync(dir, { recursive: true })
}
