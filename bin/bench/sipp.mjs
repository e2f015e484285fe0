import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootDir } from '../lib/paths.mjs'
import { freePort } from '../lib/ports.mjs'
import { treeCommand } from '../lib/tree.mjs'

const scenarios = join(rootDir, 'bin/bench/sipp')

/** Phones that are open: none may outlive this process. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set()
process.on('exit', () => running.forEach((child) => child.kill('SIGKILL')))

/**
 * Starts SIPp with one of the benchmark's scenarios.
 * @param {{ scenario: 'caller' | 'agent' | 'register' | 'room' | 'network', target?: string, args?: string[], port?: number,
 *   files?: Record<string, Buffer> }} options `files` lie in its folder, by name
 */
export async function startSipp({ scenario, target, args = [], port, files = {} }) {
  const dir = mkdtempSync(join(tmpdir(), 'orderline-sipp-'))
  for (const [name, content] of Object.entries(files)) writeFileSync(join(dir, name), content)
  const localPort = port ?? (await freePort())
  const { command, args: loaderArgs } = treeCommand('usr/bin/sipp', [
    ...(target ? [target] : []),
    ...['-sf', join(scenarios, `${scenario}.xml`), '-i', '127.0.0.1', '-p', String(localPort), '-mi', '127.0.0.1'],
    ...['-nostdin', '-max_socket', '4096', ...args],
  ])
  const child = spawn(command, loaderArgs, {
    cwd: dir,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, TERM: 'dumb' },
  })
  running.add(child)
  child.once('close', () => running.delete(child))
  let output = ''
  child.stdout.on('data', (chunk) => (output = (output + chunk).slice(-20_000)))
  child.stderr.on('data', (chunk) => (output = (output + chunk).slice(-20_000)))
  /** @type {Promise<number>} */
  const exited = new Promise((resolve) => child.once('close', (code) => resolve(code ?? 128)))
  return {
    pid: child.pid ?? 0,
    port: localPort,
    exited,
    output: () => output,
    /** @returns {number[]} the scenario's timer, ms, one value a call (needs -trace_rtt) */
    responseTimes: () => readResponseTimes(dir),
    /** Ends it and removes what it wrote. */
    async close() {
      child.kill('SIGKILL')
      await exited
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

/** SIPp writes `Date_ms;response_time_ms;rtd_name` lines. @param {string} dir @returns {number[]} */
function readResponseTimes(dir) {
  const file = readdirSync(dir).find((name) => name.endsWith('_rtt.csv'))
  if (!file) return []
  const lines = readFileSync(join(dir, file), 'utf8').trim().split('\n').slice(1)
  return lines.map((line) => Number(line.split(';')[1]))
}
