import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import {
  createCampaign,
  createClient,
  createCustomer,
  createDialRecord,
  createOrder,
  createQueue,
  createTestDatabase,
} from '@orderline/db/testing'
import type { DialRecordRow, OrderRow } from '@orderline/db'
import { inFlightSchema, type DialOrder, type InFlight } from '@orderline/domain/contract'
import { defaultRetryRules } from '@orderline/domain/dialing'
import { aDialOrder, claimOf } from '@orderline/domain/contract-testing'
import { createClaims } from '@orderline/runtime/claims'
import { createId } from '@orderline/runtime/ids'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createAuditService } from '../audit/audit-service.ts'
import { createDoNotCallService } from '../do-not-call/do-not-call-service.ts'
import type { OutboxMessage } from '../webhooks/outbox.ts'
import { createDialService, type DialServiceDeps } from './dial-service.ts'
import type { UnreachedHandCall } from './settle-attempt.ts'
import { createSweepService, type SweepServiceDeps } from './sweep-service.ts'

export type DialingBed = Awaited<ReturnType<typeof createDialingBed>>

/** A weekday noon in Kyiv, when everybody may be called. */
export const noon = Date.parse('2026-01-15T10:00:00Z')

/** Real MariaDB and Redis, a clock that stands still, and a telephone network that only counts. */
export async function createDialingBed() {
  const database = await createTestDatabase()
  const { db } = database
  const redis = new Redis(process.env['TEST_REDIS_URL']!)
  const key = `test:in-flight:${randomUUID()}`
  const inFlight = createClaims<InFlight>({
    redis,
    key,
    tokenField: 'attemptId',
    parse: (value) => inFlightSchema.parse(value),
  })
  const clock = { at: noon }
  const now = () => clock.at
  /** Attempt → its live call, as Redis would have it. */
  const liveCalls = new Map<string, string>()
  const dialed: string[] = []
  const messages: OutboxMessage[] = []
  const log = createSilentLogger()
  const queue = await createQueue(db)
  const client = await createClient(db, { order_queue_id: queue.id })
  /** Takes all orders and records of the client, and forbids nothing that the house allows. */
  const campaign = await createCampaign(db, { client_id: client.id, queue_id: queue.id })
  const abandoned: string[] = []
  const unreached: UnreachedHandCall[] = []
  const wakes = { count: 0 }
  const wakeDialer = () => Promise.resolve((wakes.count += 1))
  const agentId = createId()
  const settle = {
    rules: defaultRetryRules,
    outbox: {
      write: (_trx: unknown, added: OutboxMessage[]) => {
        messages.push(...added)
        return Promise.resolve(added.map(() => createId()))
      },
      deliverSoon: () => undefined,
    },
    markAbandoned: (number: string) => Promise.resolve(void abandoned.push(number)),
    tellUnreached: (call: UnreachedHandCall) => void unreached.push(call),
  }

  function startDialedCall(order: DialOrder) {
    const callId = createId()
    dialed.push(order.subject.id)
    liveCalls.set(order.attemptId, callId)
    return Promise.resolve({ started: true as const, callId, agentId })
  }

  const isOnTheLine = () => false
  const base = { db, inFlight, now, log, wakeDialer, rules: defaultRetryRules, settle, startDialedCall, isOnTheLine }
  const sweepBase = {
    hasDialJob: () => Promise.resolve(false),
    isJournalWritten: () => Promise.resolve(true),
    liveAttemptIds: () => Promise.resolve(new Set(liveCalls.keys())),
  }

  async function placeOrder(over: Partial<OrderRow> = {}): Promise<OrderRow> {
    const customer = await createCustomer(db, { client_id: client.id })
    const due = { phone: customer.phone, next_attempt_at: new Date(clock.at - 1_000), campaign_id: campaign.id }
    return createOrder(db, { client_id: client.id, customer_id: customer.id, ...due, ...over })
  }

  /** A line of the campaign's list, due now. */
  const addRecord = (over: Partial<DialRecordRow> = {}) =>
    createDialRecord(db, {
      client_id: client.id,
      campaign_id: campaign.id,
      next_attempt_at: new Date(clock.at - 1_000),
      ...over,
    })

  /** What the dialer does for a record. */
  async function claimedRecord(record: DialRecordRow, over: Partial<DialOrder> = {}): Promise<DialOrder> {
    const dialOrder = aDialOrder({
      attemptId: createId(),
      subject: { kind: 'record', id: record.id },
      campaignId: record.campaign_id,
      clientId: record.client_id,
      queueId: queue.id,
      customerId: null,
      orderId: null,
      number: record.number,
      expiresAt: clock.at + 10_000,
      ...over,
    })
    await inFlight.claim(record.id, claimOf(dialOrder, clock.at))
    return dialOrder
  }

  function dialOrderOf(order: OrderRow, over: Partial<DialOrder> = {}): DialOrder {
    return {
      ...aDialOrder(),
      attemptId: createId(),
      subject: { kind: 'order', id: order.id },
      orderId: order.id,
      clientId: order.client_id,
      queueId: queue.id,
      customerId: order.customer_id,
      number: order.phone,
      callerNumber: null,
      requiredSkills: [],
      ringTimeoutSeconds: 25,
      expiresAt: clock.at + 10_000,
      allowedBecause: ['progressive: one line for one free agent'],
      ...over,
    }
  }

  return {
    db,
    clock,
    queue,
    client,
    campaign,
    abandoned,
    unreached,
    addRecord,
    claimedRecord,
    agentId,
    inFlight,
    liveCalls,
    dialed,
    messages,
    wakes,
    settle,
    wishes: { doNotCall: createDoNotCallService({ db, audit: createAuditService({ db, now }), now }) },
    log,
    placeOrder,
    dialOrderOf,
    dialService: (over: Partial<DialServiceDeps> = {}) => createDialService({ ...base, ...over }),
    sweepService: (over: Partial<SweepServiceDeps> = {}) => createSweepService({ ...base, ...sweepBase, ...over }),
    /** What the dialer does: claims the order, then puts the dial order on the queue. */
    async claimed(order: OrderRow, over: Partial<DialOrder> = {}): Promise<DialOrder> {
      const dialOrder = dialOrderOf(order, over)
      await inFlight.claim(order.id, claimOf(dialOrder, clock.at))
      return dialOrder
    },
    order: (id: string) => db('orders').where({ id }).first(),
    record: (id: string) => db('dial_records').where({ id }).first(),
    attempts: (orderId: string) => db('attempts').where({ order_id: orderId }).orderBy('ordinal'),
    forgetAttempts: async (): Promise<void> => {
      await db('attempts').delete()
      await redis.del(key)
    },
    async close(): Promise<void> {
      await redis.del(key)
      await redis.quit()
      await database.close()
    },
  }
}
