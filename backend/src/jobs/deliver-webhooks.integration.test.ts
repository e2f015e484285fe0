import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { transaction } from '@orderline/db'
import { createClient } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { createSilentLogger } from '@orderline/runtime/logger'
import { testRedisUrl } from '../http/testing.ts'
import { createOrderTestBed, startReceiver, type OrderTestBed, type Receiver } from '../orders/testing.ts'
import { createFairDelivery } from '../webhooks/fair-delivery.ts'
import { findDue, findDueOf, findReceiver } from '../webhooks/outbox-repository.ts'
import { aMessage } from '../webhooks/testing.ts'
import { createWebhookJob } from './deliver-webhooks.ts'
import { closesAtOnce } from './testing.ts'

const waiting = { timeout: 30_000, interval: 20 }
const now = Date.now
const most = 4

let t: OrderTestBed
const closing: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  t = await createOrderTestBed()
})
afterAll(() => t.close())
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
  await t.db('outbox').delete()
})

/** A backend's job whose sweeper looks once, at the start: what comes later, it must find by itself. */
function startJob() {
  const job = createWebhookJob({
    redisUrl: testRedisUrl(),
    log: createSilentLogger(),
    delivery: createFairDelivery({
      deliverer: t.deliverer,
      findReceiver: (id) => findReceiver(t.db, id, now()),
      findDueOf: (receiver, limit) => findDueOf(t.db, receiver, { now: now(), limit }),
      most,
    }),
    findDue: () => findDue(t.db, now()),
    now,
    prefix: `test-${createId()}`,
    sweepEveryMs: 3_600_000,
  })
  closing.unshift(() => job.close())
  job.start()
  return job
}

async function receive(answers: Parameters<typeof startReceiver>[0] = []): Promise<Receiver> {
  const receiver = await startReceiver(answers)
  closing.push(() => receiver.close())
  return receiver
}

/** A receiver that takes every request and answers none before it is told to. */
async function startSlowReceiver() {
  const held: ServerResponse[] = []
  let most = 0
  let isOpen = false
  let answered = 0
  const answer = (response: ServerResponse) => {
    response.writeHead(204).end()
    answered += 1
  }
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      if (isOpen) answer(response)
      else most = Math.max(most, held.push(response))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    mostAtOnce: () => most,
    answered: () => answered,
    open: () => {
      isOpen = true
      held.splice(0).forEach(answer)
    },
  }
}

async function clientAt(url: string): Promise<string> {
  return (await createClient(t.db, { shop_webhook_url: url })).id
}
async function write(clientId: string, count = 1): Promise<string[]> {
  const messages = Array.from({ length: count }, () => aMessage(clientId))
  return transaction(t.db, (trx) => t.outbox.write(trx, messages))
}
const undelivered = async (clientId: string) =>
  (await t.db('outbox').where({ client_id: clientId }).whereNull('delivered_at')).length

describe('the job that delivers webhooks', () => {
  it('delivers what is due at once, and what it is told of, once', async () => {
    const receiver = await receive()
    const clientId = await clientAt(receiver.url)
    const [early] = await write(clientId)
    const job = startJob()
    await receiver.until(1)
    const [told] = (await write(clientId)) as [string]
    job.enqueue([told, told])
    await receiver.until(2)
    const [found] = await write(clientId)
    job.enqueue()
    await receiver.until(3)
    await vi.waitFor(async () => expect(await undelivered(clientId)).toBe(0), waiting)
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([early, told, found])
  })

  it('keeps a slow receiver with many messages from holding up another shop', async () => {
    const slow = await startSlowReceiver()
    const quick = await receive()
    const [slowId, quickId] = [await clientAt(slow.url), await clientAt(quick.url)]
    const job = startJob()
    job.enqueue(await write(slowId, 200))
    await vi.waitFor(() => expect(slow.mostAtOnce()).toBeGreaterThan(0), waiting)
    job.enqueue(await write(quickId))
    await quick.until(1)
    expect(slow.answered()).toBe(0)
    expect(slow.mostAtOnce()).toBeLessThanOrEqual(most)
    slow.open()
    // Nobody sweeps: each lane that is free draws what was turned away.
    await vi.waitFor(async () => expect(await undelivered(slowId)).toBe(0), waiting)
    expect(slow.answered()).toBe(200)
  })

  it('finds the few messages of one shop behind the many of another', async () => {
    const [many, few] = [await clientAt('http://127.0.0.1:9/'), await clientAt('http://127.0.0.1:9/')]
    await write(many, 600)
    const [one] = await write(few)
    const due = await findDue(t.db, now() + 1_000)
    expect(due.map(({ id }) => id)).toContain(one)
    expect(due).toHaveLength(21)
  })

  it('tries again when the time has come, not when somebody sweeps', async () => {
    const receiver = await receive([{ status: 500 }])
    const clientId = await clientAt(receiver.url)
    const job = startJob()
    const begin = now()
    job.enqueue(await write(clientId))
    await receiver.until(2)
    expect(now() - begin).toBeGreaterThanOrEqual(5_000)
    await vi.waitFor(async () => expect(await undelivered(clientId)).toBe(0), waiting)
  })

  it('closes without waiting for any timer, though its connection waits for work', async () => {
    await closesAtOnce(startJob())
  })
})
