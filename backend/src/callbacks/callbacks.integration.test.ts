import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { createClient, createCustomer } from '@orderline/db/testing'
import type { AttemptRow, CallRow } from '@orderline/db'
import type { CallbackChoices, CallbackOutlook, CallbackView } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { noon } from '../campaigns/testing.ts'
import { problemOf } from '../http/testing.ts'
import { createCallbacksBed, hour, type Asker, type CallbacksBed } from './testing.ts'

let bed: CallbacksBed

beforeAll(async () => {
  bed = await createCallbacksBed()
})
afterEach(() => Promise.all([bed.closeOtherShops(), asItWas()]))
afterAll(() => bed.close())

async function addAttempt(orderId: string | null, over: Partial<AttemptRow>): Promise<void> {
  const ids = { id: createId(), call_id: createId(), order_id: orderId }
  const plain = { number: '+380671234599', ordinal: 1, allowed_because: '[]', started_at: new Date(noon - hour) }
  await bed.db<Record<string, unknown>>('attempts').insert({ ...ids, ...plain, ...over })
}

const tomorrow = noon + 24 * hour
const dayAfter = tomorrow + 24 * hour

async function addCall(over: Partial<CallRow>): Promise<string> {
  const id = createId()
  const plain = {
    direction: 'outbound',
    client_id: bed.client.id,
    status: 'talking',
    started_at: new Date(noon),
  } as const
  await bed.db('calls').insert({ id, ...plain, ...over })
  return over.id ?? id
}

/** As it is told during the call, for a promise of tomorrow. */
async function outlookOfCall(callId: string): Promise<CallbackOutlook> {
  const body = { at: tomorrow, about: { kind: 'call', callId } }
  const question = { method: 'POST', body, headers: bed.as.olena } as const
  return (await bed.http.ask<CallbackOutlook>('/api/callbacks/outlook', question)).body
}

const changeCampaign = (over: object) => bed.db('campaigns').where({ id: bed.campaign.id }).update(over)
const asItWas = () => {
  const settings = JSON.stringify(bed.campaign.settings)
  return changeCampaign({ status: 'running', starts_at: null, ends_at: null, settings })
}

describe('a callback', () => {
  it('is promised by an agent at a time, seen by this agent and by supervisors, dialled when it is due', async () => {
    const { status, body } = await bed.create('marko', { agentId: bed.marko.id })
    expect(status).toBe(201)
    expect(body).toMatchObject({ status: 'new', callback: { at: noon + hour, agentName: 'Marko', source: 'agent' } })
    expect((await bed.open('marko')).map(({ id }) => id)).toContain(body.id)
    expect((await bed.open('olena')).map(({ id }) => id)).not.toContain(body.id)
    const whole = (await bed.open('supervisor')).find(({ id }) => id === body.id)
    expect([body.number.includes('•'), whole?.number]).toEqual([true, '+380671234599'])
    const record = await bed.record(body.id)
    expect(await bed.dialService().carryOut(await bed.claimedRecord(record!))).toBe('given-back')
    bed.clock.at = noon + hour
    expect(await bed.dialService().carryOut(await bed.claimedRecord(record!))).toBe('dialed')
    bed.clock.at = noon
  })

  it('is none of a number that is being dialled by hand, which waits for nobody', async () => {
    const { body } = await bed.create('marko', { agentId: bed.marko.id })
    const whole = await bed.open('marko')
    await bed.db('dial_records').where({ id: body.id }).update({ callback_source: 'hand' })
    const without = whole.map(({ id }) => id).filter((id) => id !== body.id)
    expect((await bed.open('marko')).map(({ id }) => id)).toEqual(without)
    expect(without).toHaveLength(whole.length - 1)
  })

  it('about an open order is kept on the order: it is called once, not twice', async () => {
    const order = await bed.placeOrder()
    const { body } = await bed.create('supervisor', { orderId: order.id, number: order.phone, agentId: bed.marko.id })
    expect(body).toMatchObject({ id: order.id, orderId: order.id, callback: { agentId: bed.marko.id } })
    expect(await bed.order(order.id)).toMatchObject({ status: 'retry', promised_at: new Date(noon + hour) })
    expect(await bed.db('dial_records').where({ order_id: order.id })).toEqual([])
    expect((await bed.open('marko')).map(({ id }) => id)).toContain(order.id)
  })

  it('moves to another time and another agent, and is cancelled', async () => {
    for (const of of [{}, await bed.placeOrder().then(({ id, phone }) => ({ orderId: id, number: phone }))]) {
      const { body: made } = await bed.create('supervisor', of)
      const path = `/api/callbacks/${made.id}`
      const body = { at: noon + 2 * hour, agentId: bed.marko.id }
      const moved = await bed.http.ask<CallbackView>(path, { method: 'PATCH', body, headers: bed.as.supervisor })
      expect(moved.body).toMatchObject({ nextAttemptAt: noon + 2 * hour, callback: { agentId: bed.marko.id } })
      expect((await bed.http.ask(path, { method: 'DELETE', headers: bed.as.olena })).status).toBe(404)
      expect((await bed.http.ask(path, { method: 'DELETE', headers: bed.as.marko })).status).toBe(204)
      expect((await bed.open('supervisor')).map(({ id }) => id)).not.toContain(made.id)
    }
  })

  it('about an order is kept on it only if its campaign dials at the promised time', async () => {
    const days = (count: number) => new Date(noon + count * 24 * hour)
    const spanOf = (starts_at: Date | null, ends_at: Date | null) =>
      bed.db('campaigns').where({ id: bed.campaign.id }).update({ starts_at, ends_at })
    const isOnOrder = async (at: Date) => {
      const order = await bed.placeOrder()
      const { body } = await bed.create('supervisor', { orderId: order.id, number: order.phone, at: at.getTime() })
      return body.id === order.id
    }
    await spanOf(days(3), days(5))
    expect([await isOnOrder(days(1)), await isOnOrder(days(4)), await isOnOrder(days(6))]).toEqual([false, true, false])
  })

  it('says by whose clock it is meant, also to an agent who sees no number', async () => {
    const { body } = await bed.create('marko', { number: '+48221234567' })
    expect([body.number.includes('•'), body.timeZone]).toEqual([true, 'Europe/Warsaw'])
    expect((await bed.create('marko')).body.timeZone).toBe('Europe/Kyiv')
  })

  it('that is owed for an abandoned call says so, until a person promises one', async () => {
    const order = await bed.placeOrder()
    await bed
      .db('orders')
      .where({ id: order.id })
      .update({ status: 'retry', promised_at: new Date(noon + hour) })
    const sourceOf = async () => (await bed.open('supervisor')).find(({ id }) => id === order.id)?.callback?.source
    expect(await sourceOf()).toBe('agent')
    await addAttempt(order.id, { outcome: 'abandoned', ended_at: new Date(noon - hour) })
    expect(await sourceOf()).toBe('abandoned')
    await bed.create('supervisor', { orderId: order.id, number: order.phone })
    expect(await sourceOf()).toBe('agent')
  })

  it('is told while it is being promised when it could not be dialled, why, and from when it could', async () => {
    const night = Date.parse('2026-01-15T20:00:00Z')
    const morning = Date.parse('2026-01-16T06:00:00Z')
    const outlook = async (about: object, at = night, who: Asker = 'olena') =>
      (
        await bed.http.ask<CallbackOutlook>('/api/callbacks/outlook', {
          method: 'POST',
          body: { at, about },
          headers: bed.as[who],
        })
      ).body
    const { body: made } = await bed.create('marko')
    const number = { kind: 'number', clientId: bed.client.id, number: '+380671234588' }
    const atNight = { problem: { rule: 'hours', from: morning } }
    expect(await outlook(number)).toEqual(atNight)
    expect(await outlook({ kind: 'callback', id: made.id })).toEqual(atNight)
    expect(await outlook(number, noon + hour)).toEqual({ problem: null })
    // By the customer's clock: nine in Kyiv is eight in Warsaw, and seven in Kyiv is six there.
    const inPoland = { ...number, number: '+48221234567' }
    expect(await outlook(inPoland, Date.parse('2026-01-16T06:30:00Z'))).toEqual({
      problem: { rule: 'hours', from: Date.parse('2026-01-16T07:00:00Z') },
    })
    const other = await createClient(bed.db)
    expect(await outlook({ ...number, clientId: other.id })).toEqual({ problem: null })
    await bed.wishes.doNotCall.add({ number: number.number, clientId: null, source: 'api', note: '', authorId: null })
    expect(await outlook(number, noon + hour)).toEqual({ problem: { rule: 'do-not-call', from: null } })
  })

  it('promised in a talk about a list that is paused then, or rests on that day, is told to be none', async () => {
    const record = await bed.addRecord()
    const ids = { call_id: createId(), record_id: record.id, order_id: null }
    await addAttempt(null, { ...ids, number: record.number, open_record_id: record.id, open_number: record.number })
    await addCall({ id: ids.call_id, customer_number: record.number })
    const outlook = () => outlookOfCall(ids.call_id)
    expect(await outlook()).toEqual({ problem: null })
    await changeCampaign({ starts_at: new Date(dayAfter) })
    expect(await outlook()).toEqual({ problem: { rule: 'campaign', from: dayAfter } })
    await changeCampaign({ starts_at: null, status: 'paused' })
    expect(await outlook()).toEqual({ problem: { rule: 'campaign', from: null } })
    const settings = { ...bed.campaign.settings, hours: { holidays: ['2026-01-16'] } }
    await changeCampaign({ status: 'running', settings: JSON.stringify(settings) })
    expect(await outlook()).toEqual({ problem: { rule: 'hours', from: Date.parse('2026-01-17T06:00:00Z') } })
    // One that is over by then dials nobody, and its hours say nothing: the promise is a call of its own.
    await changeCampaign({ status: 'finished' })
    expect(await outlook()).toEqual({ problem: null })
    await changeCampaign({ status: 'running', ends_at: new Date(tomorrow) })
    expect(await outlook()).toEqual({ problem: null })
    await bed.db('attempts').where({ record_id: record.id }).delete()
  })

  it('promised in a talk about an order stands on the order, and is told to be none while its campaign rests', async () => {
    const order = await bed.placeOrder()
    const about = { order_id: order.id, customer_number: order.phone }
    const [talk, missed] = [await addCall(about), await addCall({ ...about, status: 'missed' })]
    expect(await outlookOfCall(talk)).toEqual({ problem: null })
    await changeCampaign({ status: 'paused' })
    expect(await outlookOfCall(talk)).toEqual({ problem: { rule: 'campaign', from: null } })
    // Who called in vain is called back without the campaign.
    expect(await outlookOfCall(missed)).toEqual({ problem: null })
    await changeCampaign({ status: 'stopped' })
    expect(await outlookOfCall(talk)).toEqual({ problem: null })
  })

  it('is offered for active shops, by any agent to those who lead and by oneself to an agent', async () => {
    const choices = async (who: Asker) =>
      (await bed.http.ask<CallbackChoices>('/api/callbacks/choices', { headers: bed.as[who] })).body
    const { clients, queues, agents } = await choices('supervisor')
    const { country, time_zone: timeZone } = bed.client
    expect(clients).toEqual([{ id: bed.client.id, name: bed.client.name, country, timeZone, queueId: bed.queue.id }])
    expect(queues).toEqual([{ id: bed.queue.id, name: bed.queue.name }])
    expect(agents.map(({ name }) => name)).toContain('Marko')
    expect((await choices('marko')).agents).toEqual([{ id: bed.marko.id, name: 'Marko' }])
  })

  it('to anyone is no agent’s to move or cancel where the agent does not serve the shop; an own one is', async () => {
    const other = await createClient(bed.db)
    const promised = async (agentId: string | null) =>
      `/api/callbacks/${(await bed.create('supervisor', { clientId: other.id, agentId })).body.id}`
    const [toAnyone, toMarko] = [await promised(null), await promised(bed.marko.id)]
    const ask = async (path: string, method: 'PATCH' | 'DELETE') => {
      const change = { method, headers: bed.as.marko, ...(method === 'PATCH' && { body: { at: noon + 2 * hour } }) }
      return (await bed.http.ask(path, change)).status
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
    const pointer = async (who: Asker) => problemOf(await bed.create(who, { clientId: other.id })).errors?.[0]?.pointer
    expect([await pointer('olena'), await pointer('supervisor')]).toEqual(['/clientId', undefined])
    const choices = await bed.http.ask<CallbackChoices>('/api/callbacks/choices', { headers: bed.as.olena })
    expect(choices.body.clients.map(({ id }) => id)).toEqual([bed.client.id])
  })

  it('in the past, too far away, or in the name of another agent is refused with the field', async () => {
    const pointer = async (over: object) => problemOf(await bed.create('olena', { ...over })).errors?.[0]?.pointer
    expect(await pointer({ at: noon - hour })).toBe('/at')
    expect(await pointer({ at: noon + 61 * 24 * hour })).toBe('/at')
    expect(await pointer({ agentId: bed.marko.id })).toBe('/agentId')
    expect(await pointer({ orderId: createId() })).toBe('/orderId')
  })

  it('for a shop, a queue or an agent that is not there is refused with the field', async () => {
    const pointer = async (over: object) => problemOf(await bed.create('supervisor', { ...over })).errors?.[0]?.pointer
    expect(await pointer({ clientId: createId() })).toBe('/clientId')
    expect(await pointer({ queueId: createId() })).toBe('/queueId')
    expect(await pointer({ agentId: createId() })).toBe('/agentId')
  })

  it('for a shop that is closed, a customer who is not there or another shop’s is refused with the field', async () => {
    const pointer = async (over: object) => problemOf(await bed.create('supervisor', { ...over })).errors?.[0]?.pointer
    const closed = await createClient(bed.db, { active: false })
    const theirs = await createCustomer(bed.db, { client_id: closed.id })
    expect(await pointer({ clientId: closed.id })).toBe('/clientId')
    expect(await pointer({ customerId: createId() })).toBe('/customerId')
    expect(await pointer({ customerId: theirs.id })).toBe('/customerId')
  })
})
