import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { AnswersView, DeliveryView, OrderView, Page, TimelineEntry } from '@orderline/domain/contract'
import { toJson, type ClientRow, type OrderRow, type UserRow } from '@orderline/db'
import {
  createClient,
  createCustomer,
  createDialRecord,
  createOrder,
  createQuestionnaire,
  createQueue,
  createUser,
} from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { problemOf } from '../http/testing.ts'
import { createOrderTestBed, type OrderTestBed } from '../orders/testing.ts'

let t: OrderTestBed
beforeAll(async () => {
  t = await createOrderTestBed()
})
afterAll(() => t.close())

const model = {
  elements: [
    { type: 'text', name: 'city', isRequired: true },
    { type: 'radiogroup', name: 'deliveryMethod', choices: ['courier', 'branch'], isRequired: true },
    { type: 'text', name: 'branch', visibleIf: "{deliveryMethod} = 'branch'", isRequired: true },
    { type: 'text', name: 'address', visibleIf: "{deliveryMethod} = 'courier'", isRequired: true },
    { type: 'text', name: 'deliveryDate', inputType: 'date' },
    { type: 'comment', name: 'deliveryComment' },
    { type: 'checkbox', name: 'marks', title: 'Marks', choices: ['fragile', 'call before'] },
    { type: 'boolean', name: 'offer', title: 'Offered the sale', visibleIf: '{consent}', isRequired: true },
    { type: 'boolean', name: 'confirmed', isRequired: true },
  ],
}
const complete = {
  city: 'Київ',
  deliveryMethod: 'branch',
  branch: '№ 5',
  deliveryComment: 'after six',
  confirmed: true,
}

let client: ClientRow
let order: OrderRow
let agent: UserRow
let callId: string
let customerId: string
beforeEach(async () => {
  // A queue that asks for no skill: every agent serves this shop.
  const served = { order_queue_id: (await createQueue(t.db)).id }
  client = await createClient(t.db, { ...served, shop_webhook_url: 'http://127.0.0.1:9/' })
  await createQuestionnaire(t.db, { client_id: client.id, model })
  await createQuestionnaire(t.db, { client_id: client.id, purpose: 'inbound', model })
  customerId = (await createCustomer(t.db, { client_id: client.id, name: 'Olena', city: 'Львів' })).id
  order = await createOrder(t.db, {
    client_id: client.id,
    customer_id: customerId,
    status: 'talking',
    delivery: { branch: '№ 1' },
  })
  agent = await createUser(t.db, { name: 'Petro' })
  callId = createId()
  t.contactOf.set(agent.id, order.id)
})

const contact = (purpose: 'order' | 'inbound') => ({
  ...{ clientId: client.id, customerId, callId, purpose },
  orderId: purpose === 'order' ? order.id : null,
})
const openCard = (purpose: 'order' | 'inbound' = 'order') =>
  t.loadCard({ ...contact(purpose), questionnaireId: null, attemptId: null })

async function patch(answers: AnswersView, values: Record<string, unknown>, user = agent) {
  const headers = await t.bed.as(user)
  return t.bed.ask<{ revision: number; values: object }>(`/api/answers/${answers.id}`, {
    method: 'PATCH',
    body: { values },
    headers,
  })
}

async function finish(answers: AnswersView, user = agent) {
  const headers = await t.bed.as(user)
  return t.bed.ask<{ order?: OrderView }>(`/api/answers/${answers.id}/complete`, { method: 'POST', body: {}, headers })
}

async function openAnswers(purpose: 'order' | 'inbound' = 'order'): Promise<AnswersView> {
  const { answers } = await openCard(purpose)
  if (!answers) throw new Error('the card has no answers')
  return answers
}

describe('a card', () => {
  it('has the order, its customer and a prefilled questionnaire', async () => {
    const card = await openCard()
    expect(card).toMatchObject({ customer: { id: customerId, name: 'Olena' }, order: { id: order.id }, lastOrders: [] })
    expect(card.answers).toMatchObject({ purpose: 'order', revision: 0, values: { city: 'Львів', branch: '№ 1' } })
  })

  it('CC-25: is one filling however often and by however many it is opened at once', async () => {
    const cards = await Promise.all(Array.from({ length: 6 }, () => openCard()))
    expect(new Set(cards.map((card) => card.answers?.id)).size).toBe(1)
    expect(await t.db('answers').where({ order_id: order.id })).toHaveLength(1)
  })

  it('CC-30: shows what others noted and promised, by whom and when, newest first', async () => {
    const other = await createUser(t.db, { name: 'Maria' })
    await t.orders.addNote(order.id, { text: 'promised a gift', authorId: other.id })
    await t.orders.planAnotherCall(order.id, { at: Date.now() + 3_600_000, actor: { userId: other.id, callId: null } })
    const { lastContacts } = await openCard('inbound')
    expect(lastContacts.map(({ kind, author }) => [kind, author])).toEqual([
      ['callback', 'Maria'],
      ['note', 'Maria'],
    ])
    expect(lastContacts[1]?.text).toBe('promised a gift')
  })

  it('lists the customer’s other orders, not the one that is called about', async () => {
    const older = await createOrder(t.db, { client_id: client.id, customer_id: customerId, received_at: new Date(0) })
    expect((await openCard()).lastOrders.map((one) => one.id)).toEqual([older.id])
  })

  it('begins the questionnaire of the campaign that dials, where it has its own', async () => {
    const own = await createQuestionnaire(t.db, {
      client_id: client.id,
      purpose: 'inbound',
      version: 2,
      status: 'retired',
      model,
    })
    const { answers } = await t.loadCard({ ...contact('inbound'), questionnaireId: own.id, attemptId: null })
    expect(answers).toMatchObject({ questionnaireId: own.id })
  })

  it('tells what the list says of the one who is dialled', async () => {
    const attemptId = createId()
    const about = { client_id: client.id, number: '+380671234567', status: 'dialing', note: 'after six' } as const
    const { id } = await createDialRecord(t.db, { ...about, name: 'Olena', fields: { city: 'Lviv' } })
    const open = {
      ended_at: null,
      outcome: null,
      cause: null,
      connected_at: null,
      open_order_id: null,
      open_number: null,
    }
    const of = { order_id: null, record_id: id, open_record_id: null, campaign_id: null, mode: 'progressive' } as const
    const dial = { call_id: callId, agent_id: null, number: about.number, ordinal: 1, started_at: new Date() }
    await t.db('attempts').insert({ id: attemptId, ...of, ...dial, ...open, allowed_because: toJson([]) })
    const card = await t.loadCard({ ...contact('inbound'), questionnaireId: null, attemptId })
    expect(card.record).toEqual({ name: 'Olena', fields: { city: 'Lviv' }, note: 'after six' })
    expect((await openCard()).record).toBeNull()
  })

  it('has no questionnaire where the client has none', async () => {
    await t.db('questionnaires').where({ client_id: client.id }).update({ status: 'retired' })
    expect((await openCard()).answers).toBeNull()
  })
})

describe('saving field by field', () => {
  it('CC-29: keeps every field of two writers at once, and grows the revision by one each', async () => {
    const answers = await openAnswers()
    const fields = [{ city: 'Київ' }, { branch: '№ 7' }, { deliveryComment: 'ring' }, { marks: ['fragile'] }]
    await Promise.all(fields.map((values) => patch(answers, values)))
    const { answers: resumed } = await openCard()
    expect(resumed).toMatchObject({ revision: 4, values: Object.assign({}, ...fields) as object })
  })

  it('tells after each save which share of the questions on screen has an answer', async () => {
    const answers = await openAnswers()
    t.progress.length = 0
    await patch(answers, { city: 'Київ', deliveryMethod: 'courier', branch: null })
    await patch(answers, { address: 'Хрещатик 1', confirmed: true })
    // city, deliveryMethod, address, deliveryDate, deliveryComment, marks, confirmed; no branch, and no offer.
    expect(t.progress).toEqual([2 / 7, 4 / 7])
  })

  it('empties a field by null', async () => {
    const answers = await openAnswers()
    const { body } = await patch(answers, { branch: null })
    expect(body.values).not.toHaveProperty('branch')
  })

  it('CC-29: is resumed by the next agent after a transfer, and refused to the one before', async () => {
    const answers = await openAnswers()
    await patch(answers, { deliveryComment: 'first agent was here' })
    const next = await createUser(t.db)
    t.contactOf.set(next.id, order.id)
    t.contactOf.delete(agent.id)
    const { body } = await patch(answers, { city: 'Одеса' }, next)
    expect(body.values).toMatchObject({ deliveryComment: 'first agent was here', city: 'Одеса' })
    const refused = await patch(answers, { city: 'Харків' })
    expect([refused.status, problemOf(refused).code]).toEqual([403, 'answers/not-yours'])
  })

  it('lets a supervisor write, and refuses roles that never talk', async () => {
    const answers = await openAnswers()
    expect((await patch(answers, { city: 'x' }, await createUser(t.db, { role: 'supervisor' }))).status).toBe(200)
    expect((await patch(answers, { city: 'x' }, await createUser(t.db, { role: 'logistics' }))).status).toBe(403)
  })

  it('refuses strangers’ fields and wrong types with a pointer, and saves nothing of that request', async () => {
    const answers = await openAnswers()
    const refused = await patch(answers, { city: 'Київ', stranger: 1, deliveryMethod: 'rocket' })
    expect(refused.status).toBe(400)
    expect(problemOf(refused).errors?.map((error) => error.pointer)).toEqual([
      '/values/stranger',
      '/values/deliveryMethod',
    ])
    expect((await openAnswers()).revision).toBe(0)
  })

  it('keeps to the version that it began with when a newer one is published', async () => {
    const answers = await openAnswers()
    const draft = await t.questionnaires.create({
      clientId: client.id,
      purpose: 'order',
      title: 'New',
      model: { elements: [{ type: 'text', name: 'other' }] },
    })
    await t.questionnaires.publish(draft.id)
    expect((await openAnswers()).questionnaireId).toBe(answers.questionnaireId)
    expect((await patch(answers, { city: 'Київ' })).status).toBe(200)
  })
})

describe('completing an order’s answers', () => {
  it('CC-44, CC-45, CC-46: confirms the order, its delivery and both messages in one transaction', async () => {
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
    await t.db('orders').where({ id: order.id }).update({ marketing_consent: true })
    const answers = await openAnswers()
    expect(answers.model['calculatedValues']).toEqual([{ name: 'consent', expression: 'true' }])
    await patch(answers, complete)
    expect(problemOf(await finish(answers)).errors?.map((error) => error.pointer)).toEqual(['/values/offer'])
  })

  it('happens once, however often it is asked for', async () => {
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
      ['note', 'asked for black', 'Petro'],
      ['confirmed', '', 'Petro'],
      ['note', 'and a cup', 'Petro'],
    ])
  })

  it('shows agents no whole numbers in lists', async () => {
    const page = await t.bed.ask<Page<OrderView>>('/api/orders?limit=1', { headers: await t.bed.as(agent) })
    expect(page.body.items[0]?.customer.phone).toContain('•')
    const supervisor = await t.bed.as(await createUser(t.db, { role: 'supervisor' }))
    const whole = await t.bed.ask<Page<OrderView>>('/api/orders?limit=1', { headers: supervisor })
    expect(whole.body.items[0]?.customer.phone).toMatch(/^\+\d+$/)
  })
})

describe('an agreed call at another time', () => {
  it('is the order’s next attempt, and wakes the dialer', async () => {
    const at = Date.now() + 3_600_000
    const wakes = t.wakes.dialer
    const planned = await t.orders.planAnotherCall(order.id, { at, actor: { userId: agent.id, callId } })
    expect(planned).toMatchObject({ status: 'retry', nextAttemptAt: at })
    expect(t.wakes.dialer).toBe(wakes + 1)
  })

  it.each([-1, 61 * 86_400_000])('is refused %d ms from now', async (offset) => {
    const plan = t.orders.planAnotherCall(order.id, { at: Date.now() + offset, actor: { userId: agent.id, callId } })
    await expect(plan).rejects.toMatchObject({ code: 'request/invalid' })
  })
})
