import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { readCampaign } from '@orderline/db'
import type { DialMode, Disposition } from '@orderline/domain/contract'
import { errorShare, presumedErrorShare } from '@orderline/domain/pacing'
import { createId } from '@orderline/runtime/ids'
import { createCampaignProgress } from '../campaigns/campaign-progress.ts'
import { createDialingBed, noon, type DialingBed } from '../campaigns/testing.ts'
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

async function dial(mode: DialMode = 'predictive') {
  const record = await bed.addRecord()
  const order = await bed.claimedRecord(record, { mode })
  await bed.dialService().carryOut(order)
  const { client, queue } = bed
  const { attemptId } = order
  const own = facts({ direction: 'outbound', attemptId, clientId: client.id, queueId: queue.id })
  const callId = createId()
  return {
    record,
    start: dialed({ callId, agentId: null, facts: own }),
    passed: { type: 'machinePassed', callId, at: noon + 4_000 } as const,
    talked: answered({ callId, at: noon + 5_000 }),
    judged: (judgement: 'person' | 'machine') =>
      ({ type: 'machineJudged', callId, agentId: bed.agentId, at: noon + 6_000, judgement }) as const,
    over: ended({ callId, facts: own, answeredAt: noon + 5_000 }),
    hungUp: ended({ callId, facts: own, answeredAt: null, status: 'failed', outcome: 'machine' }),
    abandoned: ended({ callId, facts: own, answeredAt: null, status: 'failed', outcome: 'abandoned' }),
    noted: (disposition: Disposition) => wrappedUp({ callId, disposition }),
    attempt: () => bed.db('attempts').where({ id: attemptId }).first(),
  }
}
const hours = () => bed.db('campaign_hours')
const figures = async () => {
  const row = await bed.db('campaigns').where({ id: bed.campaign.id }).first()
  const { db, clock } = bed
  const redis = { hget: () => Promise.resolve(null) } as never
  return (await createCampaignProgress({ db, redis, now: () => clock.at }).progress(readCampaign(row!))).detection
}

describe('a dial that was taken for a machine', () => {
  it('is counted as hung up, once, when the lot did not fall on it', async () => {
    const one = await dial()
    await write([one.start, one.hungUp])
    expect(await one.attempt()).toMatchObject({ machine_verdict: 'hung-up', machine_judgement: null })
    expect(await hours()).toMatchObject([{ machines: 1, machines_hung_up: 1, machines_passed: 0 }])
    expect(await figures()).toEqual({
      ...{ hungUp: 1, passed: 0, judgedPersons: 0, judgedMachines: 0 },
      errorShare: presumedErrorShare,
    })
  })

  it('and answered by the recorded message of an agentless campaign has no agent who was missed', async () => {
    const one = await dial('agentless')
    await write([one.start, one.hungUp])
    expect(await hours()).toMatchObject([{ machines: 1, machines_hung_up: 0 }])
    expect(await figures()).toBeUndefined()
  })

  it('is a person when the agent says so, and counts as connected', async () => {
    const one = await dial()
    await write([one.start, one.passed, one.talked, one.judged('person')])
    await write([one.over])
    expect(await one.attempt()).toMatchObject({
      ...{ machine_verdict: 'passed', machine_judgement: 'person', outcome: 'answered' },
    })
    expect(await hours()).toMatchObject([
      { connected: 1, machines: 0, machines_hung_up: 0, machines_passed: 1, judged_persons: 1, judged_machines: 0 },
    ])
  })

  it('is a machine when the agent says so, and is dialled again as after a machine', async () => {
    const one = await dial()
    await write([one.start, one.passed, one.talked, one.judged('machine'), one.over])
    expect(await one.attempt()).toMatchObject({ machine_judgement: 'machine', outcome: 'machine' })
    expect(await bed.record(one.record.id)).toMatchObject({ status: 'retry', last_outcome: 'machine' })
    expect(await hours()).toMatchObject([{ machines_hung_up: 0, machines_passed: 1, judged_machines: 1 }])
  })

  it('is unknown while nobody says, and what the wrap-up notes decides', async () => {
    const one = await dial()
    await write([one.start, one.passed, one.talked, one.over])
    expect(await one.attempt()).toMatchObject({ machine_judgement: 'unknown' })
    await write([one.noted('info-given')])
    expect(await one.attempt()).toMatchObject({ machine_judgement: 'person' })
    expect(await hours()).toMatchObject([{ machines_passed: 1, judged_persons: 1, judged_machines: 0 }])
  })

  it('moves from one count to the other when the wrap-up notes that it was a machine after all', async () => {
    const one = await dial()
    await write([one.start, one.passed, one.talked, one.judged('person'), one.over])
    await write([one.noted('machine')])
    expect(await one.attempt()).toMatchObject({ machine_judgement: 'machine' })
    expect(await hours()).toMatchObject([{ judged_persons: 0, judged_machines: 1 }])
  })

  it('is abandoned, and judged by nobody, when no agent came', async () => {
    const one = await dial()
    await write([one.start, one.passed, one.abandoned])
    expect(await one.attempt()).toMatchObject({ machine_judgement: 'unknown', outcome: 'abandoned' })
    expect(await hours()).toMatchObject([{ abandoned: 1, connected: 0, machines_passed: 1, judged_persons: 0 }])
  })

  it('stays abandoned when its agent was lost at once, whatever was said until then', async () => {
    const one = await dial()
    await write([one.start, one.passed, one.talked, one.judged('machine'), one.abandoned])
    expect(await one.attempt()).toMatchObject({ machine_judgement: 'machine', outcome: 'abandoned' })
    expect(await hours()).toMatchObject([{ abandoned: 1, connected: 0, judged_machines: 1 }])
  })

  it('gives the campaign its figures', async () => {
    const count = { campaign_id: bed.campaign.id, hour_at: new Date(noon), dials: 0, machines: 90, failed: 0 }
    const judged = { machines_hung_up: 90, machines_passed: 12, judged_persons: 2, judged_machines: 8 }
    await hours().insert({ ...count, ...judged })
    const seen = { judgedPersons: 2, judgedMachines: 8 }
    expect(await figures()).toEqual({ hungUp: 90, passed: 12, ...seen, errorShare: errorShare(seen) })
  })
})
