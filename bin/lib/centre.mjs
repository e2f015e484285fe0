import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { centreEnvironment } from './centre-environment.mjs'
import { prepareDatabase } from './database.mjs'
import { createPart } from './part.mjs'
import { rootDir, runDir } from './paths.mjs'
import { freePort } from './ports.mjs'
import { answersHttp } from './readiness.mjs'
import { startEngines } from './runtime.mjs'
import { silentStep } from './steps.mjs'

/**
 * @typedef {object} CentreOptions
 * @property {string} name a word of your own; the folder is `.run/<name>`
 * @property {string} [dir]
 * @property {string} [host] @property {number} [port] where people and shops come in; picked when not given
 * @property {NodeJS.ProcessEnv} [environment] what replaces the defaults: DATABASE_URL, REDIS_URL, ARI_URL … replace
 *   a private engine, anything else goes to backend and dialer as it is
 * @property {boolean} [demo] the demo shops, people and page; true
 * @property {import('./runtime.mjs').RuntimeOptions['asterisk']} [asterisk]
 * @property {import('./runtime.mjs').RuntimeOptions['mariadb']} [mariadb]
 * @property {import('./steps.mjs').Step} [step] is told what happens
 */

/**
 * A whole contact centre: engines, migrated and seeded database, backend, dialer. It needs `npm run build`.
 * Each part can be killed and started again alone: `centre.backend.kill()`, `centre.backend.start()`.
 * @param {CentreOptions} options
 */
export async function startCentre(options) {
  const {
    name,
    dir = join(runDir, name),
    host = '127.0.0.1',
    environment = {},
    demo = true,
    step = silentStep,
  } = options
  mkdirSync(dir, { recursive: true })
  const wanted = {
    mariadb: environment['DATABASE_URL'] === undefined,
    redis: environment['REDIS_URL'] === undefined,
    asterisk: environment['ARI_URL'] === undefined,
  }
  const engines = await step(enginesTitle(wanted), () =>
    startEngines({ name, dir, asterisk: options.asterisk, mariadb: options.mariadb }, wanted),
  )
  /** @type {import('./part.mjs').Part[]} */
  const processes = []
  const stop = async () => {
    for (const part of processes.toReversed()) await part.stop()
    await engines.stop()
  }
  try {
    const port = options.port ?? (await freePort())
    const url = publicUrl(host, port)
    const env = centreEnvironment({ engines, host, port, url, demo, environment })
    const credentials = await step('Prepare the database', () => prepareDatabase({ dir, env, demo }))
    // The demo's page shows who may log in.
    if (credentials) env['DEMO_LOGINS'] ??= JSON.stringify(credentials.users)
    const backend = backendPart({ dir, logDir: engines.logDir, env, port, host })
    const dialer = await dialerPart({ dir, logDir: engines.logDir, env })
    processes.push(backend, dialer)
    await step('Start backend and dialer', () => Promise.all([backend.start(), dialer.start()]))
    return { dir, url, env, credentials, engines, backend, dialer, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** @typedef {Awaited<ReturnType<typeof startCentre>>} Centre */

/** @param {{ mariadb: boolean, redis: boolean, asterisk: boolean }} wanted */
function enginesTitle({ mariadb, redis, asterisk }) {
  const names = [mariadb && 'MariaDB', redis && 'Redis', asterisk && 'Asterisk'].filter(Boolean)
  return names.length > 0 ? `Start ${names.join(', ')}` : 'Use the engines given'
}

/**
 * A backend of a centre; a second one beside the first needs a folder, a log folder and a port of its own.
 * @param {{ dir: string, logDir: string, env: NodeJS.ProcessEnv, host: string, port: number }} options
 */
export function backendPart({ dir, logDir, env, host, port }) {
  return createPart({
    name: 'The backend',
    dir: join(dir, 'backend'),
    cwd: rootDir,
    command: process.execPath,
    args: ['--enable-source-maps', '--max-old-space-size=768', join(rootDir, 'backend/dist/main.js')],
    env,
    logFile: join(logDir, 'backend.log'),
    isReady: () => answersHttp(`${publicUrl(host, port)}/api/health`),
  })
}

/** @param {{ dir: string, logDir: string, env: NodeJS.ProcessEnv }} options */
async function dialerPart({ dir, logDir, env }) {
  const healthPort = await freePort()
  return createPart({
    name: 'The dialer',
    dir: join(dir, 'dialer'),
    cwd: rootDir,
    command: process.execPath,
    args: ['--enable-source-maps', join(rootDir, 'dialer/dist/main.js')],
    env: { ...env, HEALTH_PORT: String(healthPort) },
    logFile: join(logDir, 'dialer.log'),
    isReady: () => answersHttp(`http://127.0.0.1:${healthPort}/health`),
  })
}

/** The address to open: one that listens everywhere is reached at home. @param {string} host @param {number} port */
function publicUrl(host, port) {
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}
