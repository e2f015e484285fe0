import { existsSync, mkdirSync, renameSync, rmSync, statfsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { createApt, isDiskFull } from './apt.mjs'
import { ensureDebianKeyring } from './keyring.mjs'
import { LaunchError } from './launch-error.mjs'
import { withLock } from './lock.mjs'
import { architecture } from './machine.mjs'
import { lastLines, runCommand } from './run-command.mjs'
import { isStamped, packageVersions, writeStamp } from './stamp.mjs'

/** @typedef {(text: string) => void} Progress */

/**
 * @typedef {object} Unpacking
 * @property {string} dir where the packages go
 * @property {string[]} releases of Debian, tried in this order
 * @property {string[]} packages
 * @property {string[]} [hosts] packages whose files the host must give: they are not unpacked
 * @property {number} megabytes how much room it needs while it works
 * @property {Progress | undefined} [onProgress]
 */

/**
 * Downloads Debian packages with all they need and unpacks them into one folder. The second time it
 * returns at once. What an earlier run left half-done is thrown away; what it downloaded is used.
 * @param {Unpacking} options @returns {Promise<string>} the folder
 */
export async function unpackPackages(options) {
  const hosts = options.hosts?.map((name) => `-${name}`) ?? []
  const wanted = [architecture().debianName, ...options.releases, ...options.packages, ...hosts].join(' ')
  if (isStamped(options.dir, wanted)) return options.dir
  return withLock(options.dir, async () => {
    if (!isStamped(options.dir, wanted)) await unpackAnew(options, wanted)
    return options.dir
  })
}

/** @param {Unpacking} options @param {string} wanted */
async function unpackAnew({ dir, releases, packages, hosts = [], megabytes, onProgress }, wanted) {
  mkdirSync(dirname(dir), { recursive: true })
  requireRoom(dirname(dir), megabytes)
  const downloaded = await download({ dir, releases, packages, onProgress })
  const files = downloaded.filter((file) => !hosts.some((name) => basename(file).startsWith(`${name}_`)))
  const partial = `${dir}.partial`
  rmSync(partial, { recursive: true, force: true })
  mkdirSync(partial, { recursive: true })
  for (const [index, file] of files.entries()) {
    onProgress?.(`unpacking ${index + 1} of ${files.length}`)
    await unpack(file, partial)
  }
  writeStamp(partial, { wanted, packages: packageVersions(files) })
  rmSync(dir, { recursive: true, force: true })
  renameSync(partial, dir)
  rmSync(`${dir}.apt`, { recursive: true, force: true })
}

/**
 * @param {Omit<Unpacking, 'megabytes'>} options
 * @returns {Promise<string[]>} the .deb files of the first release that has all the packages
 */
async function download({ dir, releases, packages, onProgress }) {
  const keyring = await ensureDebianKeyring({ runDir: dirname(dir) })
  /** @type {unknown} */
  let lastError
  for (const release of releases) {
    try {
      const apt = createApt({ dir: `${dir}.apt/${release}`, sources: sourcesList(release, keyring) })
      onProgress?.(`reading the lists of Debian ${release}`)
      await apt.update()
      return await apt.download(packages, (done, total) => onProgress?.(`downloading ${done} of ${total}`))
    } catch (error) {
      lastError = error
    }
  }
  throw lastError
}

/** @param {string} release @param {string} keyring */
function sourcesList(release, keyring) {
  // Brackets and blanks end an option in sources.list, and there is no way to quote them.
  if (/[\s\][]/.test(keyring)) {
    throw new LaunchError(
      `The path ${keyring} holds blanks or brackets, which apt cannot read. Move the checkout to a folder with a plain name.`,
    )
  }
  const mirror = process.env['DEBIAN_MIRROR'] ?? 'http://deb.debian.org/debian'
  return `deb [signed-by=${keyring}] ${mirror} ${release} main\n`
}

/** @param {string} file @param {string} dir */
async function unpack(file, dir) {
  const { code, output } = await runCommand('dpkg', ['-x', file, dir])
  if (code === 0) return
  // A file that does not unpack would be taken for good again by the next start.
  rmSync(file, { force: true })
  const log = lastLines(output)
  if (isDiskFull(output)) throw new LaunchError('The disk is full. Make room and run the command again.', { log })
  throw new LaunchError(`The package ${file} cannot be unpacked; it has been removed. Run the command again.`, { log })
}

/** @param {string} dir @param {number} megabytes */
function requireRoom(dir, megabytes) {
  if (!existsSync(dir)) return
  const { bavail, bsize } = statfsSync(dir)
  const free = Math.floor((bavail * bsize) / 1e6)
  if (free >= megabytes) return
  throw new LaunchError(
    `There are ${free} MB free in ${join(dir)} and ${megabytes} MB are needed. Make room and run the command again.`,
  )
}
