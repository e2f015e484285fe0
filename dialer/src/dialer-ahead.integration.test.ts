import { describe, expect, it, vi } from 'vitest'
import type { CampaignRow } from '@orderline/db'
import { campaignLiveSchema, redisNames, type CampaignInput } from '@orderline/domain/contract'
import { createAnswerTally } from '@orderline/domain/pacing'
import { createId } from '@orderline/runtime/ids'
import { boldRisk, useDialerBed, waiting } from './testing/index.ts'

/** Dialling ahead of the agents, and without them. */
const stage = useDialerBed({ redisDatabase: 12 })

function predictive(pacing: Partial<CampaignInput['pacing']> = {}): Promise<CampaignRow> {
  return stage.centre.campaign({ mode: 'predictive' }, { source: { kind: 'list' }, pacing: { ...defaults, ...pacing } })
}
const defaults: CampaignInput['pacing'] = {
  targetAbandonedRate: 0.027,
  capAbandonedRate: 0.03,
  maxLines: 200,
  maxCallsPerSecond: 20,
  ringSeconds: 25,
  reservedShare: 0,
}

async function records(campaign: CampaignRow, count: number): Promise<void> {
  for (let made = 0; made < count; made += 1) await stage.centre.record({ campaign_id: campaign.id })
}

/** A dialer that would take nearly any risk, one free agent, and what the campaign did an hour ago. */
async function boldWithLedger(ledger: { connected: number; abandoned: number }): Promise<CampaignRow> {
  const campaign = await predictive()
  await records(campaign, 12)
  const hour = { campaign_id: campaign.id, hour_at: new Date(Date.now() - 3_600_000), dials: 400, ...ledger }
  await stage.bed.db('campaign_hours').insert({ ...hour, machines: 0, unanswered: 0, failed: 0 })
  await stage.bed.learnt(campaign.id, boldRisk)
  await stage.ready()
  await stage.bed.startDialer()
  return campaign
}

describe('the dialer, ahead of its agents', () => {
  it('CC-41: opens a line for each free agent at least, reserves nobody, and says why not more', async () => {
    const campaign = await predictive()
    await records(campaign, 12)
    await Promise.all([stage.ready(), stage.ready(), stage.ready()])
    await stage.bed.startDialer()
    await vi.waitFor(() => expect(stage.backend.placed.length).toBeGreaterThanOrEqual(3), waiting)
    expect(stage.backend.placed[0]).toMatchObject({ mode: 'predictive', agentId: null, campaignId: campaign.id })
    await vi.waitFor(async () => {
      const live = await stage.backend.live(campaign.id)
      expect(live?.ringing).toBeGreaterThanOrEqual(3)
      expect(live).toMatchObject({ agents: 3, free: 3, waiting: 0, talking: 0 })
      expect(live?.because.length).toBeGreaterThan(0)
    }, waiting)
  })

  it('CC-41: says with each dial how likely it is to be answered, and by what', async () => {
    const campaign = await predictive()
    await records(campaign, 4)
    const answers = { ...createAnswerTally(), heard: { dials: 100, at: Date.now() } }
    await stage.bed.learnt(campaign.id, { answers })
    await stage.bed.startDialer()
    await vi.waitFor(async () => expect(await stage.backend.live(campaign.id)).toBeDefined(), waiting)
    await stage.ready()
    await vi.waitFor(() => expect(stage.backend.placed.length).toBeGreaterThan(0), waiting)
    expect(stage.backend.placed[0]?.allowedBecause.at(-1)).toMatch(
      /^predictive: .*; answered with a chance of \d+ % \(attempt 1, between \d+ and \d+ o'clock, not dialled in two days\)$/,
    )
  })

  it('opens lines beyond the free agents, as many as it likes, while few customers were abandoned', async () => {
    await boldWithLedger({ connected: 200, abandoned: 0 })
    await vi.waitFor(() => expect(stage.backend.placed.length).toBeGreaterThan(3), waiting)
  })

  it('opens no line beyond the free agents when the cap of abandoned customers is reached', async () => {
    const campaign = await boldWithLedger({ connected: 90, abandoned: 10 })
    await vi.waitFor(() => expect(stage.backend.placed).toHaveLength(1), waiting)
    await stage.bed.tickTwice()
    expect(stage.backend.placed).toHaveLength(1)
    expect(await stage.backend.live(campaign.id)).toMatchObject({ abandoned24h: { abandoned: 10, connected: 90 } })
  })

  it('dials a number that is held after an abandoned call one to one only', async () => {
    const campaign = await predictive()
    const held = await stage.centre.record({ campaign_id: campaign.id })
    await stage.bed.db('number_holds').insert({ number: held.number, until: new Date(Date.now() + 3_600_000) })
    await stage.ready()
    await stage.bed.startDialer()
    await vi.waitFor(() => expect(stage.backend.placed).toHaveLength(1), waiting)
    expect(stage.backend.placed[0]).toMatchObject({ mode: 'progressive', subject: { id: held.id } })
  })

  it('plays no message to a number that is held after an abandoned call, and takes no agent for it either', async () => {
    const campaign = await stage.centre.campaign({ mode: 'agentless' }, { source: { kind: 'list' }, pacing: defaults })
    const held = await stage.centre.record({ campaign_id: campaign.id })
    const until = Math.floor(Date.now() / 1_000) * 1_000 + 3_600_000
    await stage.bed.db('number_holds').insert({ number: held.number, until: new Date(until) })
    await stage.ready()
    await stage.bed.startDialer()
    await vi.waitFor(
      () => expect(stage.backend.postponed[0]).toMatchObject({ subject: { id: held.id }, until }),
      waiting,
    )
    expect(stage.backend.placed).toEqual([])
  })

  it('counts an abandoned customer at once, and not twice when the database has it, too', async () => {
    const campaign = await predictive()
    await records(campaign, 1)
    await stage.ready()
    await stage.bed.startDialer()
    await vi.waitFor(() => expect(stage.backend.placed).toHaveLength(1), waiting)
    const [order] = stage.backend.placed
    const abandoned = async () => (await stage.backend.live(campaign.id))?.abandoned24h
    await stage.backend.call(order!, { state: 'dialing' })
    await stage.backend.call(order!, { state: 'waiting', connectBy: Date.now() + 2_000 })
    await stage.backend.end(order!, { outcome: 'abandoned' })
    await vi.waitFor(async () => expect(await abandoned()).toEqual({ abandoned: 1, connected: 0 }), waiting)
    const hour = { campaign_id: campaign.id, hour_at: new Date(Date.now() - 60_000), dials: 1, abandoned: 1 }
    await writeAbandoned(order!.attemptId, order!.subject.id, order!.number)
    await stage.bed.db('campaign_hours').insert({ ...hour, connected: 0, machines: 0, unanswered: 0, failed: 0 })
    await passLedgerReading(campaign.id)
    expect(await abandoned()).toEqual({ abandoned: 1, connected: 0 })
  })

  it('keeps an agent for the customers who answer, and shares none with another campaign', async () => {
    const campaign = await predictive()
    await records(campaign, 1)
    await stage.ready()
    await stage.bed.startDialer()
    await vi.waitFor(() => expect(stage.backend.placed).toHaveLength(1), waiting)
    await stage.backend.call(stage.backend.placed[0]!, { state: 'waiting', connectBy: Date.now() + 2_000 })
    const other = await stage.centre.campaign({ priority: 90 }, { source: { kind: 'list' } })
    await stage.centre.record({ campaign_id: other.id })
    await stage.bed.configChanged()
    await stage.bed.tickTwice()
    expect(stage.backend.placed).toHaveLength(1)
  })

  it('calls without agents as fast as the campaign may, and never more at once than it may', async () => {
    const campaign = await stage.centre.campaign(
      { mode: 'agentless' },
      { source: { kind: 'list' }, pacing: { ...defaults, maxLines: 5, maxCallsPerSecond: 3 } },
    )
    await records(campaign, 12)
    await stage.bed.startDialer()
    await vi.waitFor(() => expect(stage.backend.placed.length).toBeGreaterThanOrEqual(3), waiting)
    expect(stage.backend.placed).toHaveLength(3)
    await vi.waitFor(() => expect(stage.backend.placed).toHaveLength(5), waiting)
    await stage.bed.tickTwice()
    await stage.bed.tickTwice()
    expect(stage.backend.placed).toHaveLength(5)
  })

  it('lets a phone be that rang its fifteen seconds while nobody could talk, and no other', async () => {
    const campaign = await predictive()
    await stage.backend.agent({ skills: { [stage.centre.skillId]: 3 }, state: 'talking', callId: campaign.id } as never)
    const [long, short] = [createId(), createId()]
    await stage.backend.claim({ id: long, campaign, placedAt: Date.now() - 16_000 })
    await stage.backend.claim({ id: short, campaign, placedAt: Date.now() - 2_000 })
    await stage.bed.startDialer()
    await vi.waitFor(() => expect(stage.backend.givenUp).toContain(long), waiting)
    expect(stage.backend.givenUp).not.toContain(short)
  })

  it('respects the channels of the trunk, whoever uses them', async () => {
    const campaign = await stage.centre.campaign({}, { source: { kind: 'list' } })
    await records(campaign, 4)
    await stage.backend.caller([])
    await Promise.all([stage.ready(), stage.ready(), stage.ready(), stage.ready()])
    await stage.bed.startDialer({ TRUNK_MAX_CHANNELS: '3' })
    await vi.waitFor(() => expect(stage.backend.placed).toHaveLength(2), waiting)
    await stage.bed.tickTwice()
    expect(stage.backend.placed).toHaveLength(2)
  })

  it('notices a dead trunk within seconds, probes it, and goes on when it takes calls again', async () => {
    const campaign = await stage.centre.campaign({}, { source: { kind: 'list' } })
    await records(campaign, 30)
    await Promise.all(Array.from({ length: 3 }, () => stage.ready()))
    const dialer = await stage.bed.startDialer()
    let ended = 0
    const endNew = async (outcome: string) => {
      for (const order of stage.backend.placed.slice(ended)) {
        ended += 1
        await stage.backend.call(order, {})
        await stage.backend.end(order, { outcome })
      }
      await stage.bed.wake()
    }
    const isHealthy = async () => (await fetch(`http://127.0.0.1:${dialer.healthPort}/health`)).ok
    await vi.waitFor(async () => {
      await endNew('congestion')
      expect(await isHealthy()).toBe(false)
    }, waiting)
    const beforeProbe = stage.backend.placed.length
    await stage.bed.tickTwice()
    expect(stage.backend.placed.length).toBeLessThanOrEqual(beforeProbe + 1)
    await vi.waitFor(() => expect(stage.backend.placed.length).toBe(beforeProbe + 1), waiting)
    expect((await stage.backend.live(campaign.id))?.because[0]).toMatch(/^the trunk has taken no call for \d+ s/)
    await endNew('busy')
    await vi.waitFor(() => expect(stage.backend.placed.length).toBeGreaterThanOrEqual(beforeProbe + 3), waiting)
    expect(await isHealthy()).toBe(true)
  })

  it('tells once a second what it does, and leaves one point a minute for the plot', async () => {
    const campaign = await predictive()
    const heard: string[] = []
    const subscriber = stage.bed.redis.duplicate()
    await subscriber.subscribe(redisNames.campaignsLiveChanged)
    subscriber.on('message', (_channel, text: string) =>
      heard.push(campaignLiveSchema.parse(JSON.parse(text)).campaignId),
    )
    await stage.bed.startDialer()
    await vi.waitFor(() => expect(heard.length).toBeGreaterThanOrEqual(3), waiting)
    expect(new Set(heard)).toEqual(new Set([campaign.id]))
    const points = await stage.bed.redis.lrange(`${redisNames.campaignHistory}${campaign.id}`, 0, -1)
    expect(points.length).toBeLessThanOrEqual(2)
    expect(JSON.parse(points[0]!)).toMatchObject({ ringing: 0, abandonedRate: null })
    await stage.bed.db('campaigns').where({ id: campaign.id }).update({ status: 'stopped' })
    await stage.bed.configChanged()
    await vi.waitFor(async () => expect(await stage.backend.live(campaign.id)).toBeUndefined(), waiting)
    subscriber.disconnect()
  })
})

async function writeAbandoned(attemptId: string, recordId: string, number: string): Promise<void> {
  await stage.bed.db('attempts').insert({
    id: attemptId,
    order_id: null,
    record_id: recordId,
    campaign_id: null,
    mode: 'predictive',
    call_id: attemptId,
    agent_id: null,
    number,
    ordinal: 1,
    allowed_because: '[]' as never,
    started_at: new Date(),
    ended_at: new Date(),
    outcome: 'abandoned',
    cause: null,
    connected_at: null,
    open_order_id: null,
    open_record_id: null,
    open_number: null,
  })
}

/** Counts are read each three seconds: a second reading has seen all that was written before the first. */
async function passLedgerReading(campaignId: string): Promise<void> {
  const from = Date.now()
  await vi.waitFor(
    async () => expect((await stage.backend.live(campaignId))?.at).toBeGreaterThan(from + 4_000),
    waiting,
  )
}
