import { afterAll, beforeAll, expect, it } from 'vitest'
import { createCampaign, createClient, createDialRecord, createQueue, createTestDatabase } from '@orderline/db/testing'
import type { AttemptRow } from '@orderline/db'
import { createId } from '@orderline/runtime/ids'
import { createLedgerRepository } from './ledger-repository.ts'

let database: Awaited<ReturnType<typeof createTestDatabase>>
const now = Date.parse('2026-01-15T10:00:00Z')

beforeAll(async () => {
  database = await createTestDatabase()
})
afterAll(() => database.close())

it('tells which answers are counted for good: talks, and whatever has ended, also a machine that an agent heard', async () => {
  const { db } = database
  const [client, queue] = [await createClient(db), await createQueue(db)]
  const { id: campaignId } = await createCampaign(db, { client_id: client.id, queue_id: queue.id })
  const add = async (over: Partial<AttemptRow>): Promise<string> => {
    const id = createId()
    const { id: record_id } = await createDialRecord(db, { client_id: client.id, campaign_id: campaignId })
    const ids = { id, call_id: id, record_id, campaign_id: campaignId, mode: 'predictive' as const }
    const plain = { number: '+380671234567', ordinal: 1, allowed_because: '[]', started_at: new Date(now) }
    await db<Record<string, unknown>>('attempts').insert({ ...ids, ...plain, ...over })
    return id
  }
  const over = { ended_at: new Date(now) }
  const talking = await add({ connected_at: new Date(now) })
  const machine = await add({ ...over, outcome: 'machine', machine_verdict: 'passed', machine_judgement: 'machine' })
  const abandoned = await add({ ...over, outcome: 'abandoned' })
  const underWay = await add({})
  await db('campaign_hours').insert({ campaign_id: campaignId, hour_at: new Date(now), abandoned: 1, connected: 1 })
  const attemptIds = [talking, machine, abandoned, underWay]
  const reading = await createLedgerRepository(db).read({ campaignIds: [campaignId], attemptIds, now })
  expect(reading.counted).toEqual(new Set([talking, machine, abandoned]))
  expect(reading.windows.get(campaignId)?.day).toMatchObject({ abandoned: 1, connected: 1 })
})
