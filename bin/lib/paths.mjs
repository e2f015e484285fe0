import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const rootDir = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Everything that the launcher writes, besides node_modules and dist folders. Git ignores it. */
export const runDir = join(rootDir, '.run')

/** The unpacked Debian packages: Asterisk, MariaDB, Redis, SIPp and all their libraries. */
export const treeDir = join(runDir, 'tree')
