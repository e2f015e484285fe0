// bench:calls: time from INVITE to the customer's 200, Asterisk's own queue and Orderline side by side.
import { join } from 'node:path'
import { emptyInstanceDir } from '../lib/instance-dir.mjs'
import { runDir } from '../lib/paths.mjs'
import { startAppQueue } from './app-queue.mjs'
import { readBenchOptions } from './options.mjs'
import { startOrderline } from './orderline.mjs'
import { startSipp } from './sipp.mjs'
import { percentile, rounded, table } from './statistics.mjs'
import { describeMachine, measureStolen, measureUsage } from './usage.mjs'

const { json, rates, seconds, agents, talk, bridge, recording } = readBenchOptions('calls')
const dir = join(runDir, 'bench-calls')

/** @param {string} text what people see while it runs; standard output is for the result */
const tell = (text) => void process.stderr.write(`${text}\n`)

/**
 * @typedef {object} System
 * @property {'app_queue' | 'orderline'} name
 * @property {string} target where it listens for SIP
 * @property {string} number what callers dial
 * @property {Record<string, number>} pids every process that belongs to it
 * @property {() => Promise<void>} stop
 */

/** @param {System} system @param {number} rate new calls a second */
async function measure(system, rate) {
  const calls = rate * seconds
  const usage = measureUsage(system.pids)
  const stolen = measureStolen()
  const caller = await startSipp({
    scenario: 'caller',
    target: system.target,
    args: [
      ...['-s', system.number, '-r', String(rate), '-m', String(calls), '-l', '3000'],
      ...['-d', String(talk * 1000), '-trace_rtt', '-rtt_freq', '1'],
      // Whoever is not served in ten seconds has failed, and the run ends.
      ...['-recv_timeout', '10000', '-inf', 'callers.csv'],
    ],
    files: { 'callers.csv': Buffer.from(callers(calls)) },
  })
  await caller.exited
  const times = caller.responseTimes()
  const said = caller.output()
  await caller.close()
  const { processes, cpuCores, rssMb } = usage.stop()
  const stolenShare = stolen.stop()
  const failed = failedCalls(said, calls)
  const row = {
    system: system.name,
    callsPerSecond: rate,
    p50Ms: rounded(percentile(times, 0.5)),
    p95Ms: rounded(percentile(times, 0.95)),
    p99Ms: rounded(percentile(times, 0.99)),
    failed,
    cpuCores: rounded(cpuCores, 2),
    rssMb: rounded(rssMb, 0),
    stolenShare: rounded(stolenShare, 3),
    processes: processes.map((p) => ({ ...p, cpuCores: rounded(p.cpuCores, 2), rssMb: rounded(p.rssMb, 0) })),
  }
  tell(`${system.name} at ${rate}/s: p50 ${row.p50Ms} ms, p95 ${row.p95Ms} ms, ${failed} of ${calls} failed`)
  return row
}

/**
 * The numbers of as many callers, the same ones in each run: whoever called at a lower rate is a known customer, the others
 * are new. With the rates doubled each time, that is every second one. @param {number} count
 */
function callers(count) {
  const numbers = Array.from({ length: count }, (_, n) => `+38050${String(1_000_001 + n)}`)
  return ['SEQUENTIAL', ...numbers, ''].join('\n')
}

/** Counted by SIPp's closing screen. @param {string} said @param {number} calls */
function failedCalls(said, calls) {
  const successful = [...said.matchAll(/Successful call\s*\|\s*\d+\s*\|\s*(\d+)/g)].at(-1)?.[1]
  return successful === undefined ? calls : calls - Number(successful)
}

/** @param {Awaited<ReturnType<typeof measure>>[]} rows */
function print(rows) {
  const header = [
    'system',
    'calls/s',
    'p50 ms',
    'p95 ms',
    'p99 ms',
    'failed',
    'CPU cores',
    'RSS MB',
    'stolen %',
    'each process: cores / MB',
  ]
  const cells = rows.map((row) => [
    ...[row.system, row.callsPerSecond, row.p50Ms, row.p95Ms, row.p99Ms, row.failed, row.cpuCores, row.rssMb],
    rounded(row.stolenShare * 100),
    row.processes.map((p) => `${p.name} ${p.cpuCores}/${p.rssMb}`).join(', '),
  ])
  const conditions = `${agents} agents; orderline with the ${bridge} bridge, ${recording ? 'recorded' : 'not recorded'}`
  process.stdout.write(`${describeMachine()}; ${conditions}\n${table(header, cells)}\n`)
}

await emptyInstanceDir(dir)
/** @type {{ close?: () => Promise<void>, stop?: () => Promise<void> }[]} */
const started = []
try {
  // The agents' phones of both systems: one program each that answers at once.
  const phones = await Promise.all([
    startSipp({ scenario: 'agent', args: ['-aa'] }),
    startSipp({ scenario: 'agent', args: ['-aa'] }),
  ])
  started.push(...phones)
  tell(`Starting Asterisk with app_queue and ${agents} members …`)
  const appQueue = await startAppQueue({ dir, agents, phonesPort: phones[0].port })
  started.push(appQueue)
  tell(`Starting Orderline and logging ${agents} agents in …`)
  const orderline = await startOrderline({ dir, agents, phonesPort: phones[1].port, bridge, recording })
  started.push(orderline)
  const rows = []
  for (const rate of rates) {
    for (const system of [appQueue, orderline]) rows.push(await measure(system, rate))
  }
  const strangers = await orderline.callsWithoutCustomer()
  if (strangers > 0) throw new Error(`${strangers} calls have no customer: the lookup was not measured.`)
  if (json) process.stdout.write(`${JSON.stringify({ machine: describeMachine(), agents, bridge, recording, rows })}\n`)
  else print(rows)
} finally {
  for (const part of started.toReversed()) await (part.stop?.() ?? part.close?.())
}
