import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'

/**
 * @typedef {object} Stamp what a folder was unpacked from. It is written last: no stamp, no folder.
 * @property {string} wanted what was asked for; another wish means another folder
 * @property {Record<string, string>} packages name → version
 */

/** @param {string} dir @param {string} wanted @returns {boolean} */
export function isStamped(dir, wanted) {
  return readStamp(dir)?.wanted === wanted
}

/** @param {string} dir @returns {Stamp | undefined} */
export function readStamp(dir) {
  try {
    return JSON.parse(readFileSync(join(dir, 'stamp.json'), 'utf8'))
  } catch {
    return undefined // Missing, or cut off half-way: the folder counts as not there and is made anew.
  }
}

/** @param {string} dir @param {Stamp} stamp */
export function writeStamp(dir, stamp) {
  writeFileSync(join(dir, 'stamp.json'), `${JSON.stringify(stamp, null, 2)}\n`)
}

/**
 * Debian writes a package file as name_version_architecture.deb, with `:` as %3a.
 * @param {string[]} files @returns {Record<string, string>} name → version
 */
export function packageVersions(files) {
  return Object.fromEntries(
    files.map((file) => {
      const [name = '', version = ''] = basename(file).split('_')
      return /** @type {[string, string]} */ ([name, decodeURIComponent(version)])
    }),
  )
}
