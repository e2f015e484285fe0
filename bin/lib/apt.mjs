import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { architecture } from './machine.mjs'
import { lastLines, runCommand } from './run-command.mjs'

/**
 * A private apt: own lists, own cache, own idea of what is installed (nothing), so it needs no root,
 * changes nothing on the machine and resolves every dependency. The host's proxy settings still hold.
 * @param {{ dir: string, sources?: string }} options `sources` is the text of a sources.list; without it the host's own sources are used
 */
export function createApt({ dir, sources }) {
  const configFile = join(dir, 'apt.conf')
  mkdirSync(join(dir, 'lists/partial'), { recursive: true })
  mkdirSync(join(dir, 'cache/archives/partial'), { recursive: true })
  writeFileSync(join(dir, 'status'), '')
  if (sources !== undefined) writeFileSync(join(dir, 'sources.list'), sources)
  writeFileSync(configFile, configuration(dir, sources !== undefined))

  /** @param {string[]} args @param {(line: string) => void} [onLine] */
  const apt = (args, onLine) => runCommand('apt-get', ['-c', configFile, ...args], { onLine, cwd: dir })
  return {
    /** Reads the lists of packages. @returns {Promise<void>} */
    async update() {
      const { code, output } = await apt(['update'])
      if (code !== 0) throw updateFailed(code, output)
    },

    /**
     * Downloads packages with all that they need.
     * @param {string[]} names @param {(done: number, total: number) => void} [onProgress]
     * @returns {Promise<string[]>} the .deb files
     */
    async download(names, onProgress) {
      const install = ['install', '--yes', '--no-install-recommends']
      const plan = await apt([...install, '--print-uris', '--quiet=2', ...names])
      if (plan.code !== 0) throw downloadFailed(plan.output)
      const files = [...plan.output.matchAll(/^'[^']+' (\S+\.deb) /gm)].map((match) => match[1])
      let done = 0
      const onLine = (/** @type {string} */ line) => {
        if (line.startsWith('Get:')) onProgress?.(++done, files.length)
      }
      const { code, output } = await apt([...install, '--download-only', ...names], onLine)
      if (code !== 0) throw downloadFailed(output)
      const archives = join(dir, 'cache/archives')
      return readdirSync(archives)
        .filter((file) => file.endsWith('.deb'))
        .map((file) => join(archives, file))
    },
  }
}

/** @param {string} dir @param {boolean} ownSources */
function configuration(dir, ownSources) {
  const sources = [
    `Dir::Etc::sourcelist "${dir}/sources.list";`,
    'Dir::Etc::sourceparts "/dev/null";',
    // A mirror that fails makes apt-get fail too, instead of going on with old lists. Of the host's
    // own sources some may be broken without harm.
    'APT::Update::Error-Mode "any";',
  ]
  return [
    `Dir::State "${dir}";`,
    `Dir::State::lists "${dir}/lists";`,
    `Dir::State::status "${dir}/status";`,
    `Dir::Cache "${dir}/cache";`,
    'Dir::Etc::preferences "/dev/null";',
    'Dir::Etc::preferencesparts "/dev/null";',
    ...(ownSources ? sources : []),
    `APT::Architecture "${architecture().debianName}";`,
    '#clear APT::Architectures;',
    `APT::Architectures { "${architecture().debianName}"; };`,
    'APT::Default-Release "";',
    'APT::Keep-Downloaded-Packages "true";',
    'Acquire::Languages "none";',
    'Acquire::Retries "3";',
    // As root apt would download as the user _apt, who may not read a checkout in a home directory.
    'APT::Sandbox::User "root";',
    // The host's hooks (container images clean their cache in one) are about the host's apt, not this one.
    '#clear APT::Update::Pre-Invoke;',
    '#clear APT::Update::Post-Invoke;',
    '#clear APT::Update::Post-Invoke-Success;',
    '#clear DPkg::Pre-Install-Pkgs;',
    '#clear DPkg::Post-Invoke;',
    '',
  ].join('\n')
}

/** @param {number} code @param {string} output */
function updateFailed(code, output) {
  const log = lastLines(output)
  if (code === 127) {
    return new LaunchError(
      'There is no apt-get on this machine. npm start needs Debian or Ubuntu; elsewhere use docker compose up.',
      { log },
    )
  }
  if (isDiskFull(output)) return diskFull(log)
  // A mirror's lists say from when until when they hold.
  if (/is (expired|not valid yet)/.test(output)) {
    return new LaunchError(
      `By this machine's clock (${new Date().toISOString()}) the lists of the Debian mirror do not hold. Set the clock, or name a mirror that is up to date in DEBIAN_MIRROR, then run the command again.`,
      { log },
    )
  }
  return new LaunchError(
    'The Debian mirror could not be read. Check the network connection (and http_proxy, if you use one), then run the command again.',
    { log },
  )
}

/** @param {string} output */
function downloadFailed(output) {
  const log = lastLines(output)
  if (isDiskFull(output)) return diskFull(log)
  return new LaunchError(
    'The Debian packages could not be downloaded. Check the network connection, then run the command again: it goes on where it stopped.',
    { log },
  )
}

/** @param {string} log */
function diskFull(log) {
  return new LaunchError(
    'The disk is full. Orderline needs about 1 GB in .run/. Make room and run the command again.',
    { log },
  )
}

/** @param {string} output */
export function isDiskFull(output) {
  return /No space left on device|enough free space|ENOSPC/.test(output)
}
