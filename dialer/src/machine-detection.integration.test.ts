import { describe, expect, it, vi } from 'vitest'
import type { CampaignRow } from '@orderline/db'
import type { CampaignInput } from '@orderline/domain/contract'
import { boldRisk, useDialerBed, waiting } from './testing/index.ts'

const stage = useDialerBed({ redisDatabase: 12 })

async function campaign(over: Partial<CampaignInput>, mode: CampaignRow['mode'] = 'predictive') {
  const made = await stage.centre.campaign({ mode }, { source: { kind: 'list' }, ...over })
  for (let count = 0; count < 6; count += 1) await stage.centre.record({ campaign_id: made.id })
  return made
}
const firstPlaced = () => vi.waitFor(() => expect(stage.backend.placed.length).toBeGreaterThan(0), waiting)

describe('machine detection, as the dialer orders it', () => {
  it('is told which dials the lot fell on: all of them where one in one is asked for', async () => {
    await campaign({ detectMachines: true, machineSampleOneIn: 1 })
    await stage.ready()
    await stage.bed.startDialer()
    await firstPlaced()
    expect(stage.backend.placed[0]).toMatchObject({ mode: 'predictive', detectMachines: true, samplesMachine: true })
  })

  it('draws none where it is off', async () => {
    await campaign({ machineSampleOneIn: 1 })
    await stage.ready()
    await stage.bed.startDialer()
    await firstPlaced()
    expect(stage.backend.placed[0]).toMatchObject({ detectMachines: false, samplesMachine: false })
  })

  it('is not asked for by dials with an agent reserved first', async () => {
    await campaign({ detectMachines: true, machineSampleOneIn: 1 }, 'progressive')
    await stage.ready()
    await stage.bed.startDialer()
    await firstPlaced()
    expect(stage.backend.placed[0]).toMatchObject({ mode: 'progressive', detectMachines: false, samplesMachine: false })
  })

  it('draws none without agents, who alone could judge it', async () => {
    await campaign({ detectMachines: true, machineSampleOneIn: 1 }, 'agentless')
    await stage.bed.startDialer()
    await firstPlaced()
    expect(stage.backend.placed[0]).toMatchObject({ mode: 'agentless', detectMachines: true, samplesMachine: false })
  })
})

/** A dialer that would take nearly any risk, one free agent, and a campaign that hung up on so many an hour and a week ago. */
async function boldAfter({ hungUp }: { hungUp: number }): Promise<string> {
  const { id } = await campaign({ detectMachines: true })
  const hour = { campaign_id: id, dials: 400, connected: 200, abandoned: 1, machines: 100, machines_hung_up: hungUp }
  // A fifth of those who were judged were people, in both windows.
  const judged = { machines_passed: 10, judged_persons: 2, judged_machines: 8 }
  const week = 7 * 24 * 3_600_000
  const rows = [3_600_000, week].map((ago) => ({ ...hour, ...judged, hour_at: new Date(Date.now() - ago) }))
  await stage.bed.db('campaign_hours').insert(rows)
  await stage.bed.learnt(id, boldRisk)
  await stage.ready()
  await stage.bed.startDialer()
  return id
}

describe('PACING: the ledger of a campaign whose detection hangs up on people', () => {
  it('adds them to the abandoned ones of the day and of 30 days, tells them apart, and opens no line ahead', async () => {
    const id = await boldAfter({ hungUp: 100 })
    await vi.waitFor(async () => {
      const live = await stage.backend.live(id)
      expect(live?.abandoned24h).toEqual({ abandoned: 21, connected: 200, estimated: 20 })
      expect(live?.abandoned30d).toEqual({ abandoned: 42, connected: 400, estimated: 40 })
      expect(live?.because).toContainEqual(
        expect.stringMatching(/20\.0 in 24 hours and 40\.0 in 30 days are estimated/),
      )
    }, waiting)
    await stage.bed.tickTwice()
    expect(stage.backend.placed).toHaveLength(1)
  })

  it('lets it open lines ahead while the detection has hung up on nobody', async () => {
    await boldAfter({ hungUp: 0 })
    await vi.waitFor(() => expect(stage.backend.placed.length).toBeGreaterThan(3), waiting)
  })
})
