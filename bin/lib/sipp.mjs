import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootDir } from './paths.mjs'
import { freePort } from './ports.mjs'
import { alawTone } from './tone.mjs'
import { treeCommand } from './tree.mjs'

/**
 * @typedef {object} SippOptions
 * @property {'caller' | 'caller-stays' | 'caller-gives-up' | 'stranger'} scenario a file of asterisk-config/sipp
 * @property {{ host?: string, port: number }} target
 * @property {string} did the number that is called
 * @property {string} [caller] the caller's number
 * @property {string | Buffer} [display] the caller's name; a Buffer for one that is not UTF-8
 * @property {number} [talkMs] how long the caller talks, or waits before giving up
 * @property {string} [from] the address to call from
 * @property {string[]} [args] more of SIPp's own, such as `-m 10 -r 2`
 */

/**
 * Starts a simulated caller.
 * @param {SippOptions} options
 */
export async function startSipp({
  scenario,
  target,
  did,
  caller = '+380671234567',
  display = 'Customer',
  talkMs = 3000,
  from = '127.0.0.1',
  args = ['-m', '1'],
}) {
  const dir = mkdtempSync(join(tmpdir(), 'orderline-sipp-'))
  writeScenario(join(dir, 'scenario.xml'), scenario, display)
  writeFileSync(join(dir, 'tone.al'), alawTone({ hertz: 440, seconds: 1 }))
  const whereFrom = ['-i', from, '-mi', from, '-p', String(await freePort()), '-min_rtp_port', String(await freePort())]
  const what = ['-s', did, '-key', 'caller', caller, '-d', String(talkMs)]
  const patience = scenario === 'caller-gives-up' ? ['-default_behaviors', 'all,-abortunexp'] : []
  const sipp = [
    '-sf',
    'scenario.xml',
    '-nostdin',
    '-trace_err',
    '-error_file',
    'errors.log',
    '-trace_msg',
    '-message_file',
    'messages.log',
  ]
  const { command, args: all } = treeCommand('usr/bin/sipp', [
    `${target.host ?? '127.0.0.1'}:${target.port}`,
    ...sipp,
    ...whereFrom,
    ...what,
    ...patience,
    ...args,
  ])
  const child = spawn(command, all, { cwd: dir, stdio: 'ignore', env: { ...process.env, TERM: 'dumb' } })
  /** @type {Promise<number>} */
  const ended = new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 128)))
  const read = (/** @type {string} */ file) => readIfThere(join(dir, file))
  return {
    /**
     * How the call went: 0 when it went as the scenario says. `messages` are the SIP messages, `errors` what did not fit.
     * @type {Promise<{ code: number, errors: string, messages: string }>}
     */
    result: ended.then((code) => {
      const result = { code, errors: read('errors.log'), messages: read('messages.log') }
      rmSync(dir, { recursive: true, force: true })
      return result
    }),
    /** Lets the caller hang up now, in order. */
    hangUp() {
      child.kill('SIGUSR1')
    },
    /** The caller's line is cut: nothing is said to the other side. */
    kill() {
      child.kill('SIGKILL')
    },
  }
}

/** One caller from beginning to end. @param {SippOptions} options */
export async function runSipp(options) {
  const sipp = await startSipp(options)
  return sipp.result
}

/**
 * The name goes into the scenario itself, because no command line carries bytes that are not text.
 * @param {string} file @param {string} scenario @param {string | Buffer} display
 */
function writeScenario(file, scenario, display) {
  const template = readFileSync(join(rootDir, 'asterisk-config/sipp', `${scenario}.xml`), 'utf8')
  const pieces = template.split('[display]').map((text) => Buffer.from(text))
  const name = Buffer.from(display)
  writeFileSync(file, Buffer.concat(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [name, piece]))))
}

/** @param {string} file */
function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return '' // SIPp writes a log only when it has something to say.
  }
}
