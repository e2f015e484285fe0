import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCustomer } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { createDialingBed, noon, type DialingBed } from '../campaigns/testing.ts'
import { countRows } from '../orders/order-repository.ts'
import { findLastContacts } from '../orders/order-timeline.ts'
import { answered, arrived, dialed, ended, facts, journalOf, type WriteJournal } from './testing.ts'

let bed: DialingBed
let write: WriteJournal

beforeAll(async () => {
  bed = await createDialingBed()
  write = journalOf(bed)
})
afterAll(() => bed.close())

it('a customer who asked to keep the place in the queue is promised one call, by whoever is free', async () => {
  const callId = createId()
  const of = { clientId: bed.client.id, queueId: bed.queue.id }
  const asked = { ...of, customerId: null, number: '+380671230099', waitingSince: noon - 60_000 }
  await write([
    arrived({ callId, facts: facts(of) }),
    { type: 'callbackAsked', callId, at: noon, ...asked },
    ended({ callId, facts: facts(of), answeredAt: null, status: 'missed', outcome: 'callback-asked' }),
  ])
  const promise = { callback_source: 'queue', promised_at: new Date(noon - 60_000), promised_agent_id: null }
  expect(await bed.db('dial_records')).toMatchObject([{ id: callId, number: asked.number, status: 'new', ...promise }])
  // It is on nobody's list of missed calls: what there is to do is the promise.
  expect((await bed.db('calls').where({ id: callId }).first())?.handled_at).toEqual(new Date(noon))
})

it('a key that wants no more calls blocks the number for this shop, and its record', async () => {
  const record = await bed.addRecord()
  const order = await bed.claimedRecord(record, { mode: 'agentless' })
  await bed.dialService().carryOut(order)
  const callId = createId()
  const of = {
    clientId: bed.client.id,
    queueId: bed.queue.id,
    customerNumber: record.number,
    attemptId: order.attemptId,
  }
  const own = facts({ direction: 'outbound', campaignId: bed.campaign.id, ...of })
  await write([
    dialed({ callId, agentId: null, facts: own }),
    { type: 'keyPressed', callId, at: noon, key: '9', action: 'do-not-call' },
    ended({ callId, agentId: null, facts: own, answeredAt: null, status: 'answered', outcome: 'completed' }),
  ])
  expect(await bed.record(record.id)).toMatchObject({ status: 'blocked', last_outcome: 'answered' })
  const rows = await bed.db('do_not_call').where({ number: record.number })
  expect(rows).toMatchObject([{ scope: bed.client.id, source: 'customer', author_id: null }])
})

it('counts a contact of a campaign once, however often its journal is written', async () => {
  const record = await bed.addRecord()
  const order = await bed.claimedRecord(record)
  await bed.dialService().carryOut(order)
  const own = facts({
    direction: 'outbound',
    attemptId: order.attemptId,
    clientId: bed.client.id,
    queueId: bed.queue.id,
  })
  const callId = createId()
  await bed.db('campaign_hours').delete()
  await write([dialed({ callId, facts: own }), ended({ callId, facts: own, answeredAt: noon + 5_000 })])
  expect(await bed.db('campaign_hours')).toMatchObject([{ dials: 1, connected: 1, unanswered: 0 }])
  expect(await bed.record(record.id)).toMatchObject({ status: 'done', attempts_made: 1 })
})

it('CC-41: counts a customer whose agent was lost within the two seconds as abandoned, and not as connected, too', async () => {
  const record = await bed.addRecord()
  const order = await bed.claimedRecord(record, { mode: 'predictive' })
  await bed.dialService().carryOut(order)
  const { client, queue } = bed
  const { attemptId } = order
  const own = facts({ direction: 'outbound', attemptId, clientId: client.id, queueId: queue.id })
  const callId = createId()
  await bed.db('campaign_hours').delete()
  await write([dialed({ callId, agentId: null, facts: own }), answered({ callId, at: noon + 5_000 })])
  expect(await bed.db('campaign_hours')).toMatchObject([{ connected: 1, abandoned: 0 }])
  await write([ended({ callId, facts: own, answeredAt: null, status: 'failed', outcome: 'abandoned' })])
  expect(await bed.db('campaign_hours')).toMatchObject([{ dials: 1, connected: 0, abandoned: 1 }])
  expect(await bed.db('attempts').where({ id: attemptId }).first()).toMatchObject({ connected_at: null })
})

it('RS-46: a promised call to a known customer closes the promise, stands in the history with its recording, and makes no order', async () => {
  const { client, queue, db } = bed
  const customer = await createCustomer(db, { client_id: client.id })
  const promise = { callback_source: 'agent', promised_at: new Date(noon), customer_id: customer.id } as const
  const record = await bed.addRecord({ campaign_id: null, queue_id: queue.id, number: customer.phone, ...promise })
  const counts = () => Promise.all(['orders', 'customers'].map((table) => countRows(db(table))))
  const before = await counts()
  const order = await bed.claimedRecord(record, { customerId: customer.id })
  await bed.dialService().carryOut(order)
  const { attemptId } = order
  const of = { clientId: client.id, queueId: queue.id, customerId: customer.id, customerNumber: customer.phone }
  const own = facts({ direction: 'outbound', attemptId, ...of })
  const callId = createId()
  await write([
    dialed({ callId, agentId: bed.agentId, facts: own }),
    ended({ callId, agentId: bed.agentId, facts: own, recording: 'talk.wav' }),
  ])
  expect(await bed.record(record.id)).toMatchObject({ status: 'done', last_outcome: 'answered' })
  expect(await findLastContacts(db, customer.id)).toMatchObject([{ kind: 'call', callId }])
  expect(await db('calls').where({ id: callId }).first()).toMatchObject({ recording: 'talk.wav', recording_count: 1 })
  expect(await counts()).toEqual(before)
})
