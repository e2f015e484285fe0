import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { transaction, type OrderRow } from '@orderline/db'
import { createCampaign, createUser } from '@orderline/db/testing'
import type { WrapUpInput } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { listCallbacks } from '../callbacks/callbacks-repository.ts'
import { createAuditService } from '../audit/audit-service.ts'
import { createDoNotCallService } from '../do-not-call/do-not-call-service.ts'
import { createOutbox } from '../webhooks/outbox.ts'
import { lockOrder } from '../orders/order-repository.ts'
import { createOrderService } from '../orders/order-service.ts'
import { createApplyDisposition } from './apply-disposition.ts'
import { findDone, finishCampaigns } from './finish-campaigns.ts'
import { settleAttempt } from './settle-attempt.ts'
import { createDialingBed, noon, type DialingBed } from './testing.ts'

let bed: DialingBed
let agentId: string

beforeAll(async () => {
  bed = await createDialingBed()
  await bed.db('clients').update({ shop_webhook_url: 'https://shop.example/hooks' })
  agentId = (await createUser(bed.db)).id
})
afterAll(() => bed.close())

type Over = Partial<WrapUpInput> & Pick<WrapUpInput, 'disposition'>
type Called = { orderId?: string; attemptId?: string; number?: string }

async function applyTo({ orderId, attemptId, number = '+380671110000' }: Called, over: Over) {
  const outbox = createOutbox({ now: () => noon, enqueue: () => undefined })
  const orders = createOrderService({ db: bed.db, outbox, now: () => noon, wakeDialer: () => undefined })
  const doNotCall = createDoNotCallService({ db: bed.db, audit: createAuditService({ db: bed.db }), now: () => noon })
  const applyDisposition = createApplyDisposition({ db: bed.db, orders, doNotCall, now: () => noon })
  const wrapUp = { callId: createId(), note: '', callbackAt: null, cancelReason: null, ...over }
  const of = { clientId: bed.client.id, queueId: bed.queue.id, customerId: null, customerNumber: number }
  await applyDisposition({ call: { ...of, orderId: orderId ?? null, attemptId: attemptId ?? null }, agentId, wrapUp })
}

const apply = (orderId: string, over: Over) => applyTo({ orderId }, over)

describe('what an agent says at the end of a talk', () => {
  it('cancels the order, with the reason and a webhook', async () => {
    const order = await bed.placeOrder({ status: 'talking' })
    await apply(order.id, { disposition: 'cancelled', cancelReason: 'bought elsewhere' })
    expect(await bed.order(order.id)).toMatchObject({ status: 'cancelled', cancel_reason: 'bought elsewhere' })
    expect(await bed.db('outbox').where({ order_id: order.id })).toMatchObject([{ type: 'order.cancelled' }])
  })

  it('plans the call that the customer asked for', async () => {
    const order = await bed.placeOrder({ status: 'talking' })
    const callbackAt = noon + 3 * 3_600_000
    await apply(order.id, { disposition: 'callback', callbackAt })
    const promise = { promised_at: new Date(callbackAt), promised_agent_id: null }
    expect(await bed.order(order.id)).toMatchObject({
      status: 'retry',
      next_attempt_at: new Date(callbackAt),
      ...promise,
    })
    await apply(order.id, { disposition: 'callback', callbackAt, callbackFor: 'me' })
    expect(await bed.order(order.id)).toMatchObject({ promised_agent_id: agentId })
  })

  it('stops dialling a number that is somebody else’s', async () => {
    const order = await bed.placeOrder({ status: 'retry' })
    await apply(order.id, { disposition: 'wrong-number' })
    expect(await bed.order(order.id)).toMatchObject({ status: 'exhausted', next_attempt_at: null })
  })

  it('leaves a confirmed order confirmed, and keeps the note', async () => {
    const order = await bed.placeOrder({ status: 'confirmed' })
    await apply(order.id, { disposition: 'confirmed', note: 'call before delivery' })
    expect(await bed.order(order.id)).toMatchObject({ status: 'confirmed' })
    const notes = await bed.db('order_events').where({ order_id: order.id, kind: 'note' })
    expect(notes).toMatchObject([{ text: 'call before delivery', author_id: agentId }])
  })

  it('refuses “confirmed” for an order that is not, at its field, and keeps nothing of it', async () => {
    for (const status of ['new', 'retry', 'talking', 'exhausted', 'cancelled'] as const) {
      const order = await bed.placeOrder({ status })
      await expect(apply(order.id, { disposition: 'confirmed', note: 'agreed' })).rejects.toMatchObject({
        code: 'request/invalid',
        details: { errors: [{ pointer: '/disposition', code: 'order-not-confirmed' }] },
      })
      expect(await bed.db('order_events').where({ order_id: order.id, kind: 'note' })).toEqual([])
    }
  })

  it('waits for a confirmation that is being written, and takes “confirmed” then', async () => {
    const order = await bed.placeOrder({ status: 'talking' })
    let said: Promise<void> | undefined
    await transaction(bed.db, async (trx) => {
      await lockOrder(trx, order.id)
      const isAsked = new Promise<void>((resolve) => {
        bed.db.on('query', ({ sql }: { sql: string }) => {
          if (/from `orders`.* for update/.test(sql)) resolve()
        })
      })
      said = apply(order.id, { disposition: 'confirmed', note: 'agreed' })
      await isAsked
      await trx('orders')
        .where({ id: order.id })
        .update({ status: 'confirmed', confirmed_at: new Date(noon) })
    })
    await said
    expect(await bed.db('order_events').where({ order_id: order.id, kind: 'note' })).toMatchObject([{ text: 'agreed' }])
  })

  it('refuses to cancel what is confirmed', async () => {
    const order = await bed.placeOrder({ status: 'confirmed' })
    await expect(apply(order.id, { disposition: 'cancelled' })).rejects.toMatchObject({ code: 'order/wrong-status' })
  })
})

describe('what an agent says at the end of a talk with a line of a list', () => {
  async function talkedTo() {
    const record = await bed.addRecord()
    const order = await bed.claimedRecord(record)
    await bed.dialService().carryOut(order)
    return { record, attemptId: order.attemptId, number: record.number }
  }
  const hour = 3_600_000

  it.each([
    [{ disposition: 'info-given' }, { status: 'done', next_attempt_at: null, settled_at: new Date(noon) }],
    [{ disposition: 'wrong-number' }, { status: 'exhausted', next_attempt_at: null }],
    [{ disposition: 'no-conversation' }, { status: 'retry', next_attempt_at: new Date(noon + hour / 2) }],
    [
      { disposition: 'callback', callbackAt: noon + hour },
      { status: 'retry', promised_at: new Date(noon + hour), promised_agent_id: null, callback_source: 'agent' },
    ],
    [{ disposition: 'do-not-call' }, { status: 'blocked', next_attempt_at: null }],
  ] as const)('settles it: %o', async (said, expected) => {
    const { record, ...called } = await talkedTo()
    await applyTo(called, said)
    expect(await bed.record(record.id)).toMatchObject(expected)
  })

  it('lets a customer who wants no calls rest in all that waits for this shop', async () => {
    const number = '+380671119999'
    const [waiting, order] = [await bed.addRecord({ number }), await bed.placeOrder({ phone: number })]
    await bed.db('customer_phones').where({ customer_id: order.customer_id }).update({ number })
    await applyTo({ number }, { disposition: 'do-not-call', note: 'asked politely' })
    expect(await bed.record(waiting.id)).toMatchObject({ status: 'blocked' })
    expect(await bed.order(order.id)).toMatchObject({ status: 'exhausted', next_attempt_at: null })
    const entry = { scope: bed.client.id, source: 'customer', author_id: agentId, note: 'asked politely' }
    expect(await bed.db('do_not_call').where({ number })).toMatchObject([entry])
  })

  it('promises no call that is further away than anybody plans', async () => {
    const number = '+380671117666'
    const said = { disposition: 'callback', callbackAt: noon + 61 * 24 * hour } as const
    const { record, ...called } = await talkedTo()
    for (const of of [{ number }, called]) {
      await expect(applyTo(of, said)).rejects.toMatchObject({
        code: 'request/invalid',
        details: { errors: [{ pointer: '/callbackAt', code: 'out-of-range' }] },
      })
    }
    expect(await bed.db('dial_records').where({ number })).toEqual([])
    expect((await bed.record(record.id))?.promised_at).toBeNull()
  })

  it('promises a call to a customer who called us about nothing in a list', async () => {
    const number = '+380671118888'
    await applyTo({ number }, { disposition: 'callback', callbackAt: noon + hour, callbackFor: 'me', note: 'size?' })
    const promise = { promised_at: new Date(noon + hour), promised_agent_id: agentId, campaign_id: null, note: 'size?' }
    const rows = await bed.db('dial_records').where({ number })
    expect(rows).toMatchObject([{ ...promise, callback_source: 'agent', queue_id: bed.queue.id }])
  })
})

describe('a call that was promised after the last talk of a list', () => {
  const callbackAt = noon + 3_600_000

  /** The talk is over, and with it the list, before its agent has said how it went. */
  async function talkedLast(orderId: string | null) {
    const campaign = await createCampaign(bed.db, { client_id: bed.client.id, queue_id: bed.queue.id })
    const record = await bed.addRecord({ campaign_id: campaign.id, order_id: orderId })
    const { attemptId, ...dialOrder } = await bed.claimedRecord(record)
    expect(await bed.dialService().carryOut({ attemptId, ...dialOrder })).toBe('dialed')
    const ended = { attemptId, outcome: 'answered' as const, cause: null, endedAt: noon, call: null }
    await transaction(bed.db, (trx) => settleAttempt(bed.settle, trx, ended))
    expect(await findDone(bed.db)).toContain(campaign.id)
    await finishCampaigns(bed.db, [campaign.id], noon)
    return { record, attemptId, number: record.number }
  }

  it('is one of its own, which needs no campaign: one that is over dials nobody', async () => {
    const { record, ...called } = await talkedLast(null)
    await applyTo(called, { disposition: 'callback', callbackAt, callbackFor: 'me', note: 'size?' })
    expect(await bed.record(record.id)).toMatchObject({ status: 'done', promised_at: null })
    const promise = { promised_at: new Date(callbackAt), promised_agent_id: agentId, order_id: null, note: 'size?' }
    expect(await bed.db('dial_records').where({ number: record.number, status: 'new' })).toMatchObject([
      { ...promise, campaign_id: null, callback_source: 'agent', queue_id: bed.queue.id },
    ])
  })

  it('is one also where the line is about an order, which has it in its history', async () => {
    const order = await bed.placeOrder({ status: 'exhausted', campaign_id: null })
    const { record, ...called } = await talkedLast(order.id)
    await applyTo({ ...called, orderId: order.id }, { disposition: 'callback', callbackAt })
    expect(await bed.order(order.id)).toMatchObject({ status: 'exhausted', promised_at: null })
    expect(await bed.db('order_events').where({ order_id: order.id, kind: 'callback' })).toHaveLength(1)
    const promises = await bed.db('dial_records').where({ number: record.number, status: 'new' })
    expect(promises).toMatchObject([{ order_id: order.id, promised_at: new Date(callbackAt) }])
  })
})

describe('a call that was promised in a talk about an order with a number that was dialled for itself', () => {
  const callbackAt = noon + 3_600_000
  const promised = { promised_at: new Date(callbackAt), status: 'retry' }

  /** A callback that names the order, as one dialled by hand does. */
  async function talkedAbout(order: OrderRow, { number = order.phone, at = callbackAt } = {}) {
    const record = await bed.addRecord({ campaign_id: null, order_id: order.id, callback_source: 'hand', number })
    const dialOrder = await bed.claimedRecord(record, { orderId: order.id })
    await bed.dialService().carryOut(dialOrder)
    const said = { disposition: 'callback', callbackAt: at } as const
    await applyTo({ orderId: order.id, attemptId: dialOrder.attemptId, number }, said)
    const query = { clientId: bed.client.id, state: 'open' as const, limit: 50, offset: 0 }
    const { items } = await listCallbacks(bed.db, query)
    return { record: await bed.record(record.id), promises: items.filter(({ orderId }) => orderId === order.id) }
  }

  it('is one: of the number, where no campaign dials the order; whose history and clock have it all the same', async () => {
    for (const status of ['exhausted', 'confirmed'] as const) {
      const order = await bed.placeOrder({ status, campaign_id: null })
      const { record, promises } = await talkedAbout(order)
      expect(promises.map(({ id }) => id)).toEqual([record?.id])
      expect(record).toMatchObject(promised)
      expect(await bed.order(order.id)).toMatchObject({ status, promised_at: null })
      const history = await bed.db('order_events').where({ order_id: order.id, kind: 'callback' })
      expect(history).toMatchObject([{ text: new Date(callbackAt).toISOString(), author_id: agentId }])
    }
  })

  it('is of the number also where the order is dialled at another', async () => {
    const order = await bed.placeOrder({ status: 'retry' })
    const { record, promises } = await talkedAbout(order, { number: '+380671117777' })
    expect(promises.map(({ id }) => id)).toEqual([record?.id])
    expect(await bed.order(order.id)).toMatchObject({ promised_at: null })
  })

  it('is one: of the order, where a campaign dials it at this number', async () => {
    const order = await bed.placeOrder({ status: 'retry' })
    const { record, promises } = await talkedAbout(order)
    expect(promises.map(({ id }) => id)).toEqual([order.id])
    expect(record).toMatchObject({ status: 'done', next_attempt_at: null })
    expect(await bed.order(order.id)).toMatchObject(promised)
  })

  it('is refused for a time that has been, whoever would keep it', async () => {
    const order = await bed.placeOrder({ status: 'exhausted', campaign_id: null })
    await expect(talkedAbout(order, { at: noon })).rejects.toMatchObject({ code: 'request/invalid' })
  })
})
