// bench:orders: orders a second through POST /api/v1/orders, against a bare Koa + mysql2 insert of the same row.
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import autocannon from 'autocannon'
import { startCentre } from '../lib/centre.mjs'
import { emptyInstanceDir } from '../lib/instance-dir.mjs'
import { rootDir, runDir } from '../lib/paths.mjs'
import { freePort } from '../lib/ports.mjs'
import { readBenchOptions } from './options.mjs'
import { percentile, rounded, table } from './statistics.mjs'
import { describeMachine, measureStolen } from './usage.mjs'

const { json, seconds, rounds, connections } = readBenchOptions('orders')
/** What one side has written goes to the disk behind its back, and would be paid by the other. */
const settleMs = 5_000

/** @param {string} text what people see while it runs; standard output is for the result */
const tell = (text) => void process.stderr.write(`${text}\n`)

/** A body as a shop sends it; each has its own external id and one of 90,000 customers. */
function orderBody() {
  const phone = `+38067${String(1_000_000 + Math.floor(Math.random() * 90_000)).slice(-7)}`
  return JSON.stringify({
    externalId: randomUUID(),
    customer: { name: 'Олена Коваленко', phone },
    items: [
      { sku: 'KT-17', name: 'Електрочайник 1,7 л', quantity: 1, priceMinor: 129_900, category: 'kettles' },
      { sku: 'FL-02', name: 'Фільтр', quantity: 2, priceMinor: 19_900 },
    ],
    totalMinor: 169_700,
    currency: 'UAH',
    delivery: { method: 'branch', city: 'Львів', branch: 'Відділення 12' },
    comment: 'Передзвоніть після 14:00',
  })
}

/** @typedef {{ url: string, headers: Record<string, string> }} System */
/** @typedef {{ requests: number, seconds: number, times: number[], failed: number, stolen: number }} Turn times in ms */

/**
 * @param {System} system
 * @param {{ rate?: number }} load requests a second; as many as possible without it
 * @returns {Promise<Turn>}
 */
async function takeTurn({ url, headers }, { rate } = {}) {
  /** @type {number[]} */
  const times = []
  let refused = 0
  const stolen = measureStolen()
  const run = autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    connections,
    duration: seconds,
    ...(rate && { overallRate: rate }),
    requests: [{ setupRequest: (request) => ({ ...request, body: orderBody() }) }],
  })
  run.on('response', (_client, status, _bytes, time) => {
    times.push(time)
    if (status >= 300) refused += 1
  })
  const result = await run
  const failed = refused + result.errors + result.timeouts
  return { requests: result.requests.total, seconds: result.duration, times, failed, stolen: stolen.stop() }
}

/**
 * The systems take turns for several rounds: a machine that slows down or speeds up for a while meets all of them.
 * @param {{ name: string, system: System, rate?: number }[]} entries
 * @param {'full' | 'half'} load
 */
async function measure(entries, load) {
  /** @type {Turn[][]} */
  const turns = entries.map(() => [])
  for (let round = 1; round <= rounds; round++) {
    for (const [i, { name, system, rate }] of entries.entries()) {
      tell(`${name}, ${load} load, ${seconds} s, round ${round} of ${rounds} …`)
      await setTimeout(settleMs)
      turns[i]?.push(await takeTurn(system, rate === undefined ? {} : { rate }))
    }
  }
  return entries.map(({ name }, i) => ({ system: name, load, ...summary(turns[i] ?? []) }))
}

/** @param {Turn[]} turns of one system */
function summary(turns) {
  const total = (/** @type {(turn: Turn) => number} */ of) => turns.reduce((sum, turn) => sum + of(turn), 0)
  const times = turns.flatMap((turn) => turn.times)
  return {
    requestsPerSecond: rounded(total((turn) => turn.requests) / total((turn) => turn.seconds), 0),
    eachRound: turns.map((turn) => rounded(turn.requests / turn.seconds, 0)),
    p50Ms: rounded(percentile(times, 0.5)),
    p95Ms: rounded(percentile(times, 0.95)),
    failed: total((turn) => turn.failed),
    stolenShare: rounded(total((turn) => turn.stolen) / turns.length, 3),
  }
}

/** @param {NodeJS.ProcessEnv} environment */
async function startBareServer(environment) {
  const port = await freePort()
  const child = fork(join(rootDir, 'bin/bench/bare-server.mjs'), { env: { ...environment, PORT: String(port) } })
  await new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`The bare server ended with ${code}`)))
  })
  return { url: `http://127.0.0.1:${port}/`, headers: {}, stop: () => child.kill() }
}

tell('Starting the centre …')
const dir = join(runDir, 'bench-orders')
await emptyInstanceDir(dir)
const centre = await startCentre({
  name: 'bench-orders',
  dir,
  // As in docs/running-it.md: with less, each side pays for what the one before it has written.
  mariadb: { bufferPool: '1G', logFile: '1G' },
  environment: { API_RATE_PER_MINUTE: '10000000', LOG_LEVEL: 'warn' },
})
const bare = await startBareServer(centre.env)
try {
  const { apiKey } = /** @type {{ apiKey: string }} */ (Object.values(centre.credentials.clients)[0])
  const orderline = { url: `${centre.url}/api/v1/orders`, headers: { authorization: `Bearer ${apiKey}` } }
  const entries = [
    { name: 'bare', system: bare },
    { name: 'orderline', system: orderline },
  ]
  for (const { system } of entries) await takeTurn(system) // Warm: compiled code and full pools on both sides.
  const full = await measure(entries, 'full')
  const half = await measure(
    entries.map((entry, i) => ({ ...entry, rate: Math.max(1, Math.round((full[i]?.requestsPerSecond ?? 0) / 2)) })),
    'half',
  )
  const rows = [...full, ...half]
  const machine = describeMachine()
  if (json) process.stdout.write(`${JSON.stringify({ machine, rows })}\n`)
  else {
    const header = [
      'system',
      'load',
      'requests/s',
      'p50 ms',
      'p95 ms',
      'failed',
      'stolen %',
      'requests/s of each round',
    ]
    const cells = rows.map(({ eachRound, stolenShare, ...row }) => [
      ...Object.values(row),
      rounded(stolenShare * 100),
      eachRound.join(', '),
    ])
    process.stdout.write(`${machine}\n${table(header, cells)}\n`)
  }
} finally {
  bare.stop()
  await centre.stop()
}
