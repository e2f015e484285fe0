import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { toJson } from '@orderline/db'
import { createDialRecord, createOrder, createQuestionnaire, createUser } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { problemOf } from '../http/testing.ts'
import { createOrderTestBed, type OrderTestBed } from '../orders/testing.ts'
import { model, openDesk, type AnswersDesk } from './testing.ts'

let t: OrderTestBed
let desk: AnswersDesk
beforeAll(async () => {
  t = await createOrderTestBed()
})
afterAll(() => t.close())
beforeEach(async () => {
  desk = await openDesk(t)
})

describe('a card', () => {
  it('has the order, its customer and a prefilled questionnaire', async () => {
    const { order, customerId, openCard } = desk
    const card = await openCard()
    expect(card).toMatchObject({ customer: { id: customerId, name: 'Olena' }, order: { id: order.id }, lastOrders: [] })
    expect(card.answers).toMatchObject({ purpose: 'order', revision: 0, values: { city: 'Львів', branch: '№ 1' } })
  })

  it('CC-25: is one filling however often and by however many it is opened at once', async () => {
    const { order, openCard } = desk
    const cards = await Promise.all(Array.from({ length: 6 }, () => openCard()))
    expect(new Set(cards.map((card) => card.answers?.id)).size).toBe(1)
    expect(await t.db('answers').where({ order_id: order.id })).toHaveLength(1)
  })

  it('CC-30: shows what others noted and promised, by whom and when, newest first', async () => {
    const { order, openCard } = desk
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
    const { client, customerId, openCard } = desk
    const older = await createOrder(t.db, { client_id: client.id, customer_id: customerId, received_at: new Date(0) })
    expect((await openCard()).lastOrders.map((one) => one.id)).toEqual([older.id])
  })

  it('begins the questionnaire of the campaign that dials, where it has its own', async () => {
    const { client, contact } = desk
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
    const { client, callId, contact, openCard } = desk
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

  it('of a new call is not looked for among the fillings, and begins one', async () => {
    const { contact } = desk
    const { card, asked } = await loadAndNote(newCall(contact('inbound')))
    expect(card.answers).toMatchObject({ purpose: 'inbound', revision: 0 })
    const ofFillings = asked.filter((sql) => sql.includes('`answers`'))
    expect(ofFillings).toEqual([expect.stringMatching(/^insert/), expect.stringMatching(/^select/)])
  })

  it('of a customer who was made for the call asks for no history; of any other it does', async () => {
    const { contact, customerId, order } = desk
    const customer = { ...(await t.loadCard(newCall(contact('inbound')))).customer!, id: customerId }
    const readsHistory = (asked: string[]) => asked.some((sql) => /`(orders|order_events|calls)`/.test(sql))
    const made = await loadAndNote({ ...newCall(contact('inbound')), customer, isNewCustomer: true })
    expect([readsHistory(made.asked), made.card.lastOrders, made.card.lastContacts]).toEqual([false, [], []])
    const known = await loadAndNote({ ...newCall(contact('inbound')), customer, isNewCustomer: false })
    expect([readsHistory(known.asked), known.card.lastOrders.map(({ id }) => id)]).toEqual([true, [order.id]])
  })

  it('CC-25: of a call taken for new shows what was written in it all the same', async () => {
    const { contact, openAnswers, patch, order, agent, callId } = desk
    t.contactOf.set(agent.id, callId)
    await patch(await openAnswers('inbound'), { city: 'Київ' })
    const { answers } = await t.loadCard(newCall(contact('inbound')))
    expect(answers).toMatchObject({ revision: 1, values: { city: 'Київ' } })
    t.contactOf.set(agent.id, order.id)
    await patch(await openAnswers(), { city: 'Одеса' })
    const ofOrder = await t.loadCard(newCall(contact('order')))
    expect(ofOrder.answers).toMatchObject({ revision: 1, values: { city: 'Одеса' } })
  })

  it('has no questionnaire where the client has none', async () => {
    const { client, openCard } = desk
    await t.db('questionnaires').where({ client_id: client.id }).update({ status: 'retired' })
    expect((await openCard()).answers).toBeNull()
  })
})

/** What is loaded for this subject, and what storage was asked for it. */
async function loadAndNote(subject: Parameters<OrderTestBed['loadCard']>[0]) {
  const asked: string[] = []
  const note = ({ sql }: { sql: string }) => void asked.push(sql)
  t.db.on('query', note)
  const card = await t.loadCard(subject)
  t.db.off('query', note)
  return { card, asked }
}

function newCall<Contact extends object>(contact: Contact) {
  return { ...contact, questionnaireId: null, attemptId: null, isNewCall: true }
}

describe('saving field by field', () => {
  it('CC-29: keeps every field of two writers at once, and grows the revision by one each', async () => {
    const { openCard, patch, openAnswers } = desk
    const answers = await openAnswers()
    const fields = [{ city: 'Київ' }, { branch: '№ 7' }, { deliveryComment: 'ring' }, { marks: ['fragile'] }]
    await Promise.all(fields.map((values) => patch(answers, values)))
    const { answers: resumed } = await openCard()
    expect(resumed).toMatchObject({ revision: 4, values: Object.assign({}, ...fields) as object })
  })

  it('tells after each save which share of the questions on screen has an answer', async () => {
    const { patch, openAnswers } = desk
    const answers = await openAnswers()
    t.progress.length = 0
    await patch(answers, { city: 'Київ', deliveryMethod: 'courier', branch: null })
    await patch(answers, { address: 'Хрещатик 1', confirmed: true })
    // city, deliveryMethod, address, deliveryDate, deliveryComment, marks, confirmed; no branch, and no offer.
    expect(t.progress).toEqual([2 / 7, 4 / 7])
  })

  it('empties a field by null', async () => {
    const { patch, openAnswers } = desk
    const answers = await openAnswers()
    const { body } = await patch(answers, { branch: null })
    expect(body.values).not.toHaveProperty('branch')
  })

  it('CC-29: is resumed by the next agent after a transfer, and refused to the one before', async () => {
    const { order, agent, patch, openAnswers } = desk
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
    const { patch, openAnswers } = desk
    const answers = await openAnswers()
    expect((await patch(answers, { city: 'x' }, await createUser(t.db, { role: 'supervisor' }))).status).toBe(200)
    expect((await patch(answers, { city: 'x' }, await createUser(t.db, { role: 'logistics' }))).status).toBe(403)
  })

  it('refuses strangers’ fields and wrong types with a pointer, and saves nothing of that request', async () => {
    const { patch, openAnswers } = desk
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
    const { client, patch, openAnswers } = desk
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
