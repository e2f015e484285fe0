import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DeliveryView, OrderView, Page, TimelineEntry } from '@orderline/domain/contract'
import { createUser } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { problemOf } from '../http/testing.ts'
import { createOrderTestBed, type OrderTestBed } from '../orders/testing.ts'
import { complete, openDesk, type AnswersDesk } from './testing.ts'

let t: OrderTestBed
let desk: AnswersDesk
beforeAll(async () => {
  t = await createOrderTestBed()
})
afterAll(() => t.close())
beforeEach(async () => {
  desk = await openDesk(t)
})

describe('completing an order’s answers', () => {
  it('CC-44, CC-45, CC-46: confirms the order, its delivery and both messages in one transaction', async () => {
    const { order, customerId, patch, finish, openAnswers } = desk
    const answers = await openAnswers()
    await patch(answers, complete)
    const { status, body } = await finish(answers)
    expect(status).toBe(200)
    expect(body.order).toMatchObject({ status: 'confirmed', responsibleName: 'Petro', nextAttemptAt: null })
    expect(body.order?.delivery).toEqual({ method: 'branch', city: 'Київ', branch: '№ 5', comment: 'after six' })
    const outbox = await t.db('outbox').where({ order_id: order.id }).orderBy('type')
    expect(outbox.map((row) => `${row.type} ${row.target}`)).toEqual([
      'answers.completed shop',
      'delivery.requested logistics',
      'order.confirmed shop',
    ])
    expect(t.enqueued.at(-1)).toHaveLength(3)
    expect(await t.db('deliveries').where({ order_id: order.id })).toHaveLength(1)
    expect((await t.db('customers').where({ id: customerId }).first())?.city).toBe('Київ')
  })

  it('CC-46, CC-47: logistics gets the same data with every mark and note, also one written afterwards', async () => {
    const { order, agent, patch, finish, openAnswers } = desk
    const answers = await openAnswers()
    await t.orders.addNote(order.id, { text: 'dog in the yard', authorId: agent.id })
    await patch(answers, { ...complete, marks: ['fragile', 'call before'] })
    await finish(answers)
    await t.orders.addNote(order.id, { text: 'second entrance', authorId: agent.id })
    const payloads = await t.db('outbox').where({ order_id: order.id, target: 'logistics' }).orderBy('created_at')
    const data = payloads.map((row) => row.payload['data']) as {
      revision: number
      notes: { text: string }[]
      marks: { title: string; text: string }[]
    }[]
    expect(payloads.map((row) => row.type)).toEqual(['delivery.requested', 'delivery.updated'])
    expect(data.map(({ revision, notes }) => [revision, notes.map((note) => note.text)])).toEqual([
      [1, ['dog in the yard']],
      [2, ['dog in the yard', 'second entrance']],
    ])
    expect(data[0]?.marks).toContainEqual(expect.objectContaining({ title: 'Marks', text: 'fragile, call before' }))
    expect(data[0]).toMatchObject({
      delivery: { city: 'Київ', branch: '№ 5' },
      recipient: { name: 'Olena', phone: order.phone },
    })
    const headers = await t.bed.as(await createUser(t.db, { role: 'logistics' }))
    const { body } = await t.bed.ask<Page<DeliveryView>>(`/api/deliveries?search=${order.number}`, { headers })
    expect(body.items[0]?.comment).toMatch(/fragile, call before[^]*dog in the yard[^]*second entrance/)
  })

  it('refuses what is not complete, in the agent’s language, and changes nothing', async () => {
    const { order, patch, finish, openAnswers } = desk
    const ukrainian = await createUser(t.db, { locale: 'uk' })
    t.contactOf.set(ukrainian.id, order.id)
    const answers = await openAnswers()
    await patch(answers, { deliveryMethod: 'courier', confirmed: false })
    const refused = await finish(answers, ukrainian)
    expect(refused.status).toBe(400)
    expect(problemOf(refused).errors?.map((error) => error.pointer)).toContain('/values/address')
    expect(problemOf(refused).errors?.[0]?.detail).toMatch(/[а-яії]/i)
    expect(await t.db('orders').where({ id: order.id }).first()).toMatchObject({ status: 'talking' })
    expect(await t.db('outbox').where({ order_id: order.id })).toHaveLength(0)
  })

  it('asks about offers only those who agreed to hear them', async () => {
    const { order, patch, finish, openAnswers } = desk
    await t.db('orders').where({ id: order.id }).update({ marketing_consent: true })
    const answers = await openAnswers()
    expect(answers.model['calculatedValues']).toEqual([{ name: 'consent', expression: 'true' }])
    await patch(answers, complete)
    expect(problemOf(await finish(answers)).errors?.map((error) => error.pointer)).toEqual(['/values/offer'])
  })

  it('happens once, however often it is asked for', async () => {
    const { order, patch, finish, openAnswers } = desk
    const answers = await openAnswers()
    await patch(answers, complete)
    const results = await Promise.all([finish(answers), finish(answers), finish(answers)])
    expect(results.map((result) => [result.status, result.body.order?.status])).toEqual(
      Array(3).fill([200, 'confirmed']),
    )
    expect(await t.db('deliveries').where({ order_id: order.id })).toHaveLength(1)
    expect(await t.db('outbox').where({ order_id: order.id })).toHaveLength(3)
    expect((await patch(answers, { city: 'late' })).status).toBe(409)
  })

  it('leaves nothing behind when any part of it cannot be written', async () => {
    const { client, order, patch, finish, openAnswers } = desk
    const answers = await openAnswers()
    await patch(answers, complete)
    await t.db('deliveries').insert({
      id: createId(),
      order_id: order.id,
      client_id: client.id,
      payload: '{}' as never,
      status: 'x',
      created_at: new Date(),
    })
    expect((await finish(answers)).status).toBe(500)
    expect(await t.db('orders').where({ id: order.id }).first()).toMatchObject({
      status: 'talking',
      confirmed_at: null,
    })
    expect(await t.db('outbox').where({ order_id: order.id })).toHaveLength(0)
    expect((await openAnswers()).completedAt).toBeNull()
  })

  it('does not confirm what the shop has cancelled meanwhile', async () => {
    const { order, patch, finish, openAnswers } = desk
    const answers = await openAnswers()
    await patch(answers, complete)
    await t.orders.cancel(order.id, { reason: 'no stock', actor: { userId: null, callId: null } })
    const refused = await finish(answers)
    expect([refused.status, problemOf(refused).code]).toEqual([409, 'order/wrong-status'])
    expect((await openAnswers()).completedAt).toBeNull()
  })
})

describe('an inbound call', () => {
  it('CC-28: its completed answers go to the shop, and the customer’s card remembers', async () => {
    const { client, agent, callId, customerId, patch, finish, openAnswers } = desk
    t.contactOf.set(agent.id, callId)
    const answers = await openAnswers('inbound')
    await patch(answers, complete)
    expect((await finish(answers)).body).toEqual({})
    const [message] = await t.db('outbox').where({ client_id: client.id })
    expect(message).toMatchObject({
      type: 'answers.completed',
      target: 'shop',
      payload: { data: { callId, values: { city: 'Київ' } } },
    })
    expect((await t.db('customers').where({ id: customerId }).first())?.city).toBe('Київ')
  })
})

describe('an order’s timeline', () => {
  it('RS-09: lists notes, changes and messages in time order, each with its author', async () => {
    const { order, agent, callId, patch, finish, openAnswers } = desk
    const answers = await openAnswers()
    await t.orders.addNote(order.id, { text: 'asked for black', authorId: agent.id, callId })
    await patch(answers, complete)
    await finish(answers)
    const headers = await t.bed.as(agent)
    const added = await t.bed.ask<TimelineEntry[]>(`/api/orders/${order.id}/notes`, {
      method: 'POST',
      body: { text: 'and a cup' },
      headers,
    })
    expect(added.status).toBe(201)
    expect(added.body.map(({ kind, text, author }) => [kind, text, author])).toEqual([
      ['received', order.number, null],
      ['note', 'asked for black', 'Petro'],
      ['confirmed', '', 'Petro'],
      ['note', 'and a cup', 'Petro'],
    ])
  })

  it('shows agents no whole numbers in lists', async () => {
    const { agent } = desk
    const page = await t.bed.ask<Page<OrderView>>('/api/orders?limit=1', { headers: await t.bed.as(agent) })
    expect(page.body.items[0]?.customer.phone).toContain('•')
    const supervisor = await t.bed.as(await createUser(t.db, { role: 'supervisor' }))
    const whole = await t.bed.ask<Page<OrderView>>('/api/orders?limit=1', { headers: supervisor })
    expect(whole.body.items[0]?.customer.phone).toMatch(/^\+\d+$/)
  })
})

describe('an agreed call at another time', () => {
  it('is the order’s next attempt, and wakes the dialer', async () => {
    const { order, agent, callId } = desk
    const at = Date.now() + 3_600_000
    const wakes = t.wakes.dialer
    const planned = await t.orders.planAnotherCall(order.id, { at, actor: { userId: agent.id, callId } })
    expect(planned).toMatchObject({ status: 'retry', nextAttemptAt: at })
    expect(t.wakes.dialer).toBe(wakes + 1)
  })

  it.each([-1, 61 * 86_400_000])('is refused %d ms from now', async (offset) => {
    const { order, agent, callId } = desk
    const plan = t.orders.planAnotherCall(order.id, { at: Date.now() + offset, actor: { userId: agent.id, callId } })
    await expect(plan).rejects.toMatchObject({ code: 'request/invalid' })
  })
})
