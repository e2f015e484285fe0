import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCampaign, createClient, createDialRecord, createQueue, createTestDatabase } from '@orderline/db/testing'
import type { AttemptRow } from '@orderline/db'
import { createId } from '@orderline/runtime/ids'
import { createLedgerRepository } from './ledger-repository.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const now = Date.parse('2026-01-15T10:00:00Z')

let clientId: string
let queueId: string

beforeAll(async () => {
  database = await createTestDatabase()
  clientId = (await createClient(database.db)).id
  queueId = (await createQueue(database.db)).id
})
afterAll(() => database.close())

async function openCampaign() {
  const { db } = database
  const { id: campaignId } = await createCampaign(db, { client_id: clientId, queue_id: queueId })
  return {
    campaignId,
    async add(over: Partial<AttemptRow>): Promise<string> {
      const id = createId()
      const { id: record_id } = await createDialRecord(db, { client_id: clientId, campaign_id: campaignId })
      const ids = { id, call_id: id, record_id, campaign_id: campaignId, mode: 'predictive' as const }
      const plain = { number: '+380671234567', ordinal: 1, allowed_because: '[]', started_at: new Date(now) }
      await db<Record<string, unknown>>('attempts').insert({ ...ids, ...plain, ...over })
      return id
    },
    count: (hour: { hour_at: Date; abandoned?: number; connected?: number }) =>
      db('campaign_hours').insert({ campaign_id: campaignId, ...hour }),
  }
}

const read = async (campaignId: string, at: number) =>
  (await createLedgerRepository(database.db).read({ campaignIds: [campaignId], attemptIds: [], now: at })).windows.get(
    campaignId,
  )

it('tells which answers are counted for good: talks, and whatever has ended, also a machine that an agent heard', async () => {
  const { campaignId, add, count } = await openCampaign()
  const over = { ended_at: new Date(now) }
  const talking = await add({ connected_at: new Date(now) })
  const machine = await add({ ...over, outcome: 'machine', machine_verdict: 'passed', machine_judgement: 'machine' })
  const abandoned = await add({ ...over, outcome: 'abandoned' })
  const underWay = await add({})
  await count({ hour_at: new Date(now), abandoned: 1, connected: 1 })
  const attemptIds = [talking, machine, abandoned, underWay]
  const reading = await createLedgerRepository(database.db).read({ campaignIds: [campaignId], attemptIds, now })
  expect(reading.counted).toEqual(new Set([talking, machine, abandoned]))
  expect(reading.windows.get(campaignId)?.day).toMatchObject({ abandoned: 1, connected: 1 })
})

describe('the windows', () => {
  const [ringMs, minuteMs, hourMs] = [20_000, 60_000, 3_600_000]
  const dayMs = 24 * hourMs

  /** So many were abandoned and so many connected in this moment. */
  async function happens(
    campaign: Awaited<ReturnType<typeof openCampaign>>,
    { at, abandoned, connected }: { at: number; abandoned: number; connected: number },
  ): Promise<void> {
    const dialed = { started_at: new Date(at - ringMs), ended_at: new Date(at) }
    for (let each = 0; each < abandoned; each += 1) await campaign.add({ ...dialed, outcome: 'abandoned' })
    for (let each = 0; each < connected; each += 1) {
      await campaign.add({ ...dialed, connected_at: new Date(at), outcome: 'answered' })
    }
  }

  it('of a day counts of the hour in which it begins what was in it, and nothing before', async () => {
    const campaign = await openCampaign()
    const hour_at = new Date(now - dayMs)
    await campaign.count({ hour_at, abandoned: 3, connected: 5 })
    await happens(campaign, { at: now - dayMs + 10 * minuteMs, abandoned: 1, connected: 3 })
    await happens(campaign, { at: now - dayMs + 45 * minuteMs, abandoned: 2, connected: 2 })
    expect((await read(campaign.campaignId, now + 30 * minuteMs))?.day).toEqual({ abandoned: 2, connected: 2 })
  })

  it('of 30 days takes the hour in which it begins for the worst: its abandoned count, its connected do not', async () => {
    const campaign = await openCampaign()
    await campaign.count({ hour_at: new Date(now - 30 * dayMs), abandoned: 1, connected: 30 })
    await campaign.count({ hour_at: new Date(now - 30 * dayMs + hourMs), abandoned: 1, connected: 20 })
    const at = now + 30 * minuteMs
    expect((await read(campaign.campaignId, at))?.month).toEqual({ abandoned: 2, connected: 20 })
    expect((await read(campaign.campaignId, at + hourMs))?.month).toEqual({ abandoned: 1, connected: 0 })
    expect((await read(campaign.campaignId, at + 2 * hourMs))?.month).toBeUndefined()
  })

  it('of a day is exact to a minute, of which the abandoned count and the connected do not', async () => {
    const campaign = await openCampaign()
    const moments = Array.from({ length: 20 }, (_, index) => now - dayMs + (index * 7 + 1) * minuteMs)
    for (const at of moments) await happens(campaign, { at, abandoned: 1, connected: 2 })
    for (const begin of [now - dayMs, now - dayMs + hourMs, now - dayMs + 2 * hourMs]) {
      const inHour = (at: number) => at >= begin && at < begin + hourMs
      const abandoned = moments.filter((at) => inHour(at - ringMs)).length
      await campaign.count({ hour_at: new Date(begin), abandoned, connected: 2 * moments.filter(inHour).length })
    }
    for (let at = now; at < now + 2 * hourMs; at += 13 * minuteMs + 1_000) {
      const minute = Math.floor((at - dayMs) / minuteMs) * minuteMs
      expect((await read(campaign.campaignId, at))?.day).toEqual({
        abandoned: moments.filter((moment) => moment >= minute).length,
        connected: 2 * moments.filter((moment) => moment >= minute + minuteMs).length,
      })
    }
  })
})
