import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Bull from 'bull'
import { build } from 'esbuild'
import { Redis } from 'ioredis'
import { vi } from 'vitest'
import type { CampaignRow, ClientRow, Database, DialRecordRow, OrderRow, QueueRow } from '@orderline/db'
import {
  createCampaign,
  createClient,
  createCustomer,
  createDialRecord,
  createOrder,
  createQueue,
  createSkill,
  createTestDatabase,
} from '@orderline/db/testing'
import {
  campaignLiveSchema,
  redisNames,
  type CampaignLive,
  type DialOrder,
  type LiveAgent,
  type Postponement,
} from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createLiveStore } from '@orderline/runtime/live-store'
import { createSilentLogger } from '@orderline/runtime/logger'
import type { SeenCall } from './live-view.ts'

/** How long a test waits for what has to come within a second or two. */
export const waiting = { timeout: 8_000, interval: 20 }

export type DialerBed = Awaited<ReturnType<typeof createDialerBed>>
export type DialerProcess = ChildProcess & { healthPort: number }

/** Whole dialers as processes on real MariaDB and Redis; the backend's side of Redis is played by the test. */
export async function createDialerBed({ redisDatabase }: { redisDatabase: number }) {
  const database = await createTestDatabase()
  const redisUrl = ownDatabase(process.env['TEST_REDIS_URL']!, redisDatabase)
  const redis = new Redis(redisUrl)
  const program = await bundleDialer()
  let dialers: DialerProcess[] = []

  async function startDialer(over: NodeJS.ProcessEnv = {}): Promise<DialerProcess> {
    const env = { ...process.env, DATABASE_URL: database.url, REDIS_URL: redisUrl, HEALTH_PORT: '0', ...over }
    const child = spawn(process.execPath, [program.file], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    const dialer = Object.assign(child, { healthPort: await readHealthPort(child) })
    dialers.push(dialer)
    return dialer
  }

  return {
    db: database.db,
    redis,
    startDialer,
    dialers: (): readonly DialerProcess[] => dialers,
    async kill(dialer: DialerProcess): Promise<void> {
      dialers = dialers.filter((other) => other !== dialer)
      dialer.kill('SIGKILL')
      await once(dialer, 'exit')
    },
    /** The dialer looks each half second; after two looks nothing more is to come. Read from its own count of rounds. */
    async tickTwice(): Promise<void> {
      const before = await roundsOf(dialers)
      await vi.waitFor(async () => {
        if ((await roundsOf(dialers)) <= before + 2) throw new Error('no two rounds yet')
      }, waiting)
    },
    wake: () => redis.publish(redisNames.dialerWake, ''),
    configChanged: () => redis.publish(redisNames.configChanged, ''),
    centre: () => createCentre(database.db, redis),
    backend: () => createPlayedBackend(redis, redisUrl),
    killAll(): void {
      for (const dialer of dialers) dialer.kill('SIGKILL')
      dialers = []
    },
    async close(): Promise<void> {
      await redis.quit()
      await database.close()
      await program.remove()
    },
  }
}

export type Centre = Awaited<ReturnType<typeof createCentre>>

/** A client, a queue that asks a skill, and an empty Redis. */
async function createCentre(db: Database, redis: Redis) {
  await redis.flushdb()
  const skill = await createSkill(db)
  const queue: QueueRow = await createQueue(db, { required_skills: [{ skillId: skill.id, minLevel: 1 }] })
  // Nobody sleeps where it is always noon: the clock of these tests is the real one.
  const client: ClientRow = await createClient(db, { order_queue_id: queue.id, time_zone: zoneOfNoon() })
  const ofClient = { client_id: client.id, queue_id: queue.id }
  const due = () => ({ next_attempt_at: new Date(Date.now() - 1_000) })

  return {
    skillId: skill.id,
    queueId: queue.id,
    clientId: client.id,
    campaign: (over: Partial<CampaignRow> = {}, settings: Partial<CampaignRow['settings']> = {}) =>
      createCampaignWith(db, { ...ofClient, ...over }, settings),
    async order(campaign: CampaignRow | null, over: Partial<OrderRow> = {}): Promise<OrderRow> {
      const phone = nextNumber()
      const customer = await createCustomer(db, { client_id: client.id, phone })
      const of = { client_id: client.id, customer_id: customer.id, campaign_id: campaign?.id ?? null }
      return createOrder(db, { ...of, phone, ...due(), ...over })
    },
    record: (over: Partial<DialRecordRow>): Promise<DialRecordRow> =>
      createDialRecord(db, { client_id: client.id, number: nextNumber(), ...due(), ...over }),
  }
}

async function createCampaignWith(
  db: Database,
  over: Partial<CampaignRow> & Pick<CampaignRow, 'client_id' | 'queue_id'>,
  settings: Partial<CampaignRow['settings']>,
): Promise<CampaignRow> {
  const row = await createCampaign(db, over)
  const changed = { ...row.settings, ...settings }
  await db('campaigns')
    .where({ id: row.id })
    .update({ settings: JSON.stringify(changed) as never })
  return { ...row, settings: changed }
}

let numbers = 0

/** A number whose country has several clocks: the customer lives by the client's. */
export function nextNumber(): string {
  return `+1212555${String((numbers += 1)).padStart(4, '0')}`
}

export type PlayedBackend = Awaited<ReturnType<typeof createPlayedBackend>>

/** What backends do in Redis: agents, live calls, claims; and what the dialer hands them. */
async function createPlayedBackend(redis: Redis, redisUrl: string) {
  const log = createSilentLogger()
  const store = <T>(key: string, channel: string, noun: string) =>
    createLiveStore<T>({ redis, key, channel, noun, log })
  const agents = store<LiveAgent>(redisNames.agents, redisNames.agentsChanged, 'agent')
  const calls = store<SeenCall>(redisNames.calls, redisNames.callsChanged, 'call')
  await Promise.all([agents.start(), calls.start()])
  const queue = new Bull(redisNames.dialQueue, redisUrl)
  const placed: DialOrder[] = []
  const postponed: Postponement[] = []
  void queue.process('dial', (job) => Promise.resolve(void placed.push(job.data as DialOrder)))
  void queue.process('postpone', (job) => Promise.resolve(void postponed.push(job.data as Postponement)))

  async function setCall(id: string, call: SeenCall): Promise<void> {
    await calls.update(id, () => ({ value: call, result: true }))
  }

  return {
    placed,
    postponed,
    /** Ids of what was placed, in its order. */
    dialed: (): string[] => placed.map(({ subject }) => subject.id),
    async agent(over: Partial<LiveAgent> & { skills: LiveAgent['skills'] }): Promise<string> {
      const agent = liveAgent(over)
      await agents.update(agent.id, () => ({ value: agent, result: true }))
      return agent.id
    },
    /** What the backend does when the call of a dial is under way. */
    async markStarted({ subject }: DialOrder): Promise<void> {
      const claim = JSON.parse((await redis.hget(redisNames.inFlight, subject.id))!) as object
      await redis.hset(redisNames.inFlight, subject.id, JSON.stringify({ ...claim, startedAt: Date.now() }))
    },
    /** The live call of a dial in this state; the same dial has the same call. */
    call: (order: DialOrder, over: Partial<SeenCall>) =>
      setCall(order.attemptId, {
        state: 'dialing',
        since: Date.now(),
        requiredSkills: order.requiredSkills,
        campaignId: order.campaignId,
        attemptId: order.attemptId,
        customerNumber: order.number,
        customerAnsweredAt: null,
        answeredAt: null,
        connectBy: null,
        outcome: null,
        ...over,
      }),
    caller: (requiredSkills: SeenCall['requiredSkills']) =>
      setCall(createId(), {
        state: 'waiting',
        since: Date.now(),
        requiredSkills,
        campaignId: null,
        attemptId: null,
        customerNumber: nextNumber(),
        customerAnsweredAt: null,
        answeredAt: null,
        connectBy: null,
        outcome: null,
      }),
    /** The end of a dial: its call and its claim are gone. */
    async end(order: DialOrder, over: Partial<SeenCall>): Promise<void> {
      await this.call(order, { state: 'ended', ...over })
      await calls.remove(order.attemptId)
      await redis.hdel(redisNames.inFlight, order.subject.id)
    },
    async live(campaignId: string): Promise<CampaignLive | undefined> {
      const text = await redis.hget(redisNames.campaignsLive, campaignId)
      return text === null ? undefined : campaignLiveSchema.parse(JSON.parse(text))
    },
    close: () => Promise.all([queue.close(true), agents.close(), calls.close()]),
  }
}

function liveAgent(over: Partial<LiveAgent>): LiveAgent {
  const ready: LiveAgent = {
    id: createId(),
    name: 'An agent',
    skills: {},
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
  // The cast: a test that names another state names what belongs to it, too.
  return { ...ready, ...over } as LiveAgent
}

async function roundsOf(dialers: readonly DialerProcess[]): Promise<number> {
  const counts = await Promise.all(
    dialers.map(async ({ healthPort }) => {
      const text = await (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text()
      return Number(/dialer_rounds_total\{.*result="done".*\} (\d+)/.exec(text)?.[1] ?? 0)
    }),
  )
  return Math.max(0, ...counts)
}

function readHealthPort(dialer: ChildProcess): Promise<number> {
  return new Promise((found, failed) => {
    let text = ''
    dialer.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString()
      const match = /"healthPort":(\d+)/.exec(text)
      if (match) found(Number(match[1]))
    })
    dialer.once('exit', (code) => failed(new Error(`the dialer ended with ${code}: ${text}`)))
  })
}

async function bundleDialer() {
  const folder = await mkdtemp(join(tmpdir(), 'orderline-dialer-'))
  await symlink(resolve('node_modules'), join(folder, 'node_modules'))
  const file = join(folder, 'main.mjs')
  await build({
    entryPoints: ['dialer/src/main.ts'],
    outfile: file,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [
      {
        name: 'npm packages outside, ours inside',
        setup: ({ onResolve }) =>
          void onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@orderline/') ? undefined : { path, external: true },
          ),
      },
    ],
  })
  return { file, remove: () => rm(folder, { recursive: true }) }
}

/** A zone (POSIX sign: Etc/GMT-3 is three hours ahead) in which it is about noon, or midnight, now. */
export function zoneOfNoon(): string {
  return etcZone(12 - new Date().getUTCHours())
}

export function zoneOfMidnight(): string {
  const ahead = 24 - new Date().getUTCHours()
  return etcZone(ahead > 12 ? ahead - 24 : ahead)
}

function etcZone(hoursAhead: number): string {
  return hoursAhead === 0 ? 'Etc/GMT' : `Etc/GMT${hoursAhead > 0 ? '-' : '+'}${Math.abs(hoursAhead)}`
}

/** The processes share names in Redis, so each test file takes a database of its own there. */
function ownDatabase(url: string, number: number): string {
  const own = new URL(url)
  own.pathname = `/${number}`
  return own.href
}
