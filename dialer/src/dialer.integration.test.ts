import { describe, expect, it, vi } from 'vitest'
import type { DialRecordRow } from '@orderline/db'
import { createClient } from '@orderline/db/testing'
import { dialOrderSchema } from '@orderline/domain/contract'
import { useDialerBed, waiting, zoneOfMidnight } from './testing/index.ts'

const stage = useDialerBed({ redisDatabase: 11 })

describe('the dialer, one to one', () => {
  it('CC-40: places one line for one free agent, and nothing without one', async () => {
    const campaign = await stage.centre.campaign()
    const order = await stage.centre.order(campaign)
    await stage.bed.startDialer()
    await stage.bed.tickTwice()
    expect(stage.backend.placed).toEqual([])
    await stage.ready()
    await vi.waitFor(() => expect(stage.backend.placed).toHaveLength(1), waiting)
    expect(dialOrderSchema.parse(stage.backend.placed[0])).toMatchObject({
      subject: { kind: 'order', id: order.id },
      campaignId: campaign.id,
      mode: 'progressive',
      orderId: order.id,
      queueId: stage.centre.queueId,
      requiredSkills: [{ skillId: stage.centre.skillId, minLevel: 1 }],
    })
    await stage.centre.order(campaign)
    await stage.bed.wake()
    await stage.bed.tickTwice()
    expect(stage.backend.placed).toHaveLength(1)
  })

  it('places a new order', async () => {
    const campaign = await stage.centre.campaign()
    await stage.bed.startDialer()
    await stage.ready()
    await stage.bed.tickTwice()
    const order = await stage.centre.order(campaign)
    await stage.bed.wake()
    await vi.waitFor(() => expect(stage.backend.dialed()).toEqual([order.id]), waiting)
  })

  it('takes promises before all, new orders before repeats, older before younger, higher priorities before lower', async () => {
    const low = await stage.centre.campaign({ priority: 10 }, { source: { kind: 'list' } })
    const high = await stage.centre.campaign({ priority: 90 })
    const ago = (seconds: number) => ({ next_attempt_at: new Date(Date.now() - seconds * 1_000) })
    const ofLow = await stage.centre.record({ campaign_id: low.id, ...ago(9_000) })
    const repeat = await stage.centre.order(high, { status: 'retry', ...ago(8_000) })
    const younger = await stage.centre.order(high, ago(1))
    const older = await stage.centre.order(high, ago(60))
    const promised = await stage.centre.record({
      queue_id: stage.centre.queueId,
      promised_at: new Date(Date.now() - 500),
    })
    await stage.bed.startDialer()
    for (const expected of [promised, older, younger, repeat, ofLow]) {
      const agentId = await stage.ready()
      await vi.waitFor(() => expect(stage.backend.dialed().at(-1)).toBe(expected.id), waiting)
      await stage.backend.agent({ id: agentId, skills: {}, state: 'offline' })
      await stage.backend.markStarted(stage.backend.placed.at(-1)!)
    }
    expect(stage.backend.placed[0]).toMatchObject({ campaignId: null, mode: 'progressive' })
  })

  it('dials a promise for the agent who gave it, and for nobody else while that agent is on shift', async () => {
    const olena = await stage.backend.agent({
      skills: { [stage.centre.skillId]: 3 },
      state: 'break',
      reason: 'lunch',
    } as never)
    const promise = { promised_at: new Date(Date.now() - 900_000), promised_agent_id: olena }
    const callback = await stage.centre.record({ queue_id: stage.centre.queueId, ...promise })
    await stage.bed.startDialer()
    await stage.ready()
    await stage.bed.tickTwice()
    expect(stage.backend.placed).toEqual([])
    await stage.backend.agent({ id: olena, skills: { [stage.centre.skillId]: 3 } })
    await vi.waitFor(
      () => expect(stage.backend.placed[0]).toMatchObject({ subject: { id: callback.id }, agentId: olena }),
      waiting,
    )
  })

  it('keeps a promise though older ones wait for agents who are not there', async () => {
    const olena = await stage.backend.agent({
      skills: { [stage.centre.skillId]: 3 },
      state: 'break',
      reason: 'lunch',
    } as never)
    const promisedAgo = (seconds: number, over: { promised_agent_id?: string } = {}) =>
      stage.centre.record({
        queue_id: stage.centre.queueId,
        promised_at: new Date(Date.now() - seconds * 1_000),
        ...over,
      })
    for (let older = 0; older < 25; older += 1) await promisedAgo(900, { promised_agent_id: olena })
    const forAnyone = await promisedAgo(1)
    await stage.bed.startDialer()
    await stage.ready()
    await vi.waitFor(() => expect(stage.backend.dialed()).toEqual([forAnyone.id]), waiting)
  })

  it('keeps a promise though older ones are of a client who is gone, or have no queue', async () => {
    const gone = await createClient(stage.bed.db, { active: false })
    const nowhere = await createClient(stage.bed.db)
    const promisedAgo = (seconds: number, over: Partial<DialRecordRow>) =>
      stage.centre.record({ promised_at: new Date(Date.now() - seconds * 1_000), ...over })
    for (let older = 0; older < 25; older += 1) {
      await promisedAgo(900, { client_id: gone.id, queue_id: stage.centre.queueId })
      await promisedAgo(900, { client_id: nowhere.id, queue_id: null })
    }
    const kept = await promisedAgo(1, { queue_id: stage.centre.queueId })
    await stage.bed.startDialer()
    await stage.ready()
    await vi.waitFor(() => expect(stage.backend.dialed()).toEqual([kept.id]), waiting)
  })

  it('leaves an agent to a customer who waits, and previews with the card first', async () => {
    const campaign = await stage.centre.campaign({ mode: 'preview' })
    await stage.centre.order(campaign)
    await stage.backend.caller([{ skillId: stage.centre.skillId, minLevel: 1 }])
    await stage.ready()
    await stage.bed.startDialer()
    await stage.bed.tickTwice()
    expect(stage.backend.placed).toEqual([])
    await stage.ready()
    await vi.waitFor(() => expect(stage.backend.placed).toHaveLength(1), waiting)
    expect(stage.backend.placed[0]).toMatchObject({ mode: 'preview', preview: campaign.settings.preview })
  })

  it('asks for a later time for an order whose customer sleeps', async () => {
    await stage.bed.db('clients').where({ id: stage.centre.clientId }).update({ time_zone: zoneOfMidnight() })
    const asleep = await stage.centre.order(await stage.centre.campaign())
    await stage.bed.startDialer()
    await stage.ready()
    await vi.waitFor(
      () => expect(stage.backend.postponed.map(({ subject }) => subject.id)).toContain(asleep.id),
      waiting,
    )
    expect(stage.backend.placed).toEqual([])
    expect(stage.backend.postponed[0]?.until).toBeGreaterThan(Date.now())
  })

  it('never dials a number of a do-not-call list, of this client or of all', async () => {
    const campaign = await stage.centre.campaign()
    const [forAll, forClient] = [await stage.centre.order(campaign), await stage.centre.order(campaign)]
    const entry = { source: 'api' as const, note: '', author_id: null, created_at: new Date() }
    await stage.bed.db('do_not_call').insert([
      { ...entry, id: forAll.id, number: forAll.phone, scope: '*' },
      { ...entry, id: forClient.id, number: forClient.phone, scope: stage.centre.clientId },
    ])
    await stage.bed.startDialer()
    await Promise.all([stage.ready(), stage.ready()])
    await vi.waitFor(() => expect(stage.backend.postponed.length).toBeGreaterThanOrEqual(2), waiting)
    expect(stage.backend.placed).toEqual([])
  })

  it('stops at a pause, and goes on at its end, without waiting for the next reading', async () => {
    const campaign = await stage.centre.campaign()
    await stage.bed.startDialer()
    await stage.bed.tickTwice()
    const setStatus = async (status: 'paused' | 'running') => {
      await stage.bed.db('campaigns').where({ id: campaign.id }).update({ status })
      await stage.bed.configChanged()
    }
    await setStatus('paused')
    await stage.bed.tickTwice()
    await stage.centre.order(campaign)
    await stage.ready()
    await stage.bed.tickTwice()
    expect(stage.backend.placed).toEqual([])
    await setStatus('running')
    await vi.waitFor(() => expect(stage.backend.placed).toHaveLength(1), waiting)
  })

  it('brings to its end what a draining campaign began, and begins nothing new', async () => {
    const campaign = await stage.centre.campaign({ status: 'draining' })
    await stage.centre.order(campaign)
    const repeat = await stage.centre.order(campaign, { status: 'retry' })
    await stage.bed.startDialer()
    await Promise.all([stage.ready(), stage.ready()])
    await vi.waitFor(() => expect(stage.backend.dialed()).toEqual([repeat.id]), waiting)
    await stage.bed.tickTwice()
    expect(stage.backend.placed).toHaveLength(1)
  })

  it('goes on after Redis dropped its connections', async () => {
    const campaign = await stage.centre.campaign()
    await stage.bed.startDialer()
    await stage.ready()
    await stage.bed.redis.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes')
    await stage.bed.redis.call('CLIENT', 'KILL', 'TYPE', 'pubsub')
    const order = await stage.centre.order(campaign)
    await vi.waitFor(() => expect(stage.backend.dialed()).toEqual([order.id]), waiting)
  })
})
