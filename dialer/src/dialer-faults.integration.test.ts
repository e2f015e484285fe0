import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { redisNames } from '@orderline/domain/contract'
import { createDialerBed, waiting, type Centre, type DialerBed, type PlayedBackend } from './testing/index.ts'

let bed: DialerBed
let centre: Centre
let backend: PlayedBackend

beforeAll(async () => {
  bed = await createDialerBed({ redisDatabase: 13 })
})
afterAll(() => bed.close())
beforeEach(async () => {
  await bed.db('orders').update({ status: 'cancelled' })
  await bed.db('dial_records').update({ status: 'done' })
  await bed.db('campaigns').update({ status: 'stopped' })
  centre = await bed.centre()
  backend = await bed.backend()
})
afterEach(async () => {
  bed.killAll()
  await backend.close()
})

const ready = () => backend.agent({ skills: { [centre.skillId]: 3 } })

describe('two dialers', () => {
  it('place each order once, and the other takes over within five seconds of a kill -9', async () => {
    const campaign = await centre.campaign()
    for (let order = 0; order < 6; order += 1) await centre.order(campaign)
    await bed.startDialer()
    await bed.startDialer()
    for (let agent = 0; agent < 6; agent += 1) await ready()
    await vi.waitFor(() => expect(backend.placed).toHaveLength(6), waiting)
    await bed.kill(bed.dialers()[0]!)
    const killedAt = performance.now()
    await centre.order(campaign)
    await ready()
    await vi.waitFor(() => expect(backend.placed).toHaveLength(7), waiting)
    expect(performance.now() - killedAt).toBeLessThan(5_000)
    await bed.tickTwice()
    expect(new Set(backend.dialed()).size).toBe(7)
    expect(backend.placed).toHaveLength(7)
  })
})

describe('a dialer killed in the middle of fifty lines', () => {
  it('is followed by one that dials nothing twice, holds all lines in its count, and knows what was learnt', async () => {
    const pacing = { targetAbandonedRate: 0.027, capAbandonedRate: 0.03, maxLines: 50, ringSeconds: 25 }
    const settings = {
      source: { kind: 'list' as const },
      pacing: { ...pacing, maxCallsPerSecond: 200, reservedShare: 0 },
    }
    const campaign = await centre.campaign({ mode: 'predictive' }, settings)
    for (let record = 0; record < 120; record += 1) await centre.record({ campaign_id: campaign.id })
    for (let agent = 0; agent < 50; agent += 1) await ready()
    const first = await bed.startDialer()
    await vi.waitFor(() => expect(backend.placed.length).toBeGreaterThanOrEqual(50), waiting)
    for (const order of backend.placed) await backend.call(order, {})
    const over = backend.placed.slice(0, 20)
    const later = { status: 'retry' as const, next_attempt_at: new Date(Date.now() + 3_600_000) }
    await bed
      .db('dial_records')
      .whereIn(
        'id',
        over.map(({ subject }) => subject.id),
      )
      .update(later)
    for (const order of over) await backend.end(order, { outcome: 'no-answer' })
    await vi.waitFor(async () => {
      const kept = await bed.redis.hget(redisNames.estimates, campaign.id)
      expect(kept?.length ?? 0).toBeGreaterThan(100)
    }, waiting)
    await bed.kill(first)
    const learnt = await bed.redis.hget(redisNames.estimates, campaign.id)
    await bed.startDialer()
    await vi.waitFor(
      async () => expect((await backend.live(campaign.id))?.at).toBeGreaterThan(Date.now() - 500),
      waiting,
    )
    await bed.tickTwice()
    expect(new Set(backend.dialed()).size).toBe(backend.placed.length)
    expect(await bed.redis.hlen(redisNames.inFlight)).toBeLessThanOrEqual(50)
    expect((await backend.live(campaign.id))?.ringing).toBeGreaterThanOrEqual(30)
    expect(learnt).not.toBeNull()
  })

  it('leaves its estimates in order when it is told to end', async () => {
    const campaign = await centre.campaign({ mode: 'predictive' }, { source: { kind: 'list' } })
    const dialer = await bed.startDialer()
    await vi.waitFor(async () => expect(await backend.live(campaign.id)).toBeDefined(), waiting)
    await bed.redis.del(redisNames.estimates)
    dialer.kill('SIGTERM')
    await vi.waitFor(async () => expect(await bed.redis.hexists(redisNames.estimates, campaign.id)).toBe(1), waiting)
  })
})
