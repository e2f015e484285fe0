// `npm start`: from a fresh clone to a running contact centre, and back to nothing on Ctrl-C.
import { once } from 'node:events'
import { readArguments } from './lib/arguments.mjs'
import { ensureBuild } from './lib/build.mjs'
import { startCentre } from './lib/centre.mjs'
import { explain } from './lib/command.mjs'
import { describeDemo, removeDemoFile, writeDemoFile } from './lib/demo-file.mjs'
import { claimDemo, demoDir } from './lib/demo-instance.mjs'
import { endLeftovers } from './lib/instance-dir.mjs'
import { ensureNpmPackages } from './lib/npm-packages.mjs'
import { readPort, requireMachine, requirePort } from './lib/requirements.mjs'
import { createStep } from './lib/steps.mjs'
import { supervise } from './lib/supervise.mjs'
import { ensureTree } from './lib/tree.mjs'
import { welcome } from './lib/welcome.mjs'

const step = createStep()

const stopping = new AbortController()
const stopAsked = once(stopping.signal, 'abort')
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    // The second time they mean it: the parts go with this process.
    if (stopping.signal.aborted) process.exit(130)
    stopping.abort()
  })
}

try {
  await main()
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}
// A download or a build under way must not keep a stopped launcher alive.
process.exit()

async function main() {
  const startedAt = performance.now()
  readArguments({ command: 'PORT=8080 HOST=127.0.0.1 npm start' })
  const where = { host: process.env['HOST'] || '127.0.0.1', port: readPort(process.env['PORT'] || '8080') }
  requireMachine()
  const claim = await claimDemo()
  try {
    await endLeftovers(demoDir)
    await requirePort(where)
    await Promise.race([prepare(), stopAsked])
    if (!stopping.signal.aborted) await runCentre(where, startedAt)
  } finally {
    removeDemoFile()
    claim.release()
  }
}

async function prepare() {
  await step('Install npm packages', () => ensureNpmPackages())
  await step('Unpack Asterisk, MariaDB, Redis', (onProgress) => ensureTree({ onProgress }))
  await step('Build', () => ensureBuild())
}

/** @param {{ host: string, port: number }} where @param {number} startedAt */
async function runCentre(where, startedAt) {
  const centre = await startCentre({ name: 'demo', dir: demoDir, ...where, environment: callersEnvironment(), step })
  const demo = describeDemo(centre)
  writeDemoFile(demo)
  const { mariadb, redis, asterisk, carrier } = centre.engines
  const parts = [mariadb, redis, asterisk, carrier, centre.backend, centre.dialer].filter((part) => part !== undefined)
  /** @type {Promise<string>} */
  const fault = new Promise((giveUp) => {
    const watch = supervise(parts, { report: (text) => console.error(`\n${text}\n`), giveUp })
    void stopAsked.then(() => watch.close())
  })
  console.log(welcome(demo, performance.now() - startedAt))
  const reason = await Promise.race([stopAsked, fault])
  if (typeof reason === 'string') {
    console.error(`\n${reason}`)
    process.exitCode = 1
  }
  console.log('')
  await step('Stop everything', () => centre.stop())
}

/** npm's own variables are of no use to the processes; the rest of the caller's environment is. */
function callersEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')))
}
