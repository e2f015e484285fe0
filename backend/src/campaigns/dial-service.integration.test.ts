import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createCampaign, createClient } from '@orderline/db/testing'
import type { DialOrder } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createDialingBed, noon, type DialingBed } from './testing.ts'

let bed: DialingBed

beforeAll(async () => {
  bed = await createDialingBed()
})
afterAll(() => bed.close())
beforeEach(async () => {
  await bed.forgetAttempts()
  bed.clock.at = noon
  bed.dialed.length = 0
  bed.liveCalls.clear()
})

describe('a dial order', () => {
  it('CC-40: is dialled, with its attempt written first and the reasons why it was allowed', async () => {
    const order = await bed.placeOrder()
    const dialOrder = await bed.claimed(order)
    const statusAtDial: (string | undefined)[] = []
    const service = bed.dialService({
      startDialedCall: async () => {
        statusAtDial.push((await bed.order(order.id))?.status)
        return { started: true, callId: dialOrder.attemptId, agentId: bed.agentId }
      },
    })
    expect(await service.carryOut(dialOrder)).toBe('dialed')
    expect(statusAtDial).toEqual(['dialing'])
    const [attempt] = await bed.attempts(order.id)
    expect(attempt).toMatchObject({
      id: dialOrder.attemptId,
      ordinal: 1,
      agent_id: bed.agentId,
      open_order_id: order.id,
    })
    expect(attempt?.allowed_because).toEqual([
      'local time 12:00 in Europe/Kyiv is within 08:00–21:00',
      'attempt 1 of 8',
      'today 1 of 4',
      'to the number 1 of 20 in 30 days without a talk',
      'on no do-not-call list',
      'campaign running',
      'progressive: one line for one free agent',
    ])
    expect(await bed.inFlight.get(order.id)).toMatchObject({ startedAt: noon })
  })

  it('is given back without a trace when no agent is there, and may be chosen again', async () => {
    const order = await bed.placeOrder()
    const dialOrder = await bed.claimed(order)
    const wakes = bed.wakes.count
    const service = bed.dialService({ startDialedCall: () => Promise.resolve({ started: false, because: 'no agent' }) })
    expect(await service.carryOut(dialOrder)).toBe('given-back')
    expect(await bed.attempts(order.id)).toEqual([])
    expect(await bed.order(order.id)).toMatchObject({ status: 'new', attempts_made: 0 })
    expect(await bed.inFlight.get(order.id)).toBeUndefined()
    expect(bed.wakes.count).toBe(wakes + 1)
    expect(await bed.dialService().carryOut(await bed.claimed(order))).toBe('dialed')
  })

  it('that came too late is given back and nobody is dialled', async () => {
    const order = await bed.placeOrder()
    const dialOrder = await bed.claimed(order)
    bed.clock.at = dialOrder.expiresAt
    expect(await bed.dialService().carryOut(dialOrder)).toBe('given-back')
    expect(bed.dialed).toEqual([])
    expect(await bed.inFlight.get(order.id)).toBeUndefined()
  })

  it('whose order was claimed by another attempt meanwhile does nothing to it', async () => {
    const order = await bed.placeOrder()
    const late = bed.dialOrderOf(order)
    const present = await bed.claimed(order)
    expect(await bed.dialService().carryOut(late)).toBe('stale')
    expect(await bed.inFlight.get(order.id)).toMatchObject({ attemptId: present.attemptId })
    expect(bed.dialed).toEqual([])
  })

  it.each(['cancelled', 'confirmed'] as const)('of an order that was %s meanwhile is refused', async (status) => {
    const order = await bed.placeOrder({ status })
    expect(await bed.dialService().carryOut(await bed.claimed(order))).toBe('given-back')
    expect(bed.dialed).toEqual([])
    expect(await bed.order(order.id)).toMatchObject({ status })
  })

  it('of an order that has another number by now is refused: what was asked was asked of the former one', async () => {
    const order = await bed.placeOrder()
    const dialOrder = await bed.claimed(order)
    await bed.db('orders').where({ id: order.id }).update({ phone: '+380671230001' })
    expect(await bed.dialService().carryOut(dialOrder)).toBe('given-back')
    expect(bed.dialed).toEqual([])
    expect(await bed.dialService().carryOut(await bed.claimed({ ...order, phone: '+380671230001' }))).toBe('dialed')
  })

  it.each(['paused', 'stopped'] as const)(
    'of a campaign that was %s after it was planned is refused',
    async (status) => {
      const order = await bed.placeOrder()
      const dialOrder = await bed.claimed(order)
      await bed.db('campaigns').where({ id: bed.campaign.id }).update({ status })
      expect(await bed.dialService().carryOut(dialOrder)).toBe('given-back')
      await bed.db('campaigns').where({ id: bed.campaign.id }).update({ status: 'running' })
      expect(bed.dialed).toEqual([])
      expect(await bed.order(order.id)).toMatchObject({ status: 'new' })
    },
  )

  it('keeps to the hours that its campaign has now, not those it had when it was planned', async () => {
    const order = await bed.placeOrder()
    const dialOrder = await bed.claimed(order)
    const settings = { ...bed.campaign.settings, hours: { from: '14:00' } }
    const edit = (next: object) =>
      bed
        .db('campaigns')
        .where({ id: bed.campaign.id })
        .update({ settings: JSON.stringify(next) as never })
    await edit(settings)
    expect(await bed.dialService().carryOut(dialOrder)).toBe('given-back')
    await edit(bed.campaign.settings)
    expect((await bed.order(order.id))?.next_attempt_at).toEqual(new Date('2026-01-15T12:00:00Z'))
  })

  it('of one shop is refused while the customer’s number is dialled for another; of two at once one is dialled', async () => {
    const other = await createClient(bed.db, { order_queue_id: bed.queue.id })
    const campaign = await createCampaign(bed.db, { client_id: other.id, queue_id: bed.queue.id })
    const first = await bed.placeOrder()
    const second = await bed.placeOrder({ client_id: other.id, campaign_id: campaign.id, phone: first.phone })
    const dialOrders = [await bed.claimed(first), await bed.claimed(second)]
    const results = await Promise.all(dialOrders.map((one) => bed.dialService().carryOut(one)))
    expect(results.sort()).toEqual(['dialed', 'given-back'])
    expect(bed.dialed).toHaveLength(1)
  })

  it('keeps the hold of a number for every shop and order, and a wish does not loosen it', async () => {
    const order = await bed.placeOrder({ promised_at: new Date(noon - 1_000), status: 'retry' })
    await bed.db('number_holds').insert({ number: order.phone, until: new Date(noon + 60_000) })
    expect(await bed.dialService().carryOut(await bed.claimed(order, { mode: 'predictive' }))).toBe('given-back')
    expect(await bed.dialService().carryOut(await bed.claimed(order, { mode: 'progressive' }))).toBe('dialed')
    await bed.db('number_holds').delete()
  })

  it('of a customer who has called us and is on the line waits, so that those behind it have their turn', async () => {
    const order = await bed.placeOrder()
    const service = bed.dialService({ isOnTheLine: (number) => number === order.phone })
    await service.postpone({ subject: { kind: 'order', id: order.id }, until: noon + 60_000, because: 'under way' })
    expect(await bed.order(order.id)).toMatchObject({ status: 'new', next_attempt_at: new Date(noon + 60_000) })
    const other = await bed.placeOrder()
    await service.postpone({ subject: { kind: 'order', id: other.id }, until: noon + 60_000, because: 'under way' })
    expect(await bed.order(other.id)).toMatchObject({ next_attempt_at: other.next_attempt_at })
  })

  it('at night is refused and the order waits for the morning of its customer', async () => {
    bed.clock.at = Date.parse('2026-01-15T20:00:00Z')
    const order = await bed.placeOrder()
    expect(await bed.dialService().carryOut(await bed.claimed(order))).toBe('given-back')
    expect(bed.dialed).toEqual([])
    expect((await bed.order(order.id))?.next_attempt_at).toEqual(new Date('2026-01-16T06:00:00Z'))
  })

  it('that is delivered many times at once dials once', async () => {
    const order = await bed.placeOrder()
    const dialOrder = await bed.claimed(order)
    const runs = await Promise.all(Array.from({ length: 8 }, () => bed.dialService().carryOut(dialOrder)))
    expect(runs.filter((result) => result === 'dialed')).toHaveLength(1)
    expect(bed.dialed).toEqual([order.id])
    expect(await bed.attempts(order.id)).toHaveLength(1)
  })

  it('of an order whose other attempt is open is refused by the database', async () => {
    const order = await bed.placeOrder()
    const first = await bed.claimed(order)
    await bed.dialService().carryOut(first)
    await bed.db('orders').where({ id: order.id }).update({ status: 'retry' })
    await bed.inFlight.release(order.id, first.attemptId)
    expect(await bed.dialService().carryOut(await bed.claimed(order))).toBe('repeated')
    expect(bed.dialed).toEqual([order.id])
  })

  it('counts the attempts of the day to the number over all orders of the customer', async () => {
    const order = await bed.placeOrder()
    for (const ordinal of [1, 2, 3, 4]) await insertPastAttempt(order.id, order.phone, ordinal)
    const second = await bed.placeOrder({ customer_id: order.customer_id, phone: order.phone })
    expect(await bed.dialService().carryOut(await bed.claimed(second))).toBe('given-back')
    expect((await bed.order(second.id))?.next_attempt_at).toEqual(new Date('2026-01-16T06:00:00Z'))
  })
})

describe('a backend that dies', () => {
  const died = () => Promise.reject(new Error('killed'))
  type Death = { at: string; run: (order: DialOrder) => Promise<unknown>; isCallLeft: boolean }
  const deaths: Death[] = [
    { at: 'before it took the job', run: () => Promise.resolve(), isCallLeft: false },
    {
      at: 'between the attempt and the call',
      run: (order) => bed.dialService({ startDialedCall: died }).carryOut(order),
      isCallLeft: false,
    },
    {
      at: 'between the call and the mark that it is started',
      run: (order) => bed.dialService({ inFlight: { ...bed.inFlight, change: died } }).carryOut(order),
      isCallLeft: true,
    },
    { at: 'after all of it', run: (order) => bed.dialService().carryOut(order), isCallLeft: true },
  ]

  it.each(deaths)('$at: never makes a second dial of the order, and the order goes on', async ({ run, isCallLeft }) => {
    const order = await bed.placeOrder()
    const dialOrder = await bed.claimed(order)
    await run(dialOrder).catch(() => undefined)
    const dialedBefore = bed.dialed.length
    // Bull gives the job of the dead one to another backend.
    const second = await bed.dialService().carryOut(dialOrder)
    expect(bed.dialed.length).toBeLessThanOrEqual(1)
    if (dialedBefore > 0) expect(second).not.toBe('dialed')
    const sweeper = bed.sweepService()
    bed.clock.at += 31_000
    await sweeper.sweep()
    await sweeper.sweep()
    const [attempt] = await bed.attempts(order.id)
    if (isCallLeft || second === 'dialed') {
      expect(attempt).toMatchObject({ outcome: null, open_order_id: order.id })
      expect(await bed.inFlight.get(order.id)).toMatchObject({ attemptId: dialOrder.attemptId })
      return
    }
    expect(attempt).toMatchObject({ outcome: 'system-failure', open_order_id: null })
    expect(await bed.inFlight.get(order.id)).toBeUndefined()
    expect(await bed.order(order.id)).toMatchObject({ status: 'retry', attempts_made: 0 })
    bed.clock.at += 20_000
    expect(await bed.dialService().carryOut(await bed.claimed(order))).toBe('dialed')
  })

  it('with its job lost leaves nothing in flight', async () => {
    const order = await bed.placeOrder()
    await bed.claimed(order)
    const sweeper = bed.sweepService()
    expect(await sweeper.sweep()).toMatchObject({ freed: 0 })
    bed.clock.at += 31_000
    expect(await sweeper.sweep()).toMatchObject({ freed: 1 })
    expect(await bed.inFlight.get(order.id)).toBeUndefined()
  })
})

describe('the sweeper', () => {
  it('leaves alone what has a job, a live call, or a journal that is not written yet', async () => {
    const order = await bed.placeOrder()
    const dialOrder = await bed.claimed(order)
    bed.clock.at += 31_000
    const withJob = bed.sweepService({ hasDialJob: () => Promise.resolve(true) })
    expect(await withJob.sweep()).toEqual({ ended: 0, freed: 0 })
    await bed.dialService().carryOut({ ...dialOrder, expiresAt: bed.clock.at + 1 })
    bed.clock.at += 31_000
    const withCall = bed.sweepService()
    expect(await withCall.sweep()).toEqual({ ended: 0, freed: 0 })
    expect(await withCall.sweep()).toEqual({ ended: 0, freed: 0 })
    bed.liveCalls.clear()
    const unwritten = bed.sweepService({ isJournalWritten: () => Promise.resolve(false) })
    expect(await unwritten.sweep()).toEqual({ ended: 0, freed: 0 })
    expect(await unwritten.sweep()).toEqual({ ended: 0, freed: 0 })
  })

  it('ends an attempt only when it had no call twice in a row', async () => {
    const order = await bed.placeOrder()
    const dialOrder = await bed.claimed(order)
    await bed.dialService().carryOut(dialOrder)
    bed.clock.at += 31_000
    const sweeper = bed.sweepService()
    bed.liveCalls.clear()
    expect(await sweeper.sweep()).toMatchObject({ ended: 0 })
    bed.liveCalls.set(dialOrder.attemptId, 'call')
    expect(await sweeper.sweep()).toMatchObject({ ended: 0 })
    bed.liveCalls.clear()
    expect(await sweeper.sweep()).toMatchObject({ ended: 0 })
    expect(await sweeper.sweep()).toMatchObject({ ended: 1 })
  })
})

async function insertPastAttempt(orderId: string, number: string, ordinal: number): Promise<void> {
  await bed.db('attempts').insert({
    id: createId(),
    order_id: orderId,
    call_id: createId(),
    agent_id: null,
    number,
    ordinal,
    allowed_because: '[]' as never,
    started_at: new Date(noon - ordinal * 60_000),
    ended_at: new Date(noon),
    outcome: 'busy',
    cause: 17,
  })
}
