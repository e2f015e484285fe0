import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach } from 'vitest'
import type { CallCard, DidView, LiveAgent, QueueView } from '@orderline/domain/contract'
import { redisNames, journalEntrySchema, type AgentDesktop, type JournalEntry } from '@orderline/domain/contract'
import type { Call } from '@orderline/domain/call'
import { createSilentLogger } from '@orderline/runtime/logger'
import { closeRedis, createRedis, type Redis } from '@orderline/runtime/redis'
import { createFakeTelephony, type FakeTelephonyOptions } from '../../telephony/fake/index.ts'
import { createCallCentre, type CallCentreDeps } from '../call-centre.ts'
import type { CentreConfig } from '../live-parts.ts'
import type { LoadedCard } from '../ports.ts'
import { until } from './until.ts'

export const skill = { ukrainian: randomUUID(), russian: randomUUID() }
export const shop = testClient('flowers')
export const queue = testQueue({})
export const did: DidView = {
  id: randomUUID(),
  number: '+380800100200',
  clientId: shop.id,
  queueId: queue.id,
  label: '',
}

/** A queue without demands; what a test is about is given. */
export function testQueue(overrides: Partial<QueueView>): QueueView {
  return {
    id: randomUUID(),
    code: 'orders',
    name: 'Orders',
    requiredSkills: [],
    priority: 50,
    ringTimeoutSeconds: 20,
    wrapUpSeconds: 30,
    maxWaiting: 100,
    maxWaitSeconds: 900,
    announcePositionSeconds: 30,
    recordCalls: true,
    ...overrides,
  }
}

export function testClient(code: string) {
  return {
    id: randomUUID(),
    code,
    name: `Shop of ${code}`,
    country: 'UA',
    timeZone: 'Europe/Kyiv',
    color: '#2563eb',
    greeting: `This is ${code}`,
    deliveryRules: 'free from 1000',
    callerNumber: null,
    orderQueueId: null,
    shopWebhookUrl: null,
    logisticsWebhookUrl: null,
    handCallMakesOrder: false,
    active: true,
  }
}

/** The configuration as plain lists. */
export function testConfig(
  lists: { queues?: QueueView[]; dids?: DidView[]; clients?: (typeof shop)[] } = {},
): CentreConfig {
  const { queues = [queue], dids = [did], clients = [shop] } = lists
  return {
    findDid: (number) => dids.find((one) => one.number === number),
    client: (id) => clients.find((one) => one.id === id),
    queue: (id) => queues.find((one) => one.id === id),
    queues: () => queues,
    skill: () => undefined,
    agentProfile: () => undefined,
  }
}

export const emptyCard: LoadedCard = { customer: null, order: null, lastOrders: [], lastContacts: [], answers: null }

export type TestCentreOptions = Partial<CallCentreDeps> & {
  telephonyOptions?: FakeTelephonyOptions
  fake?: ReturnType<typeof createFakeTelephony>
  /** Beside one that has the lease. */
  isSecond?: boolean
}
export type TestCentre = Awaited<ReturnType<typeof startTestCentre>>

/** Redis of this test file alone, emptied. */
export async function openTestRedis(): Promise<Redis> {
  const url = process.env['TEST_REDIS_URL']
  if (!url) throw new Error('TEST_REDIS_URL is not set: run these tests by `npm test`.')
  const redis = createRedis({ url, name: 'test', log: createSilentLogger() })
  await redis.flushdb()
  return redis
}

/** Started and not closed yet. */
const running = new Set<{ close: () => Promise<void> }>()

/** A whole centre on real Redis, with telephony in memory and a clock that only the test moves. */
export async function startTestCentre(redis: Redis, options: TestCentreOptions = {}) {
  const clock = { now: 1_800_000_000_000 }
  const fake = options.fake ?? createFakeTelephony({ now: () => clock.now, ...options.telephonyOptions })
  const pushed: AgentDesktop[] = []
  const centre = createCallCentre({
    redis,
    telephony: fake.telephony,
    config: testConfig(),
    identifyCustomer: ({ clientId, name }) => Promise.resolve({ customer: testCustomer(clientId, name), isNew: true }),
    loadCard: () => Promise.resolve(emptyCard),
    applyDisposition: () => Promise.resolve(),
    dayFigures: () => ({ calls: 0, confirmed: 0, talkSeconds: 0, missedOffers: 0 }),
    emitDesktop: (_agentId, desktop) => void pushed.push(desktop),
    notify: () => undefined,
    phone: { realm: 'test', roomExtension: 'room', iceServers: [] },
    now: () => clock.now,
    log: createSilentLogger(),
    ...options,
  })
  await centre.start()
  if (!options.isSecond) await until(() => centre.isLeader())
  running.add(centre)
  const close = async () => {
    running.delete(centre)
    await centre.close()
  }
  return { ...centre, fake, clock, pushed, redis, close, ...steps(centre, fake, redis) }
}

/**
 * Gives each test of a file a fresh centre on an emptied Redis. What the test starts on it instead or beside is closed
 * after it, too, the latest first.
 */
export function eachInTestCentre(take: (centre: TestCentre) => void): void {
  let redis: Redis
  beforeEach(async () => {
    redis = await openTestRedis()
    take(await startTestCentre(redis))
  })
  afterEach(async () => {
    for (const centre of [...running].reverse()) await centre.close()
    running.clear()
    await closeRedis(redis)
  })
}

type Centre = ReturnType<typeof createCallCentre>
type Fake = ReturnType<typeof createFakeTelephony>

function steps(centre: Centre, fake: Fake, redis: Redis) {
  return {
    /** An agent logs in, registers the phone and is ready. */
    agentReady: async (
      overrides: { name?: string; skills?: Record<string, number>; room?: boolean } = {},
    ): Promise<string> => {
      const { name = 'Bob', skills = {}, room = false } = overrides
      const agentId = randomUUID()
      const audioMode = room ? ('persistent' as const) : ('ring' as const)
      await centre.logins.loggedIn({ ...session, userId: agentId, name, audioMode, sessionId: `session-${agentId}` })
      const profile = { id: agentId, name, audioMode, skills }
      await centre.agents.apply(agentId, { type: 'profileChanged', profile })
      const username = centre.agents.get(agentId)?.sipUsername ?? ''
      fake.parties.phoneRegisters(username)
      if (room) fake.parties.phoneCallsRoom(username, `room-of-${agentId}`)
      await until(() => canHear(centre.agents.get(agentId), room))
      await centre.agents.apply(agentId, { type: 'wentReady' })
      return agentId
    },
    call: (): Call | undefined => centre.calls.all()[0],
    untilCall: (state: Call['state']): Promise<Call> =>
      until(() => centre.calls.all().find((call) => call.state === state)),
    untilAgent: (agentId: string, state: LiveAgent['state']): Promise<LiveAgent> =>
      until(() => (centre.agents.get(agentId)?.state === state ? centre.agents.get(agentId) : undefined)),
    journalled: async (): Promise<JournalEntry[]> => {
      const rows = await redis.xrange(redisNames.journal, '-', '+')
      return rows.map(([, fields]) => journalEntrySchema.parse(JSON.parse(fields[1] ?? '')))
    },
  }
}

const session = { login: 'agent', role: 'agent', clientId: null, locale: 'en' } as const

function canHear(agent: LiveAgent | undefined, room: boolean): boolean {
  return room ? agent?.roomChannelId !== null && agent !== undefined : agent?.phoneRegistered === true
}

function testCustomer(clientId: string, name: string): NonNullable<CallCard['customer']> {
  const unknown = { email: null, city: null, region: null, address: null, note: null }
  return { id: randomUUID(), clientId, name, phones: [], ...unknown }
}

export { closeRedis }
