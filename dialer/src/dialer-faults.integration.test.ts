import { describe, expect, it, vi } from 'vitest'
import { redisNames } from '@orderline/domain/contract'
import { useDialerBed, waiting } from './testing/index.ts'

const stage = useDialerBed({ redisDatabase: 13 })

describe('two dialers', () => {
  it('place each order once, and the other takes over after a kill -9', async () => {
    const campaign = await stage.centre.campaign()
    for (let order = 0; order < 6; order += 1) await stage.centre.order(campaign)
    await stage.bed.startDialer()
    await stage.bed.startDialer()
    for (let agent = 0; agent < 6; agent += 1) await stage.ready()
    await vi.waitFor(() => expect(stage.backend.placed).toHaveLength(6), waiting)
    await stage.bed.kill(stage.bed.dialers()[0]!)
    await stage.centre.order(campaign)
    await stage.ready()
    await vi.waitFor(() => expect(stage.backend.placed).toHaveLength(7), waiting)
    await stage.bed.tickTwice()
    expect(new Set(stage.backend.dialed()).size).toBe(7)
    expect(stage.backend.placed).toHaveLength(7)
  })
})

describe('a dialer killed in the middle of fifty lines', () => {
  it('is followed by one that dials nothing twice, holds all lines in its count, and knows what was learnt', async () => {
    const pacing = { targetAbandonedRate: 0.027, capAbandonedRate: 0.03, maxLines: 50, ringSeconds: 25 }
    const settings = {
      source: { kind: 'list' as const },
      pacing: { ...pacing, maxCallsPerSecond: 200, reservedShare: 0 },
    }
    const campaign = await stage.centre.campaign({ mode: 'predictive' }, settings)
    for (let record = 0; record < 120; record += 1) await stage.centre.record({ campaign_id: campaign.id })
    for (let agent = 0; agent < 50; agent += 1) await stage.ready()
    const first = await stage.bed.startDialer()
    await vi.waitFor(() => expect(stage.backend.placed.length).toBeGreaterThanOrEqual(50), waiting)
    for (const order of stage.backend.placed) await stage.backend.call(order, {})
    const over = stage.backend.placed.slice(0, 20)
    const later = { status: 'retry' as const, next_attempt_at: new Date(Date.now() + 3_600_000) }
    await stage.bed
      .db('dial_records')
      .whereIn(
        'id',
        over.map(({ subject }) => subject.id),
      )
      .update(later)
    for (const order of over) await stage.backend.end(order, { outcome: 'no-answer' })
    await vi.waitFor(async () => {
      const kept = await stage.bed.redis.hget(redisNames.estimates, campaign.id)
      expect(kept?.length ?? 0).toBeGreaterThan(100)
    }, waiting)
    await stage.bed.kill(first)
    const learnt = await stage.bed.redis.hget(redisNames.estimates, campaign.id)
    await stage.bed.startDialer()
    await vi.waitFor(
      async () => expect((await stage.backend.live(campaign.id))?.at).toBeGreaterThan(Date.now() - 500),
      waiting,
    )
    await stage.bed.tickTwice()
    expect(new Set(stage.backend.dialed()).size).toBe(stage.backend.placed.length)
    expect(await stage.bed.redis.hlen(redisNames.inFlight)).toBeLessThanOrEqual(50)
    expect((await stage.backend.live(campaign.id))?.ringing).toBeGreaterThanOrEqual(30)
    expect(learnt).not.toBeNull()
  })

  it('leaves its estimates in order when it is told to end', async () => {
    const campaign = await stage.centre.campaign({ mode: 'predictive' }, { source: { kind: 'list' } })
    const dialer = await stage.bed.startDialer()
    await vi.waitFor(async () => expect(await stage.backend.live(campaign.id)).toBeDefined(), waiting)
    await stage.bed.redis.del(redisNames.estimates)
    dialer.kill('SIGTERM')
    await vi.waitFor(
      async () => expect(await stage.bed.redis.hexists(redisNames.estimates, campaign.id)).toBe(1),
      waiting,
    )
  })
})
