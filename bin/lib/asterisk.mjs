import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { architecture } from './machine.mjs'
import { createPart } from './part.mjs'
import { rootDir, treeDir } from './paths.mjs'
import { freePort } from './ports.mjs'
import { fetchJson } from './readiness.mjs'
import { renderFolders } from './render.mjs'
import { keptSecret } from './secret.mjs'
import { ensureTree, treeCommand } from './tree.mjs'

/**
 * @typedef {object} AsteriskOptions
 * @property {string} dir everything of this instance
 * @property {string} [logDir]
 * @property {'centre' | 'carrier'} role the contact centre's own, or the simulated telephone network
 * @property {{ host?: string, port: number }} peer the other end of the trunk, its SIP port
 * @property {number} [sipPort] @property {number} [httpPort] picked when not given
 * @property {string} [listenOn] the address for SIP and HTTP; 127.0.0.1
 * @property {string} [recordingsDir] @property {string} [voicemailDir]
 * @property {number} [enterTries] tries, every 2 s, to reach a backend before a call is asked for a message; 30
 * @property {string[]} [modules] more modules to load, such as `app_queue.so`
 * @property {Record<string, string>} [files] more configuration files, by name; `extensions.local.conf`
 *   and `pjsip.local.conf` are read after ours
 */

/**
 * A private Asterisk 22. Resolves when ARI answers.
 * @param {AsteriskOptions} options
 */
export async function startAsterisk(options) {
  await ensureTree()
  const { dir, role, logDir = dir, listenOn = '127.0.0.1' } = options
  const httpPort = options.httpPort ?? (await freePort())
  const sipPort = options.sipPort ?? (await freePort())
  const ari = { username: role === 'centre' ? 'orderline' : 'carrier', password: keptSecret(join(dir, 'ari-password')) }
  const phone = { username: 'demo-phone', password: keptSecret(join(dir, 'phone-password')) }
  const recordingsDir = options.recordingsDir ?? join(dir, 'recordings')
  const voicemailDir = options.voicemailDir ?? join(dir, 'voicemail')

  const configure = async () => {
    prepareFolders(dir, { recordingsDir, voicemailDir })
    const values = { ...directories(dir, logDir, role), ...limits(), ...trunk(options), ...rtpRange() }
    renderConfiguration(options, {
      ...values,
      httpHost: listenOn,
      httpPort,
      sipHost: listenOn,
      sipPort,
      voicemailDir,
      ariUsername: ari.username,
      ariPassword: ari.password,
      ariApp: 'orderline',
      phoneUsername: phone.username,
      phonePassword: phone.password,
      enterTries: options.enterTries ?? 30,
    })
  }
  const url = `http://127.0.0.1:${httpPort}`
  const part = createPart({
    name: role === 'centre' ? 'Asterisk' : 'Asterisk (simulated carrier)',
    dir,
    logFile: join(logDir, `${partName(role)}.log`),
    // -C must be absolute, else Asterisk silently reads its built-in paths; -f stays in the foreground.
    ...treeCommand('usr/sbin/asterisk', ['-f', '-n', '-C', join(dir, 'etc/asterisk.conf')]),
    // More arenas make Asterisk's memory grow without end under load.
    env: { ...process.env, MALLOC_ARENA_MAX: '2' },
    beforeStart: configure,
    isReady: () => isLoaded(url, ari),
  })
  await part.start()
  return Object.assign(part, {
    httpPort,
    sipPort,
    url,
    wsUrl: `ws://127.0.0.1:${httpPort}/ws`,
    ari,
    phone,
    recordingsDir,
    voicemailDir,
  })
}

/**
 * ARI answers before the last module is in its place, so ask for those that a call needs.
 * @param {string} url @param {{ username: string, password: string }} login
 * @returns {Promise<boolean>}
 */
async function isLoaded(url, login) {
  const modules = /** @type {{ name: string, status: string }[] | undefined} */ (
    await fetchJson(`${url}/ari/asterisk/modules`, login)
  )
  const isRunning = (/** @type {string} */ name) =>
    modules?.some((module) => module.name === name && module.status === 'Running')
  return ['chan_pjsip.so', 'pbx_config.so', 'app_stasis.so', 'res_ari_channels.so'].every(isRunning)
}

/** @param {'centre' | 'carrier'} role */
function partName(role) {
  return role === 'centre' ? 'asterisk' : 'carrier'
}

/** @param {AsteriskOptions} options @param {Record<string, string | number>} values */
function renderConfiguration({ dir, role, files = {}, modules = [] }, values) {
  const templates = join(rootDir, 'asterisk-config')
  const etc = join(dir, 'etc')
  rmSync(etc, { recursive: true, force: true })
  renderFolders([join(templates, 'shared'), join(templates, role)], etc, values)
  const more = { 'modules.local.conf': modules.map((module) => `load = ${module}\n`).join(''), ...files }
  for (const [file, text] of Object.entries(more)) writeFileSync(join(etc, file), text, { mode: 0o600 })
}

/** @param {string} dir @param {{ recordingsDir: string, voicemailDir: string }} folders */
function prepareFolders(dir, { recordingsDir, voicemailDir }) {
  for (const folder of ['data/keys', 'spool', 'run', 'data/sounds']) mkdirSync(join(dir, folder), { recursive: true })
  for (const folder of [recordingsDir, voicemailDir]) mkdirSync(folder, { recursive: true })
  const share = join(treeDir, 'usr/share/asterisk')
  link(join(share, 'rest-api'), join(dir, 'data/rest-api'))
  link(join(share, 'documentation'), join(dir, 'data/documentation'))
  link(join(share, 'sounds/en_US_f_Allison'), join(dir, 'data/sounds/en'))
  // ARI's recordings go to spool/recording, and there is no setting for it.
  link(recordingsDir, join(dir, 'spool/recording'))
}

/** @param {string} target @param {string} path */
function link(target, path) {
  rmSync(path, { recursive: true, force: true })
  symlinkSync(target, path)
}

/** @param {string} dir @param {string} logDir @param {'centre' | 'carrier'} role */
function directories(dir, logDir, role) {
  return {
    etcDir: join(dir, 'etc'),
    dataDir: join(dir, 'data'),
    spoolDir: join(dir, 'spool'),
    runDir: join(dir, 'run'),
    logDir,
    logFile: `${partName(role)}.log`,
    modulesDir: join(treeDir, 'usr/lib', architecture().triplet, 'asterisk/modules'),
    mohDir: join(treeDir, 'usr/share/asterisk/moh'),
    entityId: entityId(dir),
  }
}

function limits() {
  // The load of a developer's machine comes from compilers too; only a hopeless one refuses calls.
  return { maxCalls: 2000, maxLoad: 20 * availableParallelism() }
}

/** @param {AsteriskOptions} options */
function trunk({ peer }) {
  const trunkHost = peer.host ?? '127.0.0.1'
  // Both ends are on this machine, so nobody else may hear or send what is said.
  const trunkMedia = 'media_address = 127.0.0.1\nbind_rtp_to_media_address = yes'
  return { trunkHost, trunkPort: peer.port, trunkMatch: `${trunkHost}/32`, trunkMedia }
}

/** A part of the ports at random: two instances that overlap step aside for each other, but seldom must. */
function rtpRange() {
  const rtpStart = 34_000 + 2 * Math.floor(Math.random() * 11_000)
  return { rtpStart, rtpEnd: rtpStart + 8_000 }
}

/** Six bytes in the form of a local network address, the same for the same folder. @param {string} dir */
function entityId(dir) {
  const bytes = createHash('sha256').update(dir).digest().subarray(0, 6)
  bytes[0] = ((bytes[0] ?? 0) & 0xfc) | 0x02
  return bytes.toString('hex').match(/../g)?.join(':') ?? ''
}
