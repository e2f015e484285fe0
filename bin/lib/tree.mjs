import { join } from 'node:path'
import { architecture } from './machine.mjs'
import { unpackPackages } from './packages.mjs'
import { treeDir } from './paths.mjs'

const packages = [
  'asterisk',
  'asterisk-core-sounds-en-wav',
  'asterisk-moh-opsound-wav',
  'mariadb-server-core',
  'mariadb-client-core',
  'redis-server',
  'sip-tester',
]

/**
 * Makes sure that Asterisk, MariaDB, Redis and SIPp are unpacked.
 * @param {{ onProgress?: import('./packages.mjs').Progress }} [options]
 * @returns {Promise<string>} the tree
 */
export function ensureTree({ onProgress } = {}) {
  // Asterisk 22 is in Debian's testing release, and for a time may be only in the unstable one.
  return unpackPackages({ dir: treeDir, releases: ['forky', 'sid'], packages, megabytes: 1000, onProgress })
}

/**
 * How to run a program of the tree: by the tree's own loader with the tree's own libraries, so that
 * the age of the host's libraries does not matter.
 * @param {string} program such as `usr/sbin/asterisk` @param {string[]} args
 * @returns {{ command: string, args: string[] }}
 */
export function treeCommand(program, args) {
  const { triplet, loader } = architecture()
  const libraries = join(treeDir, 'usr/lib', triplet)
  const libraryPath = [libraries, join(treeDir, 'usr/lib'), join(libraries, 'asterisk')].join(':')
  return {
    command: join(libraries, loader),
    args: ['--library-path', libraryPath, '--argv0', program, join(treeDir, program), ...args],
  }
}
