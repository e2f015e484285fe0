import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createUser } from '@orderline/db/testing'
import type { WrapUpInput } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createOutbox } from '../webhooks/outbox.ts'
import { createOrderService } from '../orders/order-service.ts'
import { createApplyDisposition } from './apply-disposition.ts'
import { createDialingBed, noon, type DialingBed } from './testing.ts'

let bed: DialingBed
let agentId: string

beforeAll(async () => {
  bed = await createDialingBed()
  await bed.db('clients').update({ shop_webhook_url: 'https://shop.example/hooks' })
  agentId = (await createUser(bed.db)).id
})
afterAll(() => bed.close())

async function apply(orderId: string, over: Partial<WrapUpInput> & Pick<WrapUpInput, 'disposition'>) {
  const outbox = createOutbox({ now: () => noon, enqueue: () => undefined })
  const orders = createOrderService({ db: bed.db, outbox, now: () => noon, wakeDialer: () => undefined })
  const applyDisposition = createApplyDisposition({ db: bed.db, orders, now: () => noon })
  const wrapUp = { callId: createId(), note: '', callbackAt: null, cancelReason: null, ...over }
  await applyDisposition({ orderId, agentId, wrapUp })
}

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
    expect(await bed.order(order.id)).toMatchObject({ status: 'retry', next_attempt_at: new Date(callbackAt) })
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

  it('refuses to cancel what is confirmed', async () => {
    const order = await bed.placeOrder({ status: 'confirmed' })
    await expect(apply(order.id, { disposition: 'cancelled' })).rejects.toMatchObject({ code: 'order/wrong-status' })
  })
})
