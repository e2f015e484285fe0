import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { architecture, hostGlibcVersion, isRoot } from './machine.mjs'
import { unpackPackages } from './packages.mjs'
import { runDir } from './paths.mjs'

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

// Chromium starts itself again for each of its processes, which only the host's own loader can serve.
// So it is taken from the newest Debian release whose C library is not newer than the host's.
const releases = [
  { name: 'forky', glibc: '2.42' },
  { name: 'trixie', glibc: '2.41' },
  { name: 'bookworm', glibc: '2.36' },
  { name: 'bullseye', glibc: '2.31' },
]

/**
 * A Chromium for the tests: CHROMIUM, else one on PATH, else one unpacked into `.run/chromium`.
 * @param {{ onProgress?: import('./packages.mjs').Progress }} [options]
 * @returns {Promise<{ executablePath: string, env: NodeJS.ProcessEnv, args: string[] }>} for Playwright's `launch`
 */
export async function findChromium({ onProgress } = {}) {
  const installed = process.env['CHROMIUM'] ?? onPath(programs)
  const found = installed ? { executablePath: installed, env: {} } : await unpackedChromium(onProgress)
  return { ...found, env: { ...process.env, ...found.env }, args: chromiumArguments() }
}

function chromiumArguments() {
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run']
  // Chromium refuses its sandbox to root; a container's small /dev/shm would break pages.
  return [...quiet, '--disable-dev-shm-usage', ...(isRoot() || !hasSandbox() ? ['--no-sandbox'] : [])]
}

/**
 * Whether an ordinary user may make name spaces, from which Chromium builds its sandbox when its own
 * setuid program is not installed. Ubuntu and some containers forbid it.
 */
function hasSandbox() {
  const forbids = (/** @type {string} */ file, /** @type {string} */ value) => {
    try {
      return readFileSync(file, 'utf8').trim() === value
    } catch {
      return false // A kernel without this switch does not forbid.
    }
  }
  return !(
    forbids('/proc/sys/kernel/unprivileged_userns_clone', '0') ||
    forbids('/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1')
  )
}

/** @param {import('./packages.mjs').Progress | undefined} onProgress */
async function unpackedChromium(onProgress) {
  const dir = await unpackPackages({
    dir: join(runDir, 'chromium'),
    releases: [matchingRelease(hostGlibcVersion())],
    packages: ['chromium', 'fonts-dejavu-core'],
    // A C library has to be of one piece with its loader.
    hosts: ['libc6'],
    megabytes: 1500,
    onProgress,
  })
  const { triplet } = architecture()
  const folders = [`usr/lib/${triplet}`, `lib/${triplet}`, `usr/lib/${triplet}/pulseaudio`]
  const libraries = folders.map((folder) => join(dir, folder)).join(':')
  const fontConfig = join(dir, 'fonts.conf')
  writeFileSync(fontConfig, fontsXml(join(dir, 'usr/share/fonts')))
  return {
    executablePath: join(dir, 'usr/lib/chromium/chromium'),
    env: { LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: fontConfig },
  }
}

/** Fonts of the unpacked tree and of the host: a bare machine has none at all. @param {string} folder */
function fontsXml(folder) {
  return `<?xml version="1.0"?>
<fontconfig>
  <dir>${folder}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${join(runDir, 'chromium-fonts')}</cachedir>
</fontconfig>
`
}

/** @param {string} glibc the host's, such as "2.36" @returns {string} the name of a Debian release */
export function matchingRelease(glibc) {
  const number = (/** @type {string} */ version) => Number(version.split('.')[1])
  const release = releases.find((candidate) => number(candidate.glibc) <= number(glibc))
  if (release) return release.name
  throw new LaunchError(
    'This system is too old for the browser tests. Install a Chromium and set CHROMIUM to its path.',
  )
}

/** @param {string[]} names */
function onPath(names) {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const files = names.flatMap((name) => folders.map((folder) => join(folder, name)))
  return files.find(isProgram)
}

/** Ubuntu's chromium-browser may be a script that only asks to install a snap. @param {string} file */
function isProgram(file) {
  try {
    accessSync(file, constants.X_OK)
    return !readFileSync(file).subarray(0, 4096).includes('snap install')
  } catch {
    return false // Not there, or not ours to run.
  }
}
