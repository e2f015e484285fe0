import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { JournalEntry } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createDialingBed, type DialingBed } from '../campaigns/testing.ts'
import type { StreamEntry } from './journal-repository.ts'
import { createJournalWriter } from './journal-writer.ts'
import { answered, arrived, dialed, ended, facts, wrappedUp } from './testing.ts'

let bed: DialingBed
let sequence = 0

beforeAll(async () => {
  bed = await createDialingBed()
})
afterAll(() => bed.close())
beforeEach(() => bed.messages.splice(0))

const writer = () =>
  createJournalWriter({
    db: bed.db,
    settle: bed.settle,
    wishes: bed.wishes,
    releaseSubject: bed.inFlight.release,
    wakeDialer: () => Promise.resolve(),
    onWritten: () => undefined,
  })
const inStream = (entries: JournalEntry[]): StreamEntry[] =>
  entries.map((entry) => ({ id: `${1_700_000_000_000 + (sequence += 1)}-0`, entry }))
const callRow = (id: string) => bed.db('calls').where({ id }).first()

function inboundLife(callId = createId()) {
  const known = facts({ clientId: bed.client.id, queueId: bed.queue.id })
  return {
    callId,
    entries: inStream([
      arrived({ callId, facts: known }),
      answered({ callId }),
      ended({ callId, facts: known }),
      wrappedUp({ callId }),
    ]),
  }
}

/** An order that was dialled, with the journal of the call that came of it. */
async function dialedLife(end: Partial<ReturnType<typeof ended>>) {
  const order = await bed.placeOrder()
  const dialOrder = await bed.claimed(order)
  await bed.dialService().carryOut(dialOrder)
  const callId = bed.liveCalls.get(dialOrder.attemptId)!
  const known = facts({
    direction: 'outbound',
    clientId: order.client_id,
    orderId: order.id,
    attemptId: dialOrder.attemptId,
    customerId: order.customer_id,
  })
  const about = { callId, agentId: bed.agentId }
  const begin = dialed({ ...about, facts: known })
  return { order, dialOrder, callId, begin, talk: answered(about), end: ended({ ...about, facts: known, ...end }) }
}

describe('the journal in MariaDB', () => {
  it('RS-07: keeps number, direction, times, status, agent and recording of a call', async () => {
    const { callId, entries } = inboundLife()
    await writer().write(entries)
    expect(await callRow(callId)).toMatchObject({
      direction: 'inbound',
      customer_number: '+380671234567',
      shop_number: '+380442000001',
      status: 'answered',
      outcome: 'completed',
      recording: 'a.wav',
      disposition: 'info-given',
      note: 'asked about delivery',
      started_at: new Date(arrived().at),
      answered_at: new Date(answered().at),
      ended_at: new Date(ended().at),
    })
    expect(await bed.db('call_events').where({ call_id: callId })).toHaveLength(4)
  })

  it('is the same after batches that are repeated, torn apart and turned round', async () => {
    const { callId, entries } = inboundLife()
    const [first, second, third, fourth] = entries as [StreamEntry, StreamEntry, StreamEntry, StreamEntry]
    for (const batch of [[second], [third, fourth], [first], [second, first], entries]) await writer().write(batch)
    expect(await callRow(callId)).toMatchObject({ status: 'answered', disposition: 'info-given' })
    expect(await bed.db('call_events').where({ call_id: callId })).toHaveLength(4)
    expect(bed.messages.filter((message) => message.type === 'call.ended')).toHaveLength(1)
  })

  it('is whole when two backends write parts of one call at the same time', async () => {
    const lives = Array.from({ length: 20 }, () => inboundLife())
    const halves = (offset: number) =>
      lives.flatMap(({ entries }) => entries.filter((_, index) => index % 2 === offset))
    await Promise.all([writer().write(halves(0)), writer().write(halves(1)), writer().write(halves(1))])
    for (const { callId } of lives)
      expect(await callRow(callId)).toMatchObject({ status: 'answered', note: 'asked about delivery' })
    expect(bed.messages).toHaveLength(lives.length)
  })

  it.each([1, 20])('asks six statements of MariaDB for a batch of %i calls, with or without rows', async (count) => {
    const lives = Array.from({ length: count }, () => inboundLife())
    const begun = lives.flatMap(({ entries }) => entries.slice(0, 1))
    const over = lives.flatMap(({ entries }) => entries.slice(1))
    const asked: string[] = []
    const note = ({ sql }: { sql: string }) => void asked.push(sql.replace(/[ ;].*$/s, '').toLowerCase())
    bed.db.on('query', note)
    for (const batch of [begun, over]) await writer().write(batch)
    bed.db.off('query', note)
    const each = ['insert', 'begin', 'select', 'select', 'insert', 'commit']
    expect(asked).toEqual([...each, ...each])
  })

  it('keeps what a person did with a missed call', async () => {
    const { callId, entries } = inboundLife()
    await writer().write(entries.slice(0, 3))
    await bed
      .db('calls')
      .where({ id: callId })
      .update({ handled_by: bed.agentId, handled_at: new Date(), voicemail: 'v.wav' })
    await writer().write(entries)
    expect(await callRow(callId)).toMatchObject({ handled_by: bed.agentId, voicemail: 'v.wav' })
  })

  it('keeps the order on which a missed call was promised back, which no entry knows', async () => {
    const { callId, entries } = inboundLife()
    await writer().write(entries)
    const order = await bed.placeOrder()
    await bed.db('calls').where({ id: callId }).update({ order_id: order.id })
    await writer().write(entries)
    expect(await callRow(callId)).toMatchObject({ order_id: order.id })
  })
})

describe('a dialled call in the journal', () => {
  it('makes the order talking when the customer answers, with the clock of its contact', async () => {
    const { order, begin, talk } = await dialedLife({})
    await writer().write(inStream([begin, talk]))
    expect(await bed.order(order.id)).toMatchObject({
      status: 'talking',
      first_dial_at: new Date(begin.facts.startedAt),
      contacted_at: new Date(talk.at),
    })
  })

  it('closes the attempt with its cause, plans the next one and frees the order', async () => {
    const { order, dialOrder, callId, begin, end } = await dialedLife({
      status: 'failed',
      outcome: 'busy',
      cause: 17,
      answeredAt: null,
      recording: null,
    })
    await writer().write(inStream([begin, end]))
    expect(await bed.attempts(order.id)).toMatchObject([
      { id: dialOrder.attemptId, call_id: callId, outcome: 'busy', cause: 17, open_order_id: null },
    ])
    expect(await bed.order(order.id)).toMatchObject({
      status: 'retry',
      attempts_made: 1,
      next_attempt_at: new Date(end.at + 5 * 60_000),
    })
    expect(await bed.inFlight.get(order.id)).toBeUndefined()
    expect(bed.messages.map((message) => message.type).sort()).toEqual(['call.ended', 'order.attempted'])
    const history = await bed.db('order_events').where({ order_id: order.id })
    expect(history).toMatchObject([{ kind: 'attempt', text: 'busy, 1 of 3: again 2026-01-15 12:06 (Europe/Kyiv)' }])
  })

  it('leaves the clock of the first dial alone when an agent read the card and passed the customer over', async () => {
    const { order, end } = await dialedLife({ status: 'failed', outcome: 'skipped', answeredAt: null, recording: null })
    await writer().write(inStream([end]))
    expect(await bed.attempts(order.id)).toMatchObject([{ outcome: 'skipped' }])
    expect(await bed.order(order.id)).toMatchObject({ first_dial_at: null, contacted_at: null })
  })

  it('takes the contact back when the agent was lost within the two seconds: nobody talked', async () => {
    const lost = { status: 'failed', outcome: 'abandoned', answeredAt: null, recording: null } as const
    const { order, begin, talk, end } = await dialedLife(lost)
    await writer().write(inStream([begin, talk]))
    await writer().write(inStream([end]))
    expect(await bed.order(order.id)).toMatchObject({
      first_dial_at: new Date(begin.facts.startedAt),
      contacted_at: null,
    })
  })

  it('does so once, however often it is written', async () => {
    const { order, begin, end } = await dialedLife({ status: 'failed', outcome: 'no-answer', answeredAt: null })
    const entries = inStream([begin, end])
    await Promise.all([writer().write(entries), writer().write(entries)])
    await writer().write(entries)
    expect(await bed.order(order.id)).toMatchObject({ attempts_made: 1 })
    expect(await bed.db('order_events').where({ order_id: order.id })).toHaveLength(1)
    expect(bed.messages.filter((message) => message.type === 'order.attempted')).toHaveLength(1)
  })

  it('charges nothing for congestion', async () => {
    const { order, begin, end } = await dialedLife({
      status: 'failed',
      outcome: 'congestion',
      cause: 34,
      answeredAt: null,
    })
    await writer().write(inStream([begin, end]))
    expect(await bed.order(order.id)).toMatchObject({ status: 'retry', attempts_made: 0 })
  })

  it('gives up a number that is not in use', async () => {
    const { order, begin, end } = await dialedLife({
      status: 'failed',
      outcome: 'unallocated',
      cause: 1,
      answeredAt: null,
    })
    await writer().write(inStream([begin, end]))
    expect(await bed.order(order.id)).toMatchObject({ status: 'exhausted', next_attempt_at: null })
  })

  it.each([
    ['confirmed', null],
    ['retry', new Date('2026-01-16T12:00:00Z')],
  ] as const)('leaves an order as its agent left it: %s', async (status, nextAttemptAt) => {
    const { order, begin, talk, end } = await dialedLife({})
    await bed.db('orders').where({ id: order.id }).update({ status, next_attempt_at: nextAttemptAt })
    await writer().write(inStream([begin, talk, end]))
    expect(await bed.order(order.id)).toMatchObject({ status, next_attempt_at: nextAttemptAt, attempts_made: 1 })
  })

  it('calls again after a talk that settled nothing', async () => {
    const { order, begin, talk, end } = await dialedLife({})
    await writer().write(inStream([begin, talk, end]))
    expect(await bed.attempts(order.id)).toMatchObject([{ outcome: 'answered' }])
    expect(await bed.order(order.id)).toMatchObject({
      status: 'retry',
      next_attempt_at: new Date(end.at + 30 * 60_000),
    })
  })
})
