// bench:orders: orders a second through POST /api/v1/orders, against a bare Koa + mysql2 insert of the same row.
import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { startCentre } from '../lib/centre.mjs'
import { rootDir } from '../lib/paths.mjs'
import { freePort } from '../lib/ports.mjs'
import { percentile, rounded, table } from './statistics.mjs'
import { describeMachine } from './usage.mjs'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: '15' },
    connections: { type: 'string', default: '16' },
  },
})
const seconds = Number(options.seconds)

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

/**
 * @param {{ url: string, headers: Record<string, string> }} system
 * @param {{ rate?: number }} load requests a second; as many as possible without it
 */
async function measure({ url, headers }, { rate } = {}) {
  /** @type {number[]} */
  const times = []
  let refused = 0
  const run = autocannon({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    connections: Number(options.connections),
    duration: seconds,
    ...(rate && { overallRate: rate }),
    requests: [{ setupRequest: (request) => ({ ...request, body: orderBody() }) }],
  })
  run.on('response', (_client, status, _bytes, time) => {
    times.push(time)
    if (status >= 300) refused += 1
  })
  const result = await run
  return {
    requestsPerSecond: rounded(result.requests.average, 0),
    p50Ms: rounded(percentile(times, 0.5)),
    p95Ms: rounded(percentile(times, 0.95)),
    failed: refused + result.errors + result.timeouts,
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
const centre = await startCentre({
  name: 'bench-orders',
  environment: { API_RATE_PER_MINUTE: '10000000', LOG_LEVEL: 'warn' },
})
const bare = await startBareServer(centre.env)
try {
  const { apiKey } = /** @type {{ apiKey: string }} */ (Object.values(centre.credentials.clients)[0])
  const orderline = { url: `${centre.url}/api/v1/orders`, headers: { authorization: `Bearer ${apiKey}` } }
  const systems = /** @type {const} */ ([
    ['bare', bare],
    ['orderline', orderline],
  ])
  const rows = []
  for (const [, system] of systems) await measure(system) // Warm: compiled code and full pools on both sides.
  // The two sides take turns, so that what else the machine does meets both.
  for (const [name, system] of systems) {
    tell(`${name}: as many as it takes, ${seconds} s …`)
    rows.push({ system: name, load: 'full', ...(await measure(system)) })
  }
  for (const [[name, system], full] of systems.map((one, i) => /** @type {const} */ ([one, rows[i]]))) {
    tell(`${name}: at half of that, ${seconds} s …`)
    const rate = Math.max(1, Math.round((full?.requestsPerSecond ?? 0) / 2))
    rows.push({ system: name, load: 'half', ...(await measure(system, { rate })) })
  }
  const machine = describeMachine()
  if (options.json) process.stdout.write(`${JSON.stringify({ machine, rows })}\n`)
  else {
    const cells = rows.map((row) => [row.system, row.load, row.requestsPerSecond, row.p50Ms, row.p95Ms, row.failed])
    process.stdout.write(
      `${machine}\n${table(['system', 'load', 'requests/s', 'p50 ms', 'p95 ms', 'failed'], cells)}\n`,
    )
  }
} finally {
  bare.stop()
  await centre.stop()
}
