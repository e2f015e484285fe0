import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createClient, createCustomer, createUser } from '@orderline/db/testing'
import type { AttemptRow, UserRow } from '@orderline/db'
import type { CallbackChoices, CallbackView, MissedCallView, Page } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createDialingBed, noon, type DialingBed } from '../campaigns/testing.ts'
import type { Session } from '../http/http-types.ts'
import { createHttpTestBed, problemOf, type HttpTestBed } from '../http/testing.ts'
import { createOrderService } from '../orders/order-service.ts'
import { createRecordsRepository } from '../records/records-repository.ts'
import { createRecordsService } from '../records/records-service.ts'
import { createOutbox } from '../webhooks/outbox.ts'
import { createCallbacksRoutes } from './callbacks-routes.ts'
import { createCallbacksService } from './callbacks-service.ts'

let bed: DialingBed
let http: HttpTestBed
let marko: UserRow
let as: Record<'marko' | 'olena' | 'supervisor', Record<string, string>>
const hour = 3_600_000

beforeAll(async () => {
  bed = await createDialingBed()
  const { db } = bed
  http = createHttpTestBed({ db })
  const now = () => bed.clock.at
  const outbox = createOutbox({ now, enqueue: () => undefined })
  const orders = createOrderService({ db, outbox, now, wakeDialer: () => undefined })
  const sight = ({ role }: Session) => (role === 'agent' ? [bed.client.id] : null)
  const callbacks = createCallbacksService({ db, orders, sight, wakeDialer: () => Promise.resolve(), now })
  await http.start([createCallbacksRoutes({ guards: http.guards, callbacks })])
  marko = await createUser(db, { name: 'Marko' })
  const [olena, supervisor] = [await createUser(db), await createUser(db, { role: 'supervisor' })]
  as = { marko: await http.as(marko), olena: await http.as(olena), supervisor: await http.as(supervisor) }
})
afterAll(async () => {
  await http.close()
  await bed.close()
})
/** Shops that a test opened are offered to no other. */
afterEach(() => bed.db('clients').whereNot({ id: bed.client.id }).update({ active: false }))

function input(over: Record<string, unknown> = {}) {
  return { clientId: bed.client.id, queueId: bed.queue.id, number: '+380671234599', at: noon + hour, ...over }
}
const create = (who: keyof typeof as, over: Record<string, unknown> = {}) =>
  http.ask<CallbackView>('/api/callbacks', { method: 'POST', body: input(over), headers: as[who] })
const open = async (who: keyof typeof as) =>
  (await http.ask<Page<CallbackView>>('/api/callbacks?state=open', { headers: as[who] })).body.items

async function addMissedCall(clientId = bed.client.id): Promise<string> {
  const id = createId()
  const ids = { client_id: clientId, queue_id: bed.queue.id }
  const plain = { direction: 'inbound' as const, status: 'missed' as const, started_at: new Date(noon - hour) }
  await bed.db('calls').insert({ id, ...ids, ...plain })
  return id
}

/** As the board's list has it. */
async function missed(id: string): Promise<MissedCallView | undefined> {
  const records = createRecordsService({
    records: createRecordsRepository(bed.db),
    sight: () => null,
    now: () => bed.clock.at,
  })
  const session = { userId: marko.id, role: 'supervisor', clientId: null } as Session
  return (await records.listMissed({ limit: 50, offset: 0 }, session)).items.find(({ callId }) => callId === id)
}

async function addAttempt(orderId: string, over: Partial<AttemptRow>): Promise<void> {
  const ids = { id: createId(), call_id: createId(), order_id: orderId }
  const plain = { number: '+380671234599', ordinal: 1, allowed_because: '[]', started_at: new Date(noon - hour) }
  await bed.db<Record<string, unknown>>('attempts').insert({ ...ids, ...plain, ...over })
}

describe('a callback', () => {
  it('is promised by an agent at a time, seen by this agent and by supervisors, dialled when it is due', async () => {
    const { status, body } = await create('marko', { agentId: marko.id })
    expect(status).toBe(201)
    expect(body).toMatchObject({ status: 'new', callback: { at: noon + hour, agentName: 'Marko', source: 'agent' } })
    expect((await open('marko')).map(({ id }) => id)).toContain(body.id)
    expect((await open('olena')).map(({ id }) => id)).not.toContain(body.id)
    const whole = (await open('supervisor')).find(({ id }) => id === body.id)
    expect([body.number.includes('•'), whole?.number]).toEqual([true, '+380671234599'])
    const record = await bed.record(body.id)
    expect(await bed.dialService().carryOut(await bed.claimedRecord(record!))).toBe('given-back')
    bed.clock.at = noon + hour
    expect(await bed.dialService().carryOut(await bed.claimedRecord(record!))).toBe('dialed')
    bed.clock.at = noon
  })

  it('about an open order is kept on the order: it is called once, not twice', async () => {
    const order = await bed.placeOrder()
    const { body } = await create('supervisor', { orderId: order.id, number: order.phone, agentId: marko.id })
    expect(body).toMatchObject({ id: order.id, orderId: order.id, callback: { agentId: marko.id } })
    expect(await bed.order(order.id)).toMatchObject({ status: 'retry', promised_at: new Date(noon + hour) })
    expect(await bed.db('dial_records').where({ order_id: order.id })).toEqual([])
    expect((await open('marko')).map(({ id }) => id)).toContain(order.id)
  })

  it('moves to another time and another agent, and is cancelled', async () => {
    for (const of of [{}, await bed.placeOrder().then(({ id, phone }) => ({ orderId: id, number: phone }))]) {
      const { body: made } = await create('supervisor', of)
      const path = `/api/callbacks/${made.id}`
      const body = { at: noon + 2 * hour, agentId: marko.id }
      const moved = await http.ask<CallbackView>(path, { method: 'PATCH', body, headers: as.supervisor })
      expect(moved.body).toMatchObject({ nextAttemptAt: noon + 2 * hour, callback: { agentId: marko.id } })
      expect((await http.ask(path, { method: 'DELETE', headers: as.olena })).status).toBe(404)
      expect((await http.ask(path, { method: 'DELETE', headers: as.marko })).status).toBe(204)
      expect((await open('supervisor')).map(({ id }) => id)).not.toContain(made.id)
    }
  })

  it('of a missed call says so, and the missed call is handled', async () => {
    const missedCallId = await addMissedCall()
    const { body } = await create('olena', { missedCallId, at: noon })
    expect(body.callback).toMatchObject({ source: 'missed', agentId: null })
    expect((await bed.db('calls').where({ id: missedCallId }).first())?.handled_at).toEqual(new Date(noon))
  })

  it('of a missed call stays on the list of missed calls, with who and when, until it is kept or dropped', async () => {
    const missedCallId = await addMissedCall()
    const ids = { clientId: bed.client.id, queueId: bed.queue.id }
    expect(await missed(missedCallId)).toMatchObject({ ...ids, handledAt: null, promise: null })
    await create('supervisor', { missedCallId, agentId: marko.id })
    expect(await missed(missedCallId)).toMatchObject({
      handledAt: noon,
      promise: { at: noon + hour, agentName: 'Marko' },
    })
    await http.ask(`/api/callbacks/${missedCallId}`, { method: 'DELETE', headers: as.supervisor })
    expect(await missed(missedCallId)).toBeUndefined()
  })

  it('of a missed call is one: who is slower is told, and may promise again when the first is over', async () => {
    const missedCallId = await addMissedCall()
    const { body: first } = await create('olena', { missedCallId })
    const second = await create('supervisor', { missedCallId })
    expect([second.status, problemOf(second).code]).toEqual([409, 'callback/promised-already'])
    await http.ask(`/api/callbacks/${first.id}`, { method: 'DELETE', headers: as.supervisor })
    expect((await create('supervisor', { missedCallId })).status).toBe(201)
  })

  it('of a missed call is one also of two who promise at the same time, when somebody has looked after it', async () => {
    const order = await bed.placeOrder()
    for (const of of [{}, { orderId: order.id, number: order.phone }]) {
      const missedCallId = await addMissedCall()
      await bed
        .db('calls')
        .where({ id: missedCallId })
        .update({ handled_at: new Date(noon - 1) })
      const made = await Promise.all([1, 2, 3, 4].map(() => create('supervisor', { ...of, missedCallId })))
      expect(made.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409])
    }
  })

  it('of a missed call is for the client who was called: nobody else’s is handled by it, nor what is no missed call', async () => {
    const other = await createClient(bed.db)
    const [theirs, talk] = [await addMissedCall(other.id), await addMissedCall()]
    await bed.db('calls').where({ id: talk }).update({ status: 'answered' })
    for (const missedCallId of [theirs, talk, createId()]) {
      const answer = await create('supervisor', { missedCallId })
      expect([answer.status, problemOf(answer).errors?.[0]?.pointer]).toEqual([400, '/missedCallId'])
    }
    expect((await bed.db('calls').where({ id: theirs }).first())?.handled_at).toBeNull()
  })

  it('of a missed call is kept on the customer’s only open order, with its note; the missed call says so', async () => {
    const order = await bed.placeOrder({ phone: '+380671234571' })
    const customer = { customerId: order.customer_id, number: order.phone }
    const missedCallId = await addMissedCall()
    const { body } = await create('supervisor', { ...customer, missedCallId, agentId: marko.id, note: 'the cable' })
    expect(body).toMatchObject({ id: order.id, orderId: order.id, callback: { agentId: marko.id } })
    expect(await bed.db('dial_records').where({ id: missedCallId })).toEqual([])
    expect(await bed.db('calls').where({ id: missedCallId }).first()).toMatchObject({ order_id: order.id })
    const [event] = await bed.db('order_events').where({ order_id: order.id, kind: 'callback' })
    expect(event?.text).toContain('the cable')
    expect(await missed(missedCallId)).toMatchObject({ promise: { at: noon + hour, agentName: 'Marko' } })
    expect(problemOf(await create('olena', { ...customer, missedCallId })).code).toBe('callback/promised-already')
  })

  it('of a missed call names the open order, but rings by itself, where the order would not be dialled', async () => {
    const resting = await bed.placeOrder({ phone: '+380671234573' })
    await bed.db('orders').where({ id: resting.id }).update({ campaign_id: null })
    const elsewhere = await bed.placeOrder({ phone: '+380671234574' })
    for (const { id, customer_id: customerId } of [resting, elsewhere]) {
      const missedCallId = await addMissedCall()
      const { body } = await create('supervisor', { customerId, number: '+380671234573', missedCallId })
      expect(body).toMatchObject({ id: missedCallId, orderId: id, callback: { source: 'missed' } })
    }
  })

  it('of a missed call is one also while the order that keeps it rings, or talks', async () => {
    const [missedCallId, order] = [await addMissedCall(), await bed.placeOrder()]
    const of = { missedCallId, orderId: order.id, number: order.phone }
    expect((await create('supervisor', of)).status).toBe(201)
    for (const status of ['dialing', 'talking'] as const) {
      await bed.db('orders').where({ id: order.id }).update({ status })
      expect(problemOf(await create('supervisor', of)).code).toBe('callback/promised-already')
      expect(await bed.order(order.id)).toMatchObject({ status })
    }
  })

  it('of a missed call is shown with its own time and agent, whatever its order was promised besides', async () => {
    const [missedCallId, order] = [await addMissedCall(), await bed.placeOrder({ campaign_id: null })]
    await create('supervisor', { missedCallId, orderId: order.id, number: order.phone })
    const ofOrder = { promised_at: new Date(noon + 2 * hour), promised_agent_id: marko.id }
    await bed
      .db('orders')
      .where({ id: order.id })
      .update({ status: 'retry', ...ofOrder })
    expect(await missed(missedCallId)).toMatchObject({ promise: { at: noon + hour, agentName: null } })
  })

  it('about an order is kept on it only if its campaign dials at the promised time', async () => {
    const days = (count: number) => new Date(noon + count * 24 * hour)
    const spanOf = (starts_at: Date | null, ends_at: Date | null) =>
      bed.db('campaigns').where({ id: bed.campaign.id }).update({ starts_at, ends_at })
    const isOnOrder = async (at: Date) => {
      const order = await bed.placeOrder()
      const { body } = await create('supervisor', { orderId: order.id, number: order.phone, at: at.getTime() })
      return body.id === order.id
    }
    await spanOf(days(3), days(5))
    expect([await isOnOrder(days(1)), await isOnOrder(days(4)), await isOnOrder(days(6))]).toEqual([false, true, false])
    await spanOf(null, null)
  })

  it('of a missed call belongs to no order where the customer has two open ones, or none', async () => {
    const one = await bed.placeOrder({ phone: '+380671234575' })
    const { id: second } = await bed.placeOrder({ phone: one.phone })
    await bed.db('orders').where({ id: second }).update({ customer_id: one.customer_id })
    const customer = { customerId: one.customer_id, number: one.phone }
    const promise = async () => (await create('supervisor', { ...customer, missedCallId: await addMissedCall() })).body
    expect(await promise()).toMatchObject({ orderId: null })
    await bed.db('orders').where({ id: second }).update({ status: 'cancelled' })
    expect(await promise()).toMatchObject({ orderId: one.id })
    await bed.db('orders').where({ id: one.id }).update({ status: 'confirmed' })
    expect(await promise()).toMatchObject({ orderId: null })
  })

  it('says by whose clock it is meant, also to an agent who sees no number', async () => {
    const { body } = await create('marko', { number: '+48221234567' })
    expect([body.number.includes('•'), body.timeZone]).toEqual([true, 'Europe/Warsaw'])
    expect((await create('marko')).body.timeZone).toBe('Europe/Kyiv')
  })

  it('that is owed for an abandoned call says so, until a person promises one', async () => {
    const order = await bed.placeOrder()
    await bed
      .db('orders')
      .where({ id: order.id })
      .update({ status: 'retry', promised_at: new Date(noon + hour) })
    const sourceOf = async () => (await open('supervisor')).find(({ id }) => id === order.id)?.callback?.source
    expect(await sourceOf()).toBe('agent')
    await addAttempt(order.id, { outcome: 'abandoned', ended_at: new Date(noon - hour) })
    expect(await sourceOf()).toBe('abandoned')
    await create('supervisor', { orderId: order.id, number: order.phone })
    expect(await sourceOf()).toBe('agent')
  })

  it('is offered for active shops, by any agent to those who lead and by oneself to an agent', async () => {
    const choices = async (who: keyof typeof as) =>
      (await http.ask<CallbackChoices>('/api/callbacks/choices', { headers: as[who] })).body
    const { clients, queues, agents } = await choices('supervisor')
    const { country, time_zone: timeZone } = bed.client
    expect(clients).toEqual([{ id: bed.client.id, name: bed.client.name, country, timeZone, queueId: bed.queue.id }])
    expect(queues).toEqual([{ id: bed.queue.id, name: bed.queue.name }])
    expect(agents.map(({ name }) => name)).toContain('Marko')
    expect((await choices('marko')).agents).toEqual([{ id: marko.id, name: 'Marko' }])
  })

  it('to anyone is no agent’s to move or cancel where the agent does not serve the shop; an own one is', async () => {
    const other = await createClient(bed.db)
    const promised = async (agentId: string | null) =>
      `/api/callbacks/${(await create('supervisor', { clientId: other.id, agentId })).body.id}`
    const [toAnyone, toMarko] = [await promised(null), await promised(marko.id)]
    const ask = async (path: string, method: 'PATCH' | 'DELETE') => {
      const change = { method, headers: as.marko, ...(method === 'PATCH' && { body: { at: noon + 2 * hour } }) }
      return (await http.ask(path, change)).status
    }
    expect([await ask(toAnyone, 'PATCH'), await ask(toAnyone, 'DELETE')]).toEqual([404, 404])
    expect([await ask(toMarko, 'PATCH'), await ask(toMarko, 'DELETE')]).toEqual([200, 204])
    const order = await bed.placeOrder({ client_id: other.id })
    const planned = { status: 'retry' as const, promised_at: new Date(noon + hour) }
    await bed.db('orders').where({ id: order.id }).update(planned)
    expect(await ask(`/api/callbacks/${order.id}`, 'DELETE')).toBe(404)
  })

  it('of another shop’s customer is no agent’s to promise', async () => {
    const other = await createClient(bed.db)
    const pointer = async (who: keyof typeof as) =>
      problemOf(await create(who, { clientId: other.id })).errors?.[0]?.pointer
    expect([await pointer('olena'), await pointer('supervisor')]).toEqual(['/clientId', undefined])
    const choices = await http.ask<CallbackChoices>('/api/callbacks/choices', { headers: as.olena })
    expect(choices.body.clients.map(({ id }) => id)).toEqual([bed.client.id])
  })

  it('of a missed call about an open order handles the missed call, too', async () => {
    const [missedCallId, order] = [await addMissedCall(), await bed.placeOrder()]
    const { body } = await create('olena', { missedCallId, orderId: order.id, number: order.phone })
    expect(body.id).toBe(order.id)
    expect((await bed.db('calls').where({ id: missedCallId }).first())?.handled_at).toEqual(new Date(noon))
  })

  it('in the past, too far away, or in the name of another agent is refused with the field', async () => {
    const pointer = async (over: object) => problemOf(await create('olena', { ...over })).errors?.[0]?.pointer
    expect(await pointer({ at: noon - hour })).toBe('/at')
    expect(await pointer({ at: noon + 61 * 24 * hour })).toBe('/at')
    expect(await pointer({ agentId: marko.id })).toBe('/agentId')
    expect(await pointer({ orderId: createId() })).toBe('/orderId')
  })

  it('for a shop, a queue or an agent that is not there is refused with the field', async () => {
    const pointer = async (over: object) => problemOf(await create('supervisor', { ...over })).errors?.[0]?.pointer
    expect(await pointer({ clientId: createId() })).toBe('/clientId')
    expect(await pointer({ queueId: createId() })).toBe('/queueId')
    expect(await pointer({ agentId: createId() })).toBe('/agentId')
  })

  it('for a shop that is closed, a customer who is not there or another shop’s is refused with the field', async () => {
    const pointer = async (over: object) => problemOf(await create('supervisor', { ...over })).errors?.[0]?.pointer
    const closed = await createClient(bed.db, { active: false })
    const theirs = await createCustomer(bed.db, { client_id: closed.id })
    expect(await pointer({ clientId: closed.id })).toBe('/clientId')
    expect(await pointer({ customerId: createId() })).toBe('/customerId')
    expect(await pointer({ customerId: theirs.id })).toBe('/customerId')
  })
})
