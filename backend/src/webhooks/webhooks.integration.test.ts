import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Page, WebhookView } from '@orderline/domain/contract'
import { transaction, type ClientRow, type OrderRow } from '@orderline/db'
import { createClient, createCustomer, createOrder, createUser } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { createSilentLogger } from '@orderline/runtime/logger'
import {
  createOrderTestBed,
  startReceiver,
  type OrderTestBed,
  type Received,
  type Receiver,
} from '../orders/testing.ts'
import { findDue } from './outbox-repository.ts'
import type { SendResult } from './send-webhook.ts'
import { aDeliveryMessage, aMessage } from './testing.ts'
import { createWebhookDeliverer } from './webhook-deliverer.ts'

let t: OrderTestBed
let now = Date.now()
beforeAll(async () => {
  t = await createOrderTestBed({ now: () => now })
})
afterAll(() => t.close())

const receivers: Receiver[] = []
let client: ClientRow
let order: OrderRow
beforeEach(async () => {
  client = await createClient(t.db)
  const { id: customerId } = await createCustomer(t.db, { client_id: client.id })
  order = await createOrder(t.db, { client_id: client.id, customer_id: customerId })
})
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((receiver) => receiver.close()))
})

/** The shop and the logistics of the client, both at this receiver. */
async function receiveAt(answers: Parameters<typeof startReceiver>[0] = []): Promise<Receiver> {
  const receiver = await startReceiver(answers)
  receivers.push(receiver)
  const addresses = { shop_webhook_url: receiver.url, logistics_webhook_url: receiver.url }
  await t.db('clients').where({ id: client.id }).update(addresses)
  return receiver
}

async function write(message = aMessage(client.id, order.id)): Promise<string> {
  const [id] = await transaction(t.db, (trx) => t.outbox.write(trx, [message]))
  if (!id) throw new Error('nothing was written')
  return id
}

const rowOf = async (id: string) => (await t.db('outbox').where({ id }).first())!
const verify = (secret: string, { headers, body }: Received) => new Webhook(secret).verify(body, headers)

describe('a message', () => {
  it('CC-45: comes signed by the shop’s own secret (Standard Webhooks 1.0.0)', async () => {
    const receiver = await receiveAt()
    const id = await write()
    expect(await t.deliverer.deliver(id)).toEqual({ state: 'delivered' })
    const [received] = receiver.received as [Received]
    expect(received.headers['webhook-id']).toBe(id)
    expect(verify(client.shop_webhook_secret, received)).toMatchObject({
      type: 'order.delivered',
      data: { number: 'ї-100500' },
    })
    expect(() => verify(client.logistics_webhook_secret, received)).toThrow()
    expect(() => verify(client.shop_webhook_secret, { ...received, body: received.body.replace('ї', 'i') })).toThrow()
  })

  it('is signed by the new secret and, until its day is over, by the one before', async () => {
    const receiver = await receiveAt()
    const former = `whsec_${'A'.repeat(32)}`
    const until = new Date(now + 24 * 3_600_000)
    await t.db('clients').where({ id: client.id }).update({
      shop_webhook_former_secret: former,
      shop_webhook_former_until: until,
    })
    await t.deliverer.deliver(await write())
    const [both] = receiver.received as [Received]
    expect(both.headers['webhook-signature']?.split(' ')).toHaveLength(2)
    for (const secret of [client.shop_webhook_secret, former]) expect(verify(secret, both)).toMatchObject({})
    now = until.getTime()
    await t.deliverer.deliver(await write())
    const alone = receiver.received[1]!
    const at = new Date(Number(alone.headers['webhook-timestamp']) * 1_000)
    const id = alone.headers['webhook-id']!
    expect(alone.headers['webhook-signature']).toBe(new Webhook(client.shop_webhook_secret).sign(id, at, alone.body))
    now = Date.now()
  })

  it('CC-28: is tried again after an outage, with the same id and bytes, until it is taken', async () => {
    const receiver = await receiveAt([{ status: 500, body: 'down' }, { status: 503 }])
    const id = await write()
    const first = now
    expect(await t.deliverer.deliver(id)).toEqual({ state: 'retry', at: first + 5_000, attempts: 1 })
    expect(await rowOf(id)).toMatchObject({ last_error: 'HTTP 500 down', delivered_at: null })
    // Not before its time.
    expect(await t.deliverer.deliver(id)).toEqual({ state: 'skipped' })
    now += 5_000
    expect(await t.deliverer.deliver(id)).toMatchObject({ state: 'retry', at: now + 30_000 })
    now += 30_000
    expect(await t.deliverer.deliver(id)).toEqual({ state: 'delivered' })
    expect(receiver.received).toHaveLength(3)
    expect(new Set(receiver.received.map(({ headers, body }) => `${headers['webhook-id']} ${body}`)).size).toBe(1)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(3)
    for (const one of receiver.received) {
      expect(
        new Webhook(client.shop_webhook_secret).sign(
          id,
          new Date(Number(one.headers['webhook-timestamp']) * 1_000),
          one.body,
        ),
      ).toBe(one.headers['webhook-signature'])
    }
    expect(await t.deliverer.deliver(id)).toEqual({ state: 'skipped' })
  })

  it('is sent once by many who find it at once', async () => {
    const receiver = await receiveAt()
    const id = await write()
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => t.deliverer.deliver(id)))
    expect(outcomes.filter((outcome) => outcome.state === 'delivered')).toHaveLength(1)
    expect(receiver.received).toHaveLength(1)
  })

  it('is found again when the one who sent it died in the middle', async () => {
    const receiver = await receiveAt()
    const id = await write()
    const dying = new Error('killed')
    const log = createSilentLogger()
    const killed = createWebhookDeliverer({ db: t.db, send: () => Promise.reject(dying), now: () => now, log })
    await expect(killed.deliver(id)).rejects.toBe(dying)
    expect(await t.deliverer.deliver(id)).toEqual({ state: 'skipped' })
    now += 60_000
    expect((await findDue(t.db, now)).map((due) => due.id)).toContain(id)
    expect(await t.deliverer.deliver(id)).toEqual({ state: 'delivered' })
    expect(receiver.received).toHaveLength(1)
  })

  describe('whose sender was given up for dead, and has an answer afterwards,', () => {
    /** Sends nothing; the attempt ends when it is told to. */
    async function beginSlowly(id: string) {
      let end: (result: SendResult) => void = () => undefined
      let begin = (): void => undefined
      const begun = new Promise<void>((resolve) => (begin = resolve))
      const result = new Promise<SendResult>((resolve) => (end = resolve))
      const send = () => (begin(), result)
      const outcome = createWebhookDeliverer({ db: t.db, send, now: () => now, log: createSilentLogger() }).deliver(id)
      await begun
      return {
        succeed: () => end({ ok: true, status: 200 }),
        fail: () => end({ ok: false, problem: 'no answer' }),
        outcome,
      }
    }

    it('stays delivered where another has delivered it meanwhile', async () => {
      const receiver = await receiveAt()
      const id = await write()
      const slow = await beginSlowly(id)
      now += 60_000
      expect(await t.deliverer.deliver(id)).toEqual({ state: 'delivered' })
      slow.fail()
      expect(await slow.outcome).toEqual({ state: 'skipped' })
      expect(await rowOf(id)).toMatchObject({ next_attempt_at: null, last_error: null })
      expect((await rowOf(id)).delivered_at).not.toBeNull()
      now += 3_600_000
      expect(await t.deliverer.deliver(id)).toEqual({ state: 'skipped' })
      expect(receiver.received).toHaveLength(1)
    })

    it('is left to another that is at it now', async () => {
      await receiveAt()
      const id = await write()
      const slow = await beginSlowly(id)
      now += 60_000
      const other = await beginSlowly(id)
      slow.fail()
      expect(await slow.outcome).toEqual({ state: 'skipped' })
      now += 30_000
      expect(await t.deliverer.deliver(id)).toEqual({ state: 'skipped' })
      other.fail()
      expect(await other.outcome).toMatchObject({ state: 'retry', attempts: 2 })
    })

    it('is delivered where it was heard after all, though another gave it up', async () => {
      await receiveAt([{ status: 410 }])
      const id = await write()
      const slow = await beginSlowly(id)
      now += 60_000
      expect(await t.deliverer.deliver(id)).toEqual({ state: 'given-up' })
      slow.succeed()
      expect(await slow.outcome).toEqual({ state: 'delivered' })
      expect(await rowOf(id)).toMatchObject({ given_up_at: null, last_error: null })
    })
  })

  it('follows no redirect, reads no endless answer, and counts a refused connection as a failure', async () => {
    const receiver = await receiveAt([
      { status: 302, headers: { location: 'http://127.0.0.1:9/' } },
      { status: 500, body: 'x'.repeat(1_000_000) },
    ])
    const redirected = await write()
    expect(await t.deliverer.deliver(redirected)).toMatchObject({ state: 'retry' })
    const endless = await write()
    expect(await t.deliverer.deliver(endless)).toMatchObject({ state: 'retry' })
    expect((await rowOf(endless)).last_error?.length).toBeLessThanOrEqual(500)
    await receiver.close()
    receivers.length = 0
    const refused = await write()
    expect(await t.deliverer.deliver(refused)).toMatchObject({ state: 'retry' })
    expect((await rowOf(refused)).last_error).toContain('ECONNREFUSED')
  })

  it('is given up after three days, or when its receiver is gone for good', async () => {
    await receiveAt([{ status: 500 }, { status: 410 }])
    const old = await write()
    now += 73 * 3_600_000
    expect(await t.deliverer.deliver(old)).toEqual({ state: 'given-up' })
    expect(await rowOf(old)).toMatchObject({ next_attempt_at: null, given_up_at: new Date(now) })
    const unwanted = await write()
    expect(await t.deliverer.deliver(unwanted)).toEqual({ state: 'given-up' })
  })

  it('to a shop without an address is not written; to logistics it waits for one', async () => {
    expect(await transaction(t.db, (trx) => t.outbox.write(trx, [aMessage(client.id)]))).toEqual([])
    const id = await write(aDeliveryMessage(client.id, order.id))
    expect(await t.deliverer.deliver(id)).toMatchObject({ state: 'retry' })
    await receiveAt()
    now += 5_000
    expect(await t.deliverer.deliver(id)).toEqual({ state: 'delivered' })
  })
})

describe('a delivery', () => {
  it('CC-48: stops the order’s clock when logistics has taken it, and only then', async () => {
    await receiveAt([{ status: 500 }])
    await t.db('deliveries').insert({
      id: createId(),
      order_id: order.id,
      client_id: client.id,
      payload: '{}' as never,
      status: 'requested',
      created_at: new Date(now),
    })
    const id = await write(aDeliveryMessage(client.id, order.id))
    await t.deliverer.deliver(id)
    expect((await t.db('orders').where({ id: order.id }).first())?.handed_over_at).toBeNull()
    now += 5_000
    await t.deliverer.deliver(id)
    expect((await t.db('orders').where({ id: order.id }).first())?.handed_over_at).toEqual(new Date(now))
    expect(await t.db('deliveries').where({ order_id: order.id }).first()).toMatchObject({
      status: 'acknowledged',
      acknowledged_at: new Date(now),
    })
    expect(await t.db('order_events').where({ order_id: order.id, kind: 'handed-over' })).toHaveLength(1)
  })
})

describe('an administrator', () => {
  it('finds each webhook once on the pages of the list, also of those of one millisecond', async () => {
    await receiveAt()
    const ids = Array.from({ length: 25 }, () => randomUUID())
    for (const id of ids) {
      const made = await write()
      await t
        .db('outbox')
        .where({ id: made })
        .update({ id, created_at: new Date(now) })
    }
    const headers = await t.bed.as(await createUser(t.db, { role: 'admin' }))
    const page = async (offset: number) => {
      const path = `/api/admin/webhooks?clientId=${client.id}&limit=7&offset=${offset}`
      return (await t.bed.ask<Page<WebhookView>>(path, { headers })).body.items.map(({ id }) => id)
    }
    expect((await Promise.all([0, 7, 14, 21].map(page))).flat()).toEqual(ids.sort().reverse())
  })

  it('sees what was given up and has it sent again', async () => {
    const receiver = await receiveAt([{ status: 410 }])
    const id = await write()
    await t.deliverer.deliver(id)
    const headers = await t.bed.as(await createUser(t.db, { role: 'admin' }))
    const list = await t.bed.ask<Page<WebhookView>>(`/api/admin/webhooks?state=given-up&clientId=${client.id}`, {
      headers,
    })
    expect(list.body.items).toMatchObject([{ id, state: 'given-up', lastError: 'HTTP 410', attempts: 1 }])
    const retry = () => t.bed.ask<WebhookView>(`/api/admin/webhooks/${id}/retry`, { method: 'POST', body: {}, headers })
    expect(await retry()).toMatchObject({ status: 202, body: { state: 'pending' } })
    expect(await t.deliverer.deliver(id)).toEqual({ state: 'delivered' })
    expect((await retry()).status).toBe(404)
    expect(receiver.received).toHaveLength(2)
  })
})
