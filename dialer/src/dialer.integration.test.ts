import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { dialOrderSchema } from '@orderline/domain/contract'
import {
  createDialerBed,
  waiting,
  zoneOfMidnight,
  type Centre,
  type DialerBed,
  type PlayedBackend,
} from './testing/index.ts'

let bed: DialerBed
let centre: Centre
let backend: PlayedBackend

beforeAll(async () => {
  bed = await createDialerBed({ redisDatabase: 11 })
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

describe('the dialer, one to one', () => {
  it('CC-40: places one line for one free agent, and nothing without one', async () => {
    const campaign = await centre.campaign()
    const order = await centre.order(campaign)
    await bed.startDialer()
    await bed.tickTwice()
    expect(backend.placed).toEqual([])
    await ready()
    await vi.waitFor(() => expect(backend.placed).toHaveLength(1), waiting)
    expect(dialOrderSchema.parse(backend.placed[0])).toMatchObject({
      subject: { kind: 'order', id: order.id },
      campaignId: campaign.id,
      mode: 'progressive',
      orderId: order.id,
      queueId: centre.queueId,
      requiredSkills: [{ skillId: centre.skillId, minLevel: 1 }],
    })
    await centre.order(campaign)
    await bed.wake()
    await bed.tickTwice()
    expect(backend.placed).toHaveLength(1)
  })

  it('places a new order within a second of its wake-up', async () => {
    const campaign = await centre.campaign()
    await bed.startDialer()
    await ready()
    await bed.tickTwice()
    const order = await centre.order(campaign)
    const startedAt = performance.now()
    await bed.wake()
    await vi.waitFor(() => expect(backend.dialed()).toEqual([order.id]), waiting)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })

  it('takes promises before all, new orders before repeats, older before younger, higher priorities before lower', async () => {
    const low = await centre.campaign({ priority: 10 }, { source: { kind: 'list' } })
    const high = await centre.campaign({ priority: 90 })
    const ago = (seconds: number) => ({ next_attempt_at: new Date(Date.now() - seconds * 1_000) })
    const ofLow = await centre.record({ campaign_id: low.id, ...ago(9_000) })
    const repeat = await centre.order(high, { status: 'retry', ...ago(8_000) })
    const younger = await centre.order(high, ago(1))
    const older = await centre.order(high, ago(60))
    const promised = await centre.record({ queue_id: centre.queueId, promised_at: new Date(Date.now() - 500) })
    await bed.startDialer()
    for (const expected of [promised, older, younger, repeat, ofLow]) {
      const agentId = await ready()
      await vi.waitFor(() => expect(backend.dialed().at(-1)).toBe(expected.id), waiting)
      await backend.agent({ id: agentId, skills: {}, state: 'offline' })
      await backend.markStarted(backend.placed.at(-1)!)
    }
    expect(backend.placed[0]).toMatchObject({ campaignId: null, mode: 'progressive' })
  })

  it('dials a promise for the agent who gave it, and for nobody else while that agent is on shift', async () => {
    const olena = await backend.agent({ skills: { [centre.skillId]: 3 }, state: 'break', reason: 'lunch' } as never)
    const promise = { promised_at: new Date(Date.now() - 900_000), promised_agent_id: olena }
    const callback = await centre.record({ queue_id: centre.queueId, ...promise })
    await bed.startDialer()
    await ready()
    await bed.tickTwice()
    expect(backend.placed).toEqual([])
    await backend.agent({ id: olena, skills: { [centre.skillId]: 3 } })
    await vi.waitFor(
      () => expect(backend.placed[0]).toMatchObject({ subject: { id: callback.id }, agentId: olena }),
      waiting,
    )
  })

  it('keeps a promise though older ones wait for agents who are not there', async () => {
    const olena = await backend.agent({ skills: { [centre.skillId]: 3 }, state: 'break', reason: 'lunch' } as never)
    const promisedAgo = (seconds: number, over: { promised_agent_id?: string } = {}) =>
      centre.record({ queue_id: centre.queueId, promised_at: new Date(Date.now() - seconds * 1_000), ...over })
    for (let older = 0; older < 25; older += 1) await promisedAgo(900, { promised_agent_id: olena })
    const forAnyone = await promisedAgo(1)
    await bed.startDialer()
    await ready()
    await vi.waitFor(() => expect(backend.dialed()).toEqual([forAnyone.id]), waiting)
  })

  it('leaves an agent to a customer who waits, and previews with the card first', async () => {
    const campaign = await centre.campaign({ mode: 'preview' })
    await centre.order(campaign)
    await backend.caller([{ skillId: centre.skillId, minLevel: 1 }])
    await ready()
    await bed.startDialer()
    await bed.tickTwice()
    expect(backend.placed).toEqual([])
    await ready()
    await vi.waitFor(() => expect(backend.placed).toHaveLength(1), waiting)
    expect(backend.placed[0]).toMatchObject({ mode: 'preview', preview: campaign.settings.preview })
  })

  it('asks for a later time for an order whose customer sleeps', async () => {
    await bed.db('clients').where({ id: centre.clientId }).update({ time_zone: zoneOfMidnight() })
    const asleep = await centre.order(await centre.campaign())
    await bed.startDialer()
    await ready()
    await vi.waitFor(() => expect(backend.postponed.map(({ subject }) => subject.id)).toContain(asleep.id), waiting)
    expect(backend.placed).toEqual([])
    expect(backend.postponed[0]?.until).toBeGreaterThan(Date.now())
  })

  it('never dials a number of a do-not-call list, of this client or of all', async () => {
    const campaign = await centre.campaign()
    const [forAll, forClient] = [await centre.order(campaign), await centre.order(campaign)]
    const entry = { source: 'api' as const, note: '', author_id: null, created_at: new Date() }
    await bed.db('do_not_call').insert([
      { ...entry, id: forAll.id, number: forAll.phone, scope: '*' },
      { ...entry, id: forClient.id, number: forClient.phone, scope: centre.clientId },
    ])
    await bed.startDialer()
    await Promise.all([ready(), ready()])
    await vi.waitFor(() => expect(backend.postponed.length).toBeGreaterThanOrEqual(2), waiting)
    expect(backend.placed).toEqual([])
  })

  it('stops within a second of a pause, and goes on within a second of its end', async () => {
    const campaign = await centre.campaign()
    await bed.startDialer()
    await bed.tickTwice()
    const setStatus = async (status: 'paused' | 'running') => {
      await bed.db('campaigns').where({ id: campaign.id }).update({ status })
      await bed.configChanged()
    }
    await setStatus('paused')
    await bed.tickTwice()
    await centre.order(campaign)
    await ready()
    await bed.tickTwice()
    expect(backend.placed).toEqual([])
    const startedAt = performance.now()
    await setStatus('running')
    await vi.waitFor(() => expect(backend.placed).toHaveLength(1), waiting)
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })

  it('brings to its end what a draining campaign began, and begins nothing new', async () => {
    const campaign = await centre.campaign({ status: 'draining' })
    await centre.order(campaign)
    const repeat = await centre.order(campaign, { status: 'retry' })
    await bed.startDialer()
    await Promise.all([ready(), ready()])
    await vi.waitFor(() => expect(backend.dialed()).toEqual([repeat.id]), waiting)
    await bed.tickTwice()
    expect(backend.placed).toHaveLength(1)
  })

  it('goes on after Redis dropped its connections', async () => {
    const campaign = await centre.campaign()
    await bed.startDialer()
    await ready()
    await bed.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    await bed.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    const order = await centre.order(campaign)
    await vi.waitFor(() => expect(backend.dialed()).toEqual([order.id]), waiting)
  })
})
