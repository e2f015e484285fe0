import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { withLock } from './lock.mjs'
import { rootDir, runDir } from './paths.mjs'
import { lastLines, runCommand } from './run-command.mjs'

const sources = [
  'backend',
  'dialer',
  'db',
  'agent-ui',
  'bin/build-processes.mjs',
  'bin/lib/share-object-shapes.mjs',
  'package.json',
  'package-lock.json',
]
const products = [
  'backend/dist/main.js',
  'backend/dist/create-admin.js',
  'dialer/dist/main.js',
  'db/dist/migrate.js',
  'db/dist/seed.js',
  'agent-ui/dist/index.html',
]
const skipped = new Set(['node_modules', 'dist', 'e2e', 'coverage'])

/**
 * Builds the processes and the screens when a source is newer than the last complete build.
 * @returns {Promise<void>}
 */
export async function ensureBuild() {
  await withLock(join(rootDir, 'dist'), async () => {
    if (isBuilt()) return
    // The time before the build: what is saved while it runs is newer, and built the next time.
    const startedAt = new Date()
    const { code, output } = await runCommand('npm', ['run', 'build'], { cwd: rootDir })
    if (code !== 0) throw new LaunchError('npm run build failed.', { log: lastLines(output, 40) })
    mkdirSync(runDir, { recursive: true })
    const stamp = join(runDir, 'built')
    writeFileSync(stamp, '')
    utimesSync(stamp, startedAt, startedAt)
  })
}

function isBuilt() {
  const stamp = statSync(join(runDir, 'built'), { throwIfNoEntry: false })
  if (!stamp || !products.every((file) => existsSync(join(rootDir, file)))) return false
  return sources.every((source) => newestChange(join(rootDir, source)) <= stamp.mtimeMs)
}

/**
 * When anything in a folder last changed. Folders count too: a removed file changes its folder.
 * @param {string} path @returns {number} epoch ms
 */
export function newestChange(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.mtimeMs
  const children = readdirSync(path).filter(
    (name) => !skipped.has(name) && !name.startsWith('.') && !name.endsWith('.tsbuildinfo'),
  )
  // A folder that holds build products changes with them, so its own time says nothing.
  const own = existsSync(join(path, 'dist')) || existsSync(join(path, 'node_modules')) ? 0 : stat.mtimeMs
  return Math.max(own, ...children.map((name) => newestChange(join(path, name))))
}
