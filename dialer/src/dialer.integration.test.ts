import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Bull from 'bull'
import { build } from 'esbuild'
import { Redis } from 'ioredis'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  createClient,
  createCustomer,
  createOrder,
  createQueue,
  createSkill,
  createTestDatabase,
} from '@orderline/db/testing'
import type { OrderRow } from '@orderline/db'
import type { TestDatabase } from '@orderline/db/testing'
import {
  dialOrderSchema,
  redisNames,
  type DialOrder,
  type LiveAgent,
  type Postponement,
} from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createLiveStore } from '@orderline/runtime/live-store'
import { createSilentLogger } from '@orderline/runtime/logger'

/** Whole dialers as processes; the backend's side of Redis is played by the test. */
const redisUrl = ownDatabase(process.env['TEST_REDIS_URL']!)
const waiting = { timeout: 8_000, interval: 20 }

let database: TestDatabase
let redis: Redis
let folder: string
let orders: ReturnType<typeof collectDialOrders>
let dialers: ChildProcess[] = []
let agents: ReturnType<typeof createLiveStore<LiveAgent>>
let queueId: string
let skillId: string
let clientId: string

beforeAll(async () => {
  database = await createTestDatabase()
  redis = new Redis(redisUrl)
  folder = await mkdtemp(join(tmpdir(), 'orderline-dialer-'))
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
  const bundle = { bundle: true, platform: 'node', format: 'esm', target: 'node20', packages: 'external' } as const
  const outfile = join(folder, 'main.mjs')
  await build({ entryPoints: ['dialer/src/main.ts'], outfile, ...bundle, alias: ourPackages() })
})
afterAll(async () => {
  await redis.quit()
  await database.close()
  await rm(folder, { recursive: true })
})

beforeEach(async () => {
  await redis.flushdb()
  const skill = await createSkill(database.db)
  skillId = skill.id
  const queue = await createQueue(database.db, { required_skills: [{ skillId, minLevel: 1 }] })
  queueId = queue.id
  // Nobody sleeps where it is always noon: the clock of these tests is the real one.
  clientId = (await createClient(database.db, { order_queue_id: queue.id, time_zone: zoneOfNoon() })).id
  agents = createLiveStore<LiveAgent>({
    redis,
    key: redisNames.agents,
    channel: redisNames.agentsChanged,
    noun: 'agent',
    log: createSilentLogger(),
  })
  await agents.start()
  orders = collectDialOrders()
})
afterEach(async () => {
  for (const dialer of dialers) dialer.kill('SIGKILL')
  dialers = []
  await orders.close()
  await agents.close()
})

describe('the dialer', () => {
  it('CC-40: places one line for one free agent, and nothing without one', async () => {
    const order = await newOrder()
    await startDialer()
    await tickTwice()
    expect(orders.placed).toEqual([])
    await agentReady()
    await vi.waitFor(() => expect(orders.placed).toHaveLength(1), waiting)
    expect(dialOrderSchema.parse(orders.placed[0])).toMatchObject({ orderId: order.id, queueId, clientId })
    await newOrder()
    await redis.publish(redisNames.dialerWake, '')
    await tickTwice()
    expect(orders.placed).toHaveLength(1)
  })

  it('places a new order within a second of its wake-up', async () => {
    await startDialer()
    await agentReady()
    await tickTwice()
    const order = await newOrder()
    const startedAt = performance.now()
    await redis.publish(redisNames.dialerWake, '')
    await vi.waitFor(() => expect(orders.placed.map((placed) => placed.subject.id)).toEqual([order.id]), waiting)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })

  it('takes new orders before repeats, and older before younger', async () => {
    const repeat = await newOrder({ status: 'retry', next_attempt_at: new Date(Date.now() - 9_000_000) })
    const younger = await newOrder({ next_attempt_at: new Date(Date.now() - 1_000) })
    const older = await newOrder({ next_attempt_at: new Date(Date.now() - 60_000) })
    await startDialer()
    for (const expected of [older, younger, repeat]) {
      await agentReady()
      await vi.waitFor(() => expect(orders.placed.at(-1)?.subject.id).toBe(expected.id), waiting)
      await agents.update(orders.lastAgent, (agent) => agent && { value: { ...agent, state: 'offline' }, result: true })
      await markStarted(expected.id)
    }
  })

  it('asks for a later time for an order whose customer sleeps', async () => {
    await database.db('clients').where({ id: clientId }).update({ time_zone: zoneOfMidnight() })
    const asleep = await newOrder()
    await startDialer()
    await agentReady()
    await vi.waitFor(() => expect(orders.postponed.map(({ subject }) => subject.id)).toContain(asleep.id), waiting)
    expect(orders.placed).toEqual([])
    expect(orders.postponed[0]?.until).toBeGreaterThan(Date.now())
  })

  it('two of them place each order once, and the other takes over within five seconds of a kill -9', async () => {
    for (let count = 0; count < 10; count += 1) await newOrder()
    const [first] = [await startDialer(), await startDialer()]
    for (let count = 0; count < 4; count += 1) await agentReady()
    await vi.waitFor(() => expect(orders.placed).toHaveLength(4), waiting)
    await killLeader(first)
    const killedAt = performance.now()
    for (let count = 0; count < 3; count += 1) await agentReady()
    await vi.waitFor(() => expect(orders.placed).toHaveLength(7), waiting)
    expect(performance.now() - killedAt).toBeLessThan(5_000)
    await tickTwice()
    expect(new Set(orders.placed.map((placed) => placed.subject.id)).size).toBe(7)
    expect(orders.placed).toHaveLength(7)
  })

  it('goes on by itself after Redis has dropped its connections', async () => {
    await startDialer()
    await agentReady()
    await redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    await redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    const order = await newOrder()
    await vi.waitFor(() => expect(orders.placed.map((placed) => placed.subject.id)).toEqual([order.id]), waiting)
  })
})

let numbers = 0

async function newOrder(over: Partial<OrderRow> = {}): Promise<OrderRow> {
  // A number whose country has several clocks: the customer lives by the client's.
  const phone = `+1212555${String((numbers += 1)).padStart(4, '0')}`
  const customer = await createCustomer(database.db, { client_id: clientId, phone })
  const due = { next_attempt_at: new Date(Date.now() - 1_000), phone }
  return createOrder(database.db, { client_id: clientId, customer_id: customer.id, ...due, ...over })
}

async function agentReady(): Promise<void> {
  const id = createId()
  orders.lastAgent = id
  const value: LiveAgent = {
    id,
    name: 'An agent',
    skills: { [skillId]: 3 },
    audioMode: 'persistent',
    sessionId: 's',
    sipUsername: 'agent',
    roomChannelId: 'room',
    phoneRegistered: true,
    breakAfterCall: null,
    idleSince: Date.now(),
    missedOffers: 0,
    hasScreen: true,
    screenLostAt: null,
    since: Date.now(),
    state: 'ready',
  }
  await agents.update(id, () => ({ value, result: true }))
}

/** What the backend does when an agent is reserved for the order. */
async function markStarted(orderId: string): Promise<void> {
  const claim = JSON.parse((await redis.hget(redisNames.inFlight, orderId))!)
  await redis.hset(redisNames.inFlight, orderId, JSON.stringify({ ...claim, startedAt: Date.now() }))
}

/** The dialer looks each half second; after two looks nothing more is to come. Read from its own count of rounds. */
async function tickTwice(): Promise<void> {
  const before = await rounds()
  await vi.waitFor(async () => expect(await rounds()).toBeGreaterThan(before + 2), waiting)
}

const ports = new Map<ChildProcess, number>()

async function rounds(): Promise<number> {
  const counts = await Promise.all(
    dialers.map(async (dialer) => {
      const text = await (await fetch(`http://127.0.0.1:${ports.get(dialer)}/metrics`)).text()
      return Number(/dialer_rounds_total\{.*result="done".*\} (\d+)/.exec(text)?.[1] ?? 0)
    }),
  )
  return Math.max(0, ...counts)
}

async function startDialer(): Promise<ChildProcess> {
  const env = { ...process.env, DATABASE_URL: database.url, REDIS_URL: redisUrl, HEALTH_PORT: '0', LOG_LEVEL: 'info' }
  const dialer = spawn(process.execPath, [join(folder, 'main.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  dialers.push(dialer)
  const port = await new Promise<number>((found, failed) => {
    let text = ''
    dialer.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const match = /"healthPort":(\d+)/.exec(text)
      if (match) found(Number(match[1]))
    })
    dialer.once('exit', (code) => failed(new Error(`the dialer ended with ${code}: ${text}`)))
  })
  ports.set(dialer, port)
  return dialer
}

async function killLeader(leader: ChildProcess): Promise<void> {
  dialers = dialers.filter((dialer) => dialer !== leader)
  leader.kill('SIGKILL')
  await once(leader, 'exit')
}

function collectDialOrders() {
  const queue = new Bull(redisNames.dialQueue, redisUrl)
  const placed: DialOrder[] = []
  const postponed: Postponement[] = []
  void queue.process('dial', (job) => Promise.resolve(void placed.push(job.data as DialOrder)))
  void queue.process('postpone', (job) => Promise.resolve(void postponed.push(job.data as Postponement)))
  return { placed, postponed, lastAgent: '', close: () => queue.close(true) }
}

/** A zone (POSIX sign: Etc/GMT-3 is three hours ahead) in which it is about noon, or midnight, now. */
function zoneOfNoon(): string {
  return etcZone(12 - new Date().getUTCHours())
}

function zoneOfMidnight(): string {
  const ahead = 24 - new Date().getUTCHours()
  return etcZone(ahead > 12 ? ahead - 24 : ahead)
}

function etcZone(hoursAhead: number): string {
  return hoursAhead === 0 ? 'Etc/GMT' : `Etc/GMT${hoursAhead > 0 ? '-' : '+'}${Math.abs(hoursAhead)}`
}

/** The processes share names in Redis, so the test takes a database of its own there. */
function ownDatabase(url: string): string {
  const own = new URL(url)
  own.pathname = '/11'
  return own.href
}

function ourPackages(): Record<string, string> {
  const runtime = [
    'claims',
    'clock',
    'errors',
    'health',
    'ids',
    'lease',
    'live-store',
    'logger',
    'metrics',
    'redis',
    'shutdown',
  ]
  const ours: [string, string][] = [...pathsOf('runtime', runtime), ...pathsOf('domain', ['contract', 'dialing'])]
  return { ...Object.fromEntries(ours), '@orderline/db': resolve('db/src/index.ts') }
}

function pathsOf(workspace: string, parts: string[]): [string, string][] {
  return parts.map((part) => [`@orderline/${workspace}/${part}`, resolve(`backend/${workspace}/src/${part}/index.ts`)])
}
