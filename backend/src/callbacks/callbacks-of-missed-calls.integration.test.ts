import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createClient } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { noon } from '../campaigns/testing.ts'
import { problemOf } from '../http/testing.ts'
import { createCallbacksBed, hour, type CallbacksBed } from './testing.ts'

let bed: CallbacksBed

beforeAll(async () => {
  bed = await createCallbacksBed()
})
afterEach(() => bed.closeOtherShops())
afterAll(() => bed.close())

describe('a callback', () => {
  it('of a missed call says so, and the missed call is handled', async () => {
    const missedCallId = await bed.addMissedCall()
    const { body } = await bed.create('olena', { missedCallId, at: noon })
    expect(body.callback).toMatchObject({ source: 'missed', agentId: null })
    expect((await bed.db('calls').where({ id: missedCallId }).first())?.handled_at).toEqual(new Date(noon))
  })

  it('of a missed call stays on the list of missed calls, with who and when, until it is kept or dropped', async () => {
    const missedCallId = await bed.addMissedCall()
    const ids = { clientId: bed.client.id, queueId: bed.queue.id }
    expect(await bed.missed(missedCallId)).toMatchObject({ ...ids, handledAt: null, promise: null })
    await bed.create('supervisor', { missedCallId, agentId: bed.marko.id })
    expect(await bed.missed(missedCallId)).toMatchObject({
      handledAt: noon,
      promise: { at: noon + hour, agentName: 'Marko' },
    })
    await bed.http.ask(`/api/callbacks/${missedCallId}`, { method: 'DELETE', headers: bed.as.supervisor })
    expect(await bed.missed(missedCallId)).toBeUndefined()
  })

  it('RS-13: of a missed call needs no number of who may not see it: an agent calls back the one who called', async () => {
    const [missedCallId, hidden] = [await bed.addMissedCall(), await bed.addMissedCall()]
    const number = '+380671234577'
    await bed.db('calls').where({ id: missedCallId }).update({ customer_number: number })
    const { body } = await bed.create('olena', { missedCallId, number: null })
    expect(body).toMatchObject({ id: missedCallId, number: '+380 •• ••• ••77' })
    expect((await bed.db('dial_records').where({ id: missedCallId }).first())?.number).toBe(number)
    for (const unknown of [{ missedCallId: hidden }, {}, { missedCallId, clientId: createId() }]) {
      const refused = await bed.create('supervisor', { ...unknown, number: null })
      expect(refused.status).toBe(400)
    }
  })

  it('of a missed call is one: who is slower is told, and may promise again when the first is over', async () => {
    const missedCallId = await bed.addMissedCall()
    const { body: first } = await bed.create('olena', { missedCallId })
    const second = await bed.create('supervisor', { missedCallId })
    expect([second.status, problemOf(second).code]).toEqual([409, 'callback/promised-already'])
    await bed.http.ask(`/api/callbacks/${first.id}`, { method: 'DELETE', headers: bed.as.supervisor })
    expect((await bed.create('supervisor', { missedCallId })).status).toBe(201)
  })

  it('of a missed call is one also of two who promise at the same time, when somebody has looked after it', async () => {
    const order = await bed.placeOrder()
    for (const of of [{}, { orderId: order.id, number: order.phone }]) {
      const missedCallId = await bed.addMissedCall()
      await bed
        .db('calls')
        .where({ id: missedCallId })
        .update({ handled_at: new Date(noon - 1) })
      const made = await Promise.all([1, 2, 3, 4].map(() => bed.create('supervisor', { ...of, missedCallId })))
      expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
    }
  })

  it('of a missed call is for the client who was called: nobody else’s is handled by it, nor what is no missed call', async () => {
    const other = await createClient(bed.db)
    const [theirs, talk] = [await bed.addMissedCall(other.id), await bed.addMissedCall()]
    await bed.db('calls').where({ id: talk }).update({ status: 'answered' })
    for (const missedCallId of [theirs, talk, createId()]) {
      const answer = await bed.create('supervisor', { missedCallId })
      expect([answer.status, problemOf(answer).errors?.[0]?.pointer]).toEqual([400, '/missedCallId'])
    }
    expect((await bed.db('calls').where({ id: theirs }).first())?.handled_at).toBeNull()
  })

  it('of a missed call is kept on the customer’s only open order, with its note; the missed call says so', async () => {
    const order = await bed.placeOrder({ phone: '+380671234571' })
    const customer = { customerId: order.customer_id, number: order.phone }
    const missedCallId = await bed.addMissedCall()
    const { body } = await bed.create('supervisor', {
      ...customer,
      missedCallId,
      agentId: bed.marko.id,
      note: 'the cable',
    })
    expect(body).toMatchObject({ id: order.id, orderId: order.id, callback: { agentId: bed.marko.id } })
    expect(await bed.db('dial_records').where({ id: missedCallId })).toEqual([])
    expect(await bed.db('calls').where({ id: missedCallId }).first()).toMatchObject({ order_id: order.id })
    const [event] = await bed.db('order_events').where({ order_id: order.id, kind: 'callback' })
    expect(event?.text).toContain('the cable')
    expect(await bed.missed(missedCallId)).toMatchObject({ promise: { at: noon + hour, agentName: 'Marko' } })
    expect(problemOf(await bed.create('olena', { ...customer, missedCallId })).code).toBe('callback/promised-already')
  })

  it('of a missed call names the open order, but rings by itself, where the order would not be dialled', async () => {
    const resting = await bed.placeOrder({ phone: '+380671234573' })
    await bed.db('orders').where({ id: resting.id }).update({ campaign_id: null })
    const elsewhere = await bed.placeOrder({ phone: '+380671234574' })
    for (const { id, customer_id: customerId } of [resting, elsewhere]) {
      const missedCallId = await bed.addMissedCall()
      const { body } = await bed.create('supervisor', { customerId, number: '+380671234573', missedCallId })
      expect(body).toMatchObject({ id: missedCallId, orderId: id, callback: { source: 'missed' } })
    }
  })

  it('of a missed call is one also while the order that keeps it rings, or talks', async () => {
    const [missedCallId, order] = [await bed.addMissedCall(), await bed.placeOrder()]
    const of = { missedCallId, orderId: order.id, number: order.phone }
    expect((await bed.create('supervisor', of)).status).toBe(201)
    for (const status of ['dialing', 'talking'] as const) {
      await bed.db('orders').where({ id: order.id }).update({ status })
      expect(problemOf(await bed.create('supervisor', of)).code).toBe('callback/promised-already')
      expect(await bed.order(order.id)).toMatchObject({ status })
    }
  })

  it('of a missed call is shown with its own time and agent, whatever its order was promised besides', async () => {
    const [missedCallId, order] = [await bed.addMissedCall(), await bed.placeOrder({ campaign_id: null })]
    await bed.create('supervisor', { missedCallId, orderId: order.id, number: order.phone })
    const ofOrder = { promised_at: new Date(noon + 2 * hour), promised_agent_id: bed.marko.id }
    await bed
      .db('orders')
      .where({ id: order.id })
      .update({ status: 'retry', ...ofOrder })
    expect(await bed.missed(missedCallId)).toMatchObject({ promise: { at: noon + hour, agentName: null } })
  })

  it('of a missed call belongs to no order where the customer has two open ones, or none', async () => {
    const one = await bed.placeOrder({ phone: '+380671234575' })
    const { id: second } = await bed.placeOrder({ phone: one.phone })
    await bed.db('orders').where({ id: second }).update({ customer_id: one.customer_id })
    const customer = { customerId: one.customer_id, number: one.phone }
    const promise = async () =>
      (await bed.create('supervisor', { ...customer, missedCallId: await bed.addMissedCall() })).body
    expect(await promise()).toMatchObject({ orderId: null })
    await bed.db('orders').where({ id: second }).update({ status: 'cancelled' })
    expect(await promise()).toMatchObject({ orderId: one.id })
    await bed.db('orders').where({ id: one.id }).update({ status: 'confirmed' })
    expect(await promise()).toMatchObject({ orderId: null })
  })

  it('of a missed call about an open order handles the missed call, too', async () => {
    const [missedCallId, order] = [await bed.addMissedCall(), await bed.placeOrder()]
    const { body } = await bed.create('olena', { missedCallId, orderId: order.id, number: order.phone })
    expect(body.id).toBe(order.id)
    expect((await bed.db('calls').where({ id: missedCallId }).first())?.handled_at).toEqual(new Date(noon))
  })
})
