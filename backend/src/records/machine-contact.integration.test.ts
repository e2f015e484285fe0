import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readCampaign } from '@orderline/db'
import type { Disposition } from '@orderline/domain/contract'
import { judgeOrder, promiseMs } from '@orderline/domain/order-clock'
import { createCampaignProgress } from '../campaigns/campaign-progress.ts'
import { createDialingBed, noon, type DialingBed } from '../campaigns/testing.ts'
import { createOrderClockRepository } from '../order-clock/order-clock-repository.ts'
import { answered, dialed, ended, facts, journalOf, wrappedUp, type WriteJournal } from './testing.ts'

let bed: DialingBed
let write: WriteJournal

beforeAll(async () => {
  bed = await createDialingBed()
  write = journalOf(bed)
})
beforeEach(async () => {
  await bed.forgetAttempts()
  await bed.db('campaign_hours').delete()
})
afterAll(() => bed.close())

const talkedAt = noon + 5_000

/** A call that was taken for a machine and passed to an agent all the same; of an order, or of a record that names one. */
async function sampled(kind: 'order' | 'record' = 'order') {
  const order = await bed.placeOrder({ received_at: new Date(noon - 60_000) })
  const record = () => bed.addRecord({ order_id: order.id })
  const dialOrder = await (kind === 'order' ? bed.claimed(order) : bed.claimedRecord(await record()))
  await bed.dialService().carryOut(dialOrder)
  const { attemptId } = dialOrder
  const call = { callId: bed.liveCalls.get(attemptId)!, agentId: bed.agentId }
  const clientId = bed.client.id
  const own = facts({ direction: 'outbound', clientId, orderId: order.id, attemptId, startedAt: noon })
  await write([
    dialed({ ...call, facts: own, at: noon }),
    { type: 'machinePassed', callId: call.callId, at: noon + 4_000 },
    answered({ ...call, at: talkedAt }),
  ])
  return {
    order,
    judged: (judgement: 'person' | 'machine') =>
      write([{ type: 'machineJudged', ...call, at: noon + 6_000, judgement }]),
    over: () => write([ended({ ...call, facts: own, answeredAt: talkedAt })]),
    lost: () => write([ended({ ...call, facts: own, answeredAt: null, status: 'failed', outcome: 'abandoned' })]),
    noted: (disposition: Disposition) => write([wrappedUp({ ...call, disposition })]),
    contactedAt: async () => (await bed.order(order.id))?.contacted_at ?? null,
  }
}

async function contacts(): Promise<{ ofDay: number; ofHours: number }> {
  const row = await bed.db('campaigns').where({ id: bed.campaign.id }).first()
  const redis = { hget: () => Promise.resolve(null) } as never
  const progress = createCampaignProgress({ db: bed.db, redis, now: () => bed.clock.at })
  const hours = await bed.db('campaign_hours')
  const ofHours = hours.reduce((total, { connected }) => total + connected, 0)
  return { ofDay: (await progress.progress(readCampaign(row!))).contacts, ofHours }
}

/** How the order stands when its 15 minutes are over. */
async function verdictOf(orderId: string) {
  const span = { from: noon - 3_600_000, until: noon + 3_600_000, clientIds: [bed.client.id] }
  const found = (await createOrderClockRepository({ db: bed.db }).findReceived(span)).find(({ id }) => id === orderId)!
  return judgeOrder({ ...found, isStaffed: true }, noon + promiseMs)
}

describe('a mailbox that an agent heard', () => {
  it.each(['in the talk', 'afterwards'] as const)(
    'is no contact of the order, and excludes it from the 15 minutes as one that the detection hung up does, said %s',
    async (when) => {
      const call = await sampled()
      expect(await call.contactedAt()).toEqual(new Date(talkedAt))
      if (when === 'in the talk') await call.judged('machine')
      await call.over()
      if (when === 'afterwards') await call.noted('machine')
      expect(await call.contactedAt()).toBeNull()
      expect(await contacts()).toEqual({ ofDay: 0, ofHours: 0 })
      expect(await verdictOf(call.order.id)).toEqual({ kind: 'excluded', because: 'unreachable' })
    },
  )

  it('is a contact again when its agent says that it was a person after all', async () => {
    const call = await sampled()
    await call.judged('machine')
    await call.over()
    await call.noted('info-given')
    // The button was pressed; the outcome that is noted says no more than that somebody was there.
    expect(await contacts()).toEqual({ ofDay: 0, ofHours: 0 })
    await call.judged('person')
    expect(await call.contactedAt()).toEqual(new Date(talkedAt))
    expect(await contacts()).toEqual({ ofDay: 1, ofHours: 1 })
    expect(await verdictOf(call.order.id)).toEqual({ kind: 'missed' })
  })

  it('is none of the order that a dialled record names either', async () => {
    const call = await sampled('record')
    expect(await call.contactedAt()).toEqual(new Date(talkedAt))
    await call.judged('machine')
    expect(await call.contactedAt()).toBeNull()
    expect(await contacts()).toEqual({ ofDay: 0, ofHours: 0 })
  })
})

it('an order that a dialled record names was not contacted when the agent was lost within the two seconds', async () => {
  const call = await sampled('record')
  await call.lost()
  expect(await call.contactedAt()).toBeNull()
  expect(await contacts()).toEqual({ ofDay: 0, ofHours: 0 })
})
