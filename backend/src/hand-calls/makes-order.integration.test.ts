import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createCustomer } from '@orderline/db/testing'
import type { HandCallCustomer, HandCallView } from '@orderline/domain/contract'
import { listCallbacks } from '../callbacks/callbacks-repository.ts'
import { createApplyDisposition } from '../campaigns/apply-disposition.ts'
import { createAssignOrders } from '../campaigns/assign-orders.ts'
import { createOrderClockRepository } from '../order-clock/order-clock-repository.ts'
import { countRows, findOrder } from '../orders/order-repository.ts'
import { createOrderService } from '../orders/order-service.ts'
import { findTimeline } from '../orders/order-timeline.ts'
import { createOutbox } from '../webhooks/outbox.ts'
import { createHandCallsBed, type HandCallsBed } from './testing.ts'

let bed: HandCallsBed
let marko: Awaited<ReturnType<HandCallsBed['hire']>>
let olena: typeof marko
let last = 1_000

beforeAll(async () => {
  bed = await createHandCallsBed()
  await bed.db('clients').where({ id: bed.client.id }).update({ hand_call_makes_order: true })
  marko = await bed.hire()
  olena = await bed.hire()
})
afterAll(() => bed.close())
beforeEach(async () => {
  await bed.forgetAttempts()
  await bed.db('hand_calls').delete()
})

const unknownNumber = () => `+38067124${(last += 1)}`

function ask(number: string, over: Record<string, unknown> = {}, who = marko) {
  const body = { clientId: bed.client.id, number, ...over }
  return bed.http.ask<HandCallView>('/api/hand-calls', { method: 'POST', headers: who.headers, body })
}
const orderOf = (view: HandCallView) => bed.db('orders').where({ id: view.orderId! }).first()

it('RS-45: with the shop’s setting on, dialling an unknown number makes customer, order, and after the talk the task', async () => {
  const number = unknownNumber()
  const { body } = await ask(number)
  const customer = await bed.db('customers').where({ id: body.customerId! }).first()
  expect(customer).toMatchObject({ name: '', client_id: bed.client.id })
  expect(await orderOf(body)).toMatchObject({
    customer_id: customer?.id,
    phone: number,
    source: { source: 'call', medium: 'by-hand' },
    responsible_id: marko.user.id,
  })
  expect(await findOrder(bed.db, body.orderId!)).toMatchObject({ isByHand: true, responsibleName: marko.user.name })
  const received = (await findTimeline(bed.db, body.orderId!)).filter(({ kind }) => kind === 'received')
  expect(received).toMatchObject([{ author: marko.user.name }])
  const { callId, end } = await bed.dial(body.id, marko.user.id)
  await end()
  expect(await bed.db('calls').where({ id: callId }).first()).toMatchObject({
    customer_id: customer?.id,
    order_id: body.orderId,
  })
  const [task, ...others] = await bed.db('tasks').where({ subject_id: callId })
  expect(others).toEqual([])
  expect(task).toMatchObject({ order_id: body.orderId, for_user_id: marko.user.id, done_by: marko.user.id })
})

it('RS-45: no campaign ever takes such an order, and the promise of 15 minutes does not count it', async () => {
  const { body } = await ask(unknownNumber())
  const assign = createAssignOrders({ db: bed.db, wakeDialer: () => Promise.resolve(), now: () => bed.clock.at })
  const placed = await bed.placeOrder({ campaign_id: null, status: 'new' })
  // Also when its agent has promised a call: that is dialled, by hand as it were, and then no more.
  for (const status of ['exhausted', 'retry'] as const) {
    await bed.db('orders').where({ id: body.orderId! }).update({ status })
    await assign.orphans()
    await assign.ofClient(bed.client.id)
    expect(await orderOf(body)).toMatchObject({ campaign_id: null, next_attempt_at: null })
  }
  expect(await bed.order(placed.id)).toMatchObject({ campaign_id: bed.campaign.id })
  const clock = createOrderClockRepository({ db: bed.db })
  const day = { from: 0, until: Date.now() + 1, clientIds: [bed.client.id] }
  const counted = (await clock.findReceived(day)).map(({ id }) => id)
  expect([counted.includes(body.orderId!), counted.includes(placed.id)]).toEqual([false, true])
  const alarming = (await clock.findUnsettled(day, 100)).map(({ id }) => id)
  expect(alarming).not.toContain(body.orderId)
})

it('RS-45: the same unknown number dialled by two agents at once is one customer and one order', async () => {
  for (let round = 0; round < 5; round += 1) {
    const number = unknownNumber()
    const both = await Promise.all([ask(number, {}, marko), ask(number, {}, olena)])
    expect(both.map(({ status }) => status)).toEqual([201, 201])
    expect(await countRows(bed.db('customer_phones').where({ number }))).toBe(1)
    expect(await countRows(bed.db('orders').where({ phone: number }))).toBe(1)
    await bed.forgetAttempts()
    await bed.db('hand_calls').delete()
  }
})

it('RS-45: a request that is repeated, as after a lost answer, makes nothing twice', async () => {
  const number = unknownNumber()
  const [first, second] = [await ask(number), await ask(number)]
  expect(second.body).toEqual(first.body)
  expect(await countRows(bed.db('orders').where({ phone: number }))).toBe(1)
})

it('RS-45: the name entered in the call becomes that of the customer who was made of the number', async () => {
  const { body } = await ask(unknownNumber())
  const entered = { name: 'Iryna Bondar', about: 'a lamp', orderNumber: '' }
  const path = `/api/hand-calls/${body.id}/card`
  await bed.http.ask(path, { method: 'PUT', headers: marko.headers, body: entered })
  expect(await bed.db('customers').where({ id: body.customerId! }).first()).toMatchObject({ name: 'Iryna Bondar' })
  expect(await bed.record(body.id)).toMatchObject({ order_id: body.orderId })
})

it('RS-45: a call that is promised in the talk is promised once: to the number, which names the order', async () => {
  const { body } = await ask(unknownNumber())
  const { attemptId, callId, end } = await bed.dial(body.id, marko.user.id)
  const { db, client, queue, clock } = bed
  const now = () => clock.at
  const outbox = createOutbox({ now, enqueue: () => undefined })
  const orders = createOrderService({ db, outbox, now, wakeDialer: () => undefined })
  const apply = createApplyDisposition({ db, orders, doNotCall: bed.wishes.doNotCall, now })
  const callbackAt = now() + 3_600_000
  const wrapUp = { callId, disposition: 'callback', note: '', callbackAt, cancelReason: null } as const
  const { customerId, orderId, number: customerNumber } = body
  const of = { clientId: client.id, queueId: queue.id, customerId, orderId, customerNumber, attemptId }
  await apply({ call: of, agentId: marko.user.id, wrapUp: { ...wrapUp, callbackFor: 'me' } })
  await end()
  expect(await orderOf(body)).toMatchObject({ status: 'exhausted', promised_at: null, next_attempt_at: null })
  const { items } = await listCallbacks(db, { clientId: client.id, state: 'open', limit: 50, offset: 0 })
  const promised = { id: body.id, callback: { at: callbackAt, agentId: marko.user.id } }
  expect(items.filter((item) => item.orderId === orderId)).toMatchObject([promised])
})

it('RS-45: a known customer gets no order by being dialled', async () => {
  const customer = await createCustomer(bed.db, { client_id: bed.client.id })
  const { body } = await ask(customer.phone)
  expect(body).toMatchObject({ customerId: customer.id, orderId: null })
})

it('RS-55: two talks with one number, by two agents, leave one order', async () => {
  const number = unknownNumber()
  for (const who of [marko, olena]) {
    const { body } = await ask(number, {}, who)
    const { result, end } = await bed.dial(body.id, who.user.id)
    expect(result).toBe('dialed')
    await end()
  }
  expect(await countRows(bed.db('calls').where({ customer_number: number }))).toBe(2)
  expect(await countRows(bed.db('orders').where({ phone: number }))).toBe(1)
})

it('RS-45: a card that names an order of the shop makes no other', async () => {
  const order = await bed.placeOrder()
  const { body } = await ask(unknownNumber(), { card: { name: 'Iryna', orderNumber: order.number } })
  expect(body.orderId).toBe(order.id)
})

it('RS-45: the form says beforehand that the shop wants an order made', async () => {
  const path = `/api/hand-calls/customer?clientId=${bed.client.id}&number=${encodeURIComponent(unknownNumber())}`
  const { body } = await bed.http.ask<HandCallCustomer>(path, { headers: marko.headers })
  expect(body).toMatchObject({ isKnown: false, makesOrder: true })
})
