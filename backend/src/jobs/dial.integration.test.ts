import { randomUUID } from 'node:crypto'
import Bull from 'bull'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { redisNames, type DialOrder } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createDialingBed, noon, type DialingBed } from '../campaigns/testing.ts'
import type { DialService } from '../campaigns/dial-service.ts'
import { createDialJob } from './dial.ts'
import { closesAtOnce } from './testing.ts'

const redisUrl = process.env['TEST_REDIS_URL']!
const waiting = { timeout: 30_000, interval: 20 }

let bed: DialingBed
let prefix: string
let queue: Bull.Queue
let jobs: ReturnType<typeof createDialJob>[] = []

beforeAll(async () => {
  bed = await createDialingBed()
})
afterAll(() => bed.close())
beforeEach(() => {
  bed.dialed.length = 0
  bed.clock.at = noon
  prefix = `test-${randomUUID()}`
  queue = new Bull(redisNames.dialQueue, redisUrl, { prefix })
})
afterEach(async () => {
  await Promise.all(jobs.map((job) => job.close()))
  jobs = []
  await queue.obliterate({ force: true })
  await queue.close()
})

const givenUp: string[] = []

function startBackend(dialService: DialService = bed.dialService()) {
  const giveUpDial = (attemptId: string) => Promise.resolve(void givenUp.push(attemptId))
  const job = createDialJob({ redisUrl, log: createSilentLogger(), dialService, giveUpDial, prefix })
  jobs.push(job)
  job.start()
  return job
}

const place = (order: DialOrder) =>
  queue.add('dial', order, { jobId: order.attemptId, removeOnComplete: true, removeOnFail: true })

describe('the queue of dial orders', () => {
  it('hands on which phones are to be let be', async () => {
    startBackend()
    const attemptId = createId()
    await queue.add('give-up', { attemptId }, { removeOnComplete: true })
    await vi.waitFor(() => expect(givenUp).toContain(attemptId), waiting)
  })

  it('is let go without waiting for any timer, though the connection waits for work', async () => {
    await closesAtOnce(startBackend())
  })

  it('with two backends and orders that are placed twice dials each once', async () => {
    startBackend()
    startBackend()
    const dialOrders = await Promise.all(Array.from({ length: 12 }, async () => bed.claimed(await bed.placeOrder())))
    await Promise.all([...dialOrders, ...dialOrders].map(place))
    await vi.waitFor(() => expect(bed.dialed).toHaveLength(12), waiting)
    await vi.waitFor(async () => expect(await queue.getJobCounts()).toMatchObject({ waiting: 0, active: 0 }), waiting)
    expect(new Set(bed.dialed).size).toBe(12)
  })

  it('writes down until when an order has to wait', async () => {
    startBackend()
    const order = await bed.placeOrder()
    bed.clock.at = Date.parse('2026-01-15T20:00:00Z')
    const until = Date.parse('2026-01-16T06:00:00Z')
    await queue.add('postpone', { subject: { kind: 'order', id: order.id }, until, because: 'out of hours' })
    await vi.waitFor(async () => expect((await bed.order(order.id))?.next_attempt_at).toEqual(new Date(until)), waiting)
  })

  it('gives the job of a backend that hangs to another one, and the order is dialled once', async () => {
    const order = await bed.placeOrder()
    const dialOrder = await bed.claimed(order)
    const hung = vi.fn(() => new Promise<never>(() => undefined))
    const dead = new Bull(redisNames.dialQueue, redisUrl, {
      prefix,
      settings: { lockDuration: 300, lockRenewTime: 60_000, stalledInterval: 0 },
    })
    void dead.process('dial', hung)
    await place(dialOrder)
    await vi.waitFor(() => expect(hung).toHaveBeenCalledOnce(), waiting)
    const alive = startBackend()
    expect(await alive.hasJob(dialOrder.attemptId)).toBe(true)
    await vi.waitFor(() => expect(bed.dialed).toEqual([order.id]), waiting)
    await vi.waitFor(async () => expect(await alive.hasJob(dialOrder.attemptId)).toBe(false), waiting)
    await dead.close(true)
  })
})
