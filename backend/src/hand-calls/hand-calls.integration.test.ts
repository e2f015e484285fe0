import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createClient, createCustomer, createOrder } from '@orderline/db/testing'
import type { HandCallCustomer, HandCallView, TaskPage } from '@orderline/domain/contract'
import { handCallPatienceMs } from '@orderline/domain/dialing'
import { createId } from '@orderline/runtime/ids'
import { noon } from '../campaigns/testing.ts'
import { createCustomerService } from '../customers/customer-service.ts'
import { problemOf } from '../http/testing.ts'
import { countRows } from '../orders/order-repository.ts'
import { createHandCallsBed, type HandCallsBed } from './testing.ts'
import { createIdentifyCustomer } from './identify-customer.ts'

let bed: HandCallsBed
let marko: Awaited<ReturnType<HandCallsBed['hire']>>
let olena: typeof marko
let last = 1_000

beforeAll(async () => {
  bed = await createHandCallsBed()
  marko = await bed.hire()
  olena = await bed.hire()
})
afterAll(() => bed.close())
beforeEach(async () => {
  bed.clock.at = noon
  bed.absent.clear()
  bed.told.length = 0
  bed.unreached.length = 0
  await bed.forgetAttempts()
  await bed.db('hand_calls').delete()
  await bed.db('tasks').delete()
})

/** A mobile number that nobody has. */
const unknownNumber = () => `+38067123${(last += 1)}`
const card = { name: 'Iryna Bondar', about: 'asks for a catalogue' }

function ask(number: string, over: Record<string, unknown> = {}, who = marko) {
  const body = { clientId: bed.client.id, number, ...over }
  return bed.http.ask<HandCallView>('/api/hand-calls', { method: 'POST', headers: who.headers, body })
}
const enter = (id: string, over: Record<string, unknown> = {}, who = marko) =>
  bed.http.ask<HandCallView>(`/api/hand-calls/${id}/card`, {
    ...{ method: 'PUT', headers: who.headers, body: { ...card, ...over } },
  })
const tasks = async (done: 0 | 1, who = marko) =>
  (await bed.http.ask<TaskPage>(`/api/tasks?done=${done}`, { headers: who.headers })).body.items
const counts = () => Promise.all(['customers', 'orders', 'tasks'].map((table) => countRows(bed.db(table))))

it('RS-44: dialling an unknown number alone leaves the record of the call, and no customer, order or task', async () => {
  const before = await counts()
  const { status, body } = await ask(unknownNumber())
  expect(status).toBe(201)
  const { result, callId, end } = await bed.dial(body.id, marko.user.id)
  expect(result).toBe('dialed')
  await end()
  const call = await bed.db('calls').where({ id: callId }).first()
  expect(call).toMatchObject({ status: 'answered', customer_id: null, recording: 'talk.wav' })
  expect(await bed.record(body.id)).toMatchObject({ status: 'done' })
  expect(await counts()).toEqual(before)
})

it('RS-44: with the card entered before the call, a customer, and after the talk one closed task with the recording', async () => {
  const number = unknownNumber()
  const { body } = await ask(number, { card })
  const customer = await bed.db('customers').where({ id: body.customerId! }).first()
  expect(customer).toMatchObject({ name: 'Iryna Bondar', client_id: bed.client.id })
  expect(body.orderId).toBeNull()
  const { callId, end } = await bed.dial(body.id, marko.user.id)
  expect(await tasks(1)).toEqual([])
  await end()
  const [task, ...others] = await tasks(1)
  expect(others).toEqual([])
  const subject = { kind: 'call', id: callId, label: 'Iryna Bondar · asks for a catalogue' }
  expect(task).toMatchObject({ kind: 'hand-call', subject, recordings: 1, doneByName: marko.user.name })
  expect(await tasks(0)).toEqual([])
  expect(await tasks(1, olena)).toEqual([])
})

it('RS-44: the card entered in the call makes the customer at once, tells the call, and the task follows', async () => {
  const { body } = await ask(unknownNumber())
  const { callId, end } = await bed.dial(body.id, marko.user.id)
  const { body: entered } = await enter(body.id)
  expect(bed.told).toEqual([{ callId, customerId: entered.customerId, isNew: true }])
  expect(await bed.record(body.id)).toMatchObject({
    name: card.name,
    note: card.about,
    customer_id: entered.customerId,
  })
  await end()
  expect((await tasks(1)).map(({ subject }) => subject.id)).toEqual([callId])
})

it('RS-44: the card entered when the call is over leaves one task all the same, however often it is entered', async () => {
  const { body } = await ask(unknownNumber())
  const { callId, end } = await bed.dial(body.id, marko.user.id)
  await end()
  const both = await Promise.all([enter(body.id), enter(body.id)])
  expect(new Set(both.map(({ body: { customerId } }) => customerId)).size).toBe(1)
  expect((await tasks(1)).map(({ subject }) => subject.id)).toEqual([callId])
})

it('RS-44: a call is told who its customer is once, not with each saving, and whether it is a new one', async () => {
  const number = unknownNumber()
  const { body } = await ask(number)
  const { callId, end } = await bed.dial(body.id, marko.user.id)
  const customer = await createCustomer(bed.db, { client_id: bed.client.id, phone: number })
  await enter(body.id)
  const told = { callId, customerId: customer.id, isNew: false }
  expect(bed.told).toEqual([told])
  await bed.write([{ type: 'customerIdentified', at: noon, ...told }])
  await enter(body.id, { about: 'asks for two' })
  await end()
  await enter(body.id, { about: 'asks for three' })
  expect(bed.told).toEqual([told])
})

it('RS-44: the card of a known customer makes no other, also where the number was taken from it meanwhile', async () => {
  const customer = await createCustomer(bed.db, { client_id: bed.client.id, name: '' })
  const { body } = await ask(customer.phone)
  await bed.db('customer_phones').where({ customer_id: customer.id }).delete()
  const before = await countRows(bed.db('customers'))
  expect((await enter(body.id)).body).toMatchObject({ customerId: customer.id, name: card.name })
  expect(await bed.db('customers').where({ id: customer.id }).first()).toMatchObject({ name: card.name })
  await enter(body.id, { name: 'Iryna B.' })
  expect(await bed.db('customers').where({ id: customer.id }).first()).toMatchObject({ name: card.name })
  expect(await countRows(bed.db('customers'))).toBe(before)
})

it('RS-44: the card entered when the call is over renames the task that is there, and gives it the order', async () => {
  const customer = await createCustomer(bed.db, { client_id: bed.client.id, name: '' })
  const order = await createOrder(bed.db, { client_id: bed.client.id, customer_id: customer.id })
  const { body } = await ask(customer.phone)
  const { callId, end } = await bed.dial(body.id, marko.user.id)
  await end()
  const [before] = await tasks(1)
  await enter(body.id, { orderNumber: order.number })
  const label = `Iryna Bondar · ${order.number} · asks for a catalogue`
  expect(await tasks(1)).toEqual([{ ...before, orderId: order.id, subject: { kind: 'call', id: callId, label } }])
})

it('RS-44: who was not reached is an open task of the agent, and nobody dials the number by itself', async () => {
  const { body } = await ask(unknownNumber(), { card })
  const { callId, end } = await bed.dial(body.id, marko.user.id, { answers: false })
  await end()
  expect(await bed.record(body.id)).toMatchObject({ status: 'exhausted', next_attempt_at: null })
  expect((await tasks(0)).map(({ subject }) => subject.id)).toEqual([callId])
  expect(await tasks(1)).toEqual([])
})

it('RS-44: who was not reached is told to the agent once, with the reason; a talk is not', async () => {
  const number = unknownNumber()
  const { body } = await ask(number)
  const { end } = await bed.dial(body.id, marko.user.id, { answers: false })
  expect(bed.unreached).toEqual([])
  await end()
  await end()
  expect(bed.unreached).toEqual([{ agentId: marko.user.id, number, outcome: 'no-answer' }])
  const { body: next } = await ask(unknownNumber())
  const talk = await bed.dial(next.id, marko.user.id)
  await talk.end()
  expect(bed.unreached).toHaveLength(1)
})

it('RS-44: the card names an order of the shop, and the task belongs to it; another word stays a word', async () => {
  const other = await createCustomer(bed.db, { client_id: bed.client.id })
  const order = await createOrder(bed.db, { client_id: bed.client.id, customer_id: other.id })
  for (const [orderNumber, orderId] of [
    [order.number, order.id],
    ['77-unknown', null],
  ] as const) {
    const { body } = await ask(unknownNumber(), { card: { ...card, orderNumber } })
    expect(body.orderId).toBe(orderId)
    await (await bed.dial(body.id, marko.user.id)).end()
    const [task] = await bed.db('tasks').where('label', 'like', `%${orderNumber}%`)
    expect(task).toMatchObject({ order_id: orderId })
  }
})

it('RS-44: the same unknown number dialled by two agents at once is one customer, and rings once', async () => {
  for (let round = 0; round < 5; round += 1) {
    const number = unknownNumber()
    const both = await Promise.all([ask(number, { card }, marko), ask(number, { card }, olena)])
    expect(both.map(({ status }) => status)).toEqual([201, 201])
    expect(await countRows(bed.db('customer_phones').where({ number }))).toBe(1)
    expect(new Set(both.map(({ body }) => body.customerId)).size).toBe(1)
    expect(await countRows(bed.db('customers').where({ id: both[0].body.customerId! }))).toBe(1)
    const dials = [await bed.dial(both[0].body.id, marko.user.id), await bed.dial(both[1].body.id, olena.user.id)]
    expect(dials.map(({ result }) => result)).toEqual(['dialed', 'given-back'])
    expect(await bed.record(both[1].body.id)).toMatchObject({ status: 'exhausted', next_attempt_at: null })
    await dials[0]!.end()
  }
})

it('RS-44: asked twice for the same number it is one call; another number waits for the first', async () => {
  const number = unknownNumber()
  const twice = await Promise.all([ask(number), ask(number)])
  expect(twice[0].body.id).toBe(twice[1].body.id)
  bed.absent.add(marko.user.id)
  expect((await ask(number)).body.id).toBe(twice[0].body.id)
  const other = await ask(unknownNumber())
  expect([other.status, problemOf(other).code]).toEqual([409, 'hand-call/under-way'])
})

it('RS-44: what may not be dialled is refused at once and leaves nothing, no customer either', async () => {
  const before = [...(await counts()), await countRows(bed.db('dial_records'))]
  const code = async (number: string, over = {}) => problemOf(await ask(number, { card, ...over })).code
  const forbidden = unknownNumber()
  const list = { scope: '*', source: 'supervisor' as const, note: '', author_id: null, created_at: new Date(noon) }
  await bed.db('do_not_call').insert({ id: createId(), number: forbidden, ...list })
  expect(await code(forbidden)).toBe('hand-call/do-not-call')
  bed.clock.at = Date.parse('2026-01-15T21:00:00Z')
  expect(await code(unknownNumber())).toBe('hand-call/not-now')
  bed.clock.at = noon
  const problemAt = async (number: string, over = {}) => problemOf(await ask(number, over)).errors?.[0]
  expect(await problemAt('+380900212345')).toMatchObject({ pointer: '/number', code: 'paid-number' })
  expect(await problemAt(unknownNumber(), { clientId: createId() })).toMatchObject({ pointer: '/clientId' })
  bed.absent.add(marko.user.id)
  expect(await code(unknownNumber())).toBe('hand-call/agent-not-ready')
  expect([...(await counts()), await countRows(bed.db('dial_records'))]).toEqual(before)
})

it('RS-44: an agent dials for the shops that he serves, and enters the card of his own call only', async () => {
  const foreign = await createClient(bed.db)
  await bed.reloadConfig()
  expect(problemOf(await ask(unknownNumber(), { clientId: foreign.id })).errors?.[0]?.pointer).toBe('/clientId')
  const { body } = await ask(unknownNumber())
  expect((await enter(body.id, {}, olena)).status).toBe(404)
  expect((await enter(body.id, { name: ' ' })).status).toBe(400)
})

it('RS-44: a dial for which the agent was not free in time is dropped, not made later', async () => {
  const { body } = await ask(unknownNumber())
  bed.clock.at += handCallPatienceMs + 1
  expect((await bed.dial(body.id, marko.user.id)).result).toBe('given-back')
  expect(await bed.record(body.id)).toMatchObject({ status: 'exhausted', next_attempt_at: null })
  expect((await ask(unknownNumber())).status).toBe(201)
})

it('RS-44: the card of the call that rings knows who is known, and makes nobody of whom an agent dials', async () => {
  const customers = createCustomerService({
    db: bed.db,
    sight: () => null,
    atHand: () => undefined,
    now: () => bed.clock.at,
  })
  const identify = createIdentifyCustomer({ db: bed.db, customers })
  const number = unknownNumber()
  const { body } = await ask(number)
  const { attemptId } = await bed.dial(body.id, marko.user.id)
  const who = { clientId: bed.client.id, number, name: '', attemptId }
  expect(await identify(who)).toBeUndefined()
  await enter(body.id)
  expect(await identify(who)).toMatchObject({ customer: { name: card.name }, isNew: false })
  const caller = { ...who, number: unknownNumber(), attemptId: null }
  expect(await identify(caller)).toMatchObject({ isNew: true })
})

it('RS-46: a known customer dialled by hand leaves a closed task with the recording, and no order', async () => {
  const customer = await createCustomer(bed.db, { client_id: bed.client.id, name: 'Petro' })
  const ordersBefore = await countRows(bed.db('orders'))
  const { body } = await ask(customer.phone)
  expect(body).toMatchObject({ customerId: customer.id, orderId: null })
  const { callId, end } = await bed.dial(body.id, marko.user.id)
  await end()
  expect(await tasks(1)).toMatchObject([{ subject: { id: callId, label: 'Petro' }, recordings: 1 }])
  expect(await countRows(bed.db('orders'))).toBe(ordersBefore)
})

it('RS-44: says before the dial whether the shop knows the number', async () => {
  const customer = await createCustomer(bed.db, { client_id: bed.client.id, name: 'Petro' })
  const known = async (number: string) => {
    const path = `/api/hand-calls/customer?clientId=${bed.client.id}&number=${encodeURIComponent(number)}`
    return (await bed.http.ask<HandCallCustomer>(path, { headers: marko.headers })).body
  }
  expect(await known(customer.phone)).toEqual({ name: 'Petro', isKnown: true, makesOrder: false })
  expect(await known(unknownNumber())).toEqual({ name: null, isKnown: false, makesOrder: false })
})

it('is dialled by no other spelling of a number that may not be called', async () => {
  const number = unknownNumber()
  const forbidding = { clientId: null, source: 'supervisor', note: '', authorId: null } as const
  await bed.wishes.doNotCall.add({ ...forbidding, number })
  const asHome = number.replace('+380', '+3800')
  expect(problemOf(await ask(asHome)).code).toBe('hand-call/do-not-call')
})
