import { describe, expect, it } from 'vitest'
import { redisNames, type DialOrder } from '@orderline/domain/contract'
import { aDialOrder } from '@orderline/domain/contract-testing'
import { did, eachInTestCentre, queue, shop, startTestCentre, type TestCentre } from './testing/test-centre.ts'
import { until } from './testing/until.ts'

let centre: TestCentre
eachInTestCentre((fresh) => {
  centre = fresh
})

function dialOrder(overrides: Partial<DialOrder> = {}): DialOrder {
  return {
    ...aDialOrder(),
    clientId: shop.id,
    queueId: queue.id,
    number: '+380441234567',
    callerNumber: did.number,
    requiredSkills: [],
    ringTimeoutSeconds: 30,
    expiresAt: centre.clock.now + 10_000,
    allowedBecause: [],
    ...overrides,
  }
}

async function dial(overrides: Partial<DialOrder> = {}) {
  const started = await centre.startDialedCall(dialOrder(overrides))
  if (!started.started) throw new Error(started.because)
  return { ...started, channelId: `${started.callId}-customer` }
}

describe('an order that is dialled', () => {
  it('CC-43: the customer who answers is in the room of the agent who has the card, at once', async () => {
    const bob = await centre.agentReady({ room: true })
    const { callId, agentId, channelId } = await dial()
    expect(agentId).toBe(bob)
    await until(() => centre.pushed.some((screen) => screen.card?.callId === callId))
    expect(centre.pushed.at(-1)?.call).toMatchObject({ state: 'dialing', audio: 'room' })
    centre.fake.parties.answers(channelId)
    await until(() => centre.fake.channels.get(channelId)?.bridgeId === `room-${bob}`)
    await centre.untilAgent(bob, 'talking')
  })

  it('is not dialled without a ready agent whose room is open', async () => {
    await centre.agentReady()
    expect(await centre.startDialedCall(dialOrder())).toEqual({ started: false, because: 'no agent is free' })
    expect(centre.fake.channels.size).toBe(0)
  })

  it('CC-41: that was promised by an agent is dialled for this agent only', async () => {
    await centre.agentReady({ room: true, name: 'Carol' })
    const [bob, dave] = [await centre.agentReady({ room: true }), await centre.agentReady({ room: true })]
    expect(await centre.startDialedCall(dialOrder({ agentId: dave }))).toMatchObject({ started: true, agentId: dave })
    expect(await centre.startDialedCall(dialOrder({ agentId: dave }))).toMatchObject({ started: false })
    expect(centre.agents.get(bob)).toMatchObject({ state: 'ready' })
  })

  it('leaves the agent to a customer who is on the line', async () => {
    await centre.agentReady({ room: true })
    centre.fake.parties.customerCalls({ did: did.number })
    await centre.untilCall('offering')
    expect(await centre.startDialedCall(dialOrder())).toMatchObject({ started: false })
  })

  it('is not dialled while its customer is on the line already, whoever called whom', async () => {
    await centre.agentReady({ room: true })
    const number = '+380671234567'
    centre.fake.parties.customerCalls({ did: did.number, number })
    await centre.untilCall('offering')
    await centre.agentReady({ room: true })
    const refused = { started: false, because: 'the customer is on the line' }
    for (const mode of ['progressive', 'predictive'] as const)
      expect(await centre.startDialedCall(dialOrder({ number, mode }))).toEqual(refused)
    expect(await centre.startDialedCall(dialOrder())).toMatchObject({ started: true })
  })

  it('that is too late gives the agent back', async () => {
    const bob = await centre.agentReady({ room: true })
    const order = dialOrder({ expiresAt: centre.clock.now })
    expect(await centre.startDialedCall(order)).toEqual({ started: false, because: 'expired' })
    expect(centre.agents.get(bob)).toMatchObject({ state: 'ready' })
  })

  it.each([
    [17, 'busy'],
    [19, 'no-answer'],
    [34, 'congestion'],
    [1, 'unallocated'],
  ])('that ends by cause %i is journalled as %s, and the agent is ready for the next', async (cause, outcome) => {
    const bob = await centre.agentReady({ room: true })
    const { channelId } = await dial()
    centre.fake.parties.hangsUp(channelId, cause)
    await centre.untilAgent(bob, 'ready')
    expect(await centre.journalled()).toContainEqual(
      expect.objectContaining({ type: 'callEnded', outcome, cause, status: 'failed', answeredAt: null }),
    )
  })

  it('that the exchange refuses ends as a failure of ours', async () => {
    const bob = await centre.agentReady({ room: true })
    centre.fake.failNext('originate', 'telephony/unavailable')
    await dial()
    await centre.untilAgent(bob, 'ready')
    expect(await centre.journalled()).toContainEqual(expect.objectContaining({ outcome: 'system-failure' }))
  })

  it('is no cancelled one when the exchange has lost everything, the room too', async () => {
    const bob = await centre.agentReady({ room: true })
    const { channelId } = await dial()
    centre.fake.breakStream()
    centre.fake.parties.hangsUp(channelId)
    centre.fake.parties.hangsUp(`room-of-${bob}`)
    // Of a younger dial nobody could say that it was not about to ring.
    centre.clock.now += 12_000
    centre.fake.restoreStream()
    await centre.untilAgent(bob, 'ready')
    const ended = await until(async () => (await centre.journalled()).find(({ type }) => type === 'callEnded'))
    expect(ended).toMatchObject({ outcome: 'system-failure' })
    expect(centre.agents.get(bob)).toMatchObject({ roomChannelId: null })
  })

  it('two orders at once for one agent: one is dialled, the other given back', async () => {
    await centre.agentReady({ room: true })
    const results = await Promise.all([centre.startDialedCall(dialOrder()), centre.startDialedCall(dialOrder())])
    expect(results.map(({ started }) => started).sort()).toEqual([false, true])
    expect([...centre.fake.channels.keys()].filter((id) => id.endsWith('-customer'))).toHaveLength(1)
  })
})

describe('how far a talk has come', () => {
  const progress = () => centre.redis.hgetall(redisNames.callProgress)

  it('is in Redis while both talk, and gone with the talk', async () => {
    const bob = await centre.agentReady({ room: true })
    const { callId, channelId } = await dial()
    centre.progress.note(bob, 0.1)
    expect(await progress()).toEqual({})
    centre.fake.parties.answers(channelId)
    await centre.untilAgent(bob, 'talking')
    centre.progress.note(bob, 0.25)
    await until(async () => (await progress())[callId] === '0.250')
    await centre.commands.hangUp(bob)
    await until(async () => Object.keys(await progress()).length === 0)
  })

  it('is swept where a process died that had noted it', async () => {
    await centre.redis.hset(redisNames.callProgress, 'of-a-call-long-over', '0.5')
    await centre.progress.sweep()
    expect(await progress()).toEqual({})
  })
})

describe('the agent after the talk', () => {
  it('sends the wrap-up, which is journalled, and is ready', async () => {
    const bob = await centre.agentReady({ room: true })
    const { callId, channelId } = await dial()
    centre.fake.parties.answers(channelId)
    await centre.untilAgent(bob, 'talking')
    await centre.commands.hangUp(bob)
    await centre.untilAgent(bob, 'wrap-up')
    expect(centre.calls.get(callId)).toMatchObject({ state: 'ended' })
    const wrapUp = { callId, disposition: 'confirmed' as const, note: 'agreed', callbackAt: null, cancelReason: null }
    await centre.wrapUps.finish(bob, wrapUp)
    expect(centre.agents.get(bob)).toMatchObject({ state: 'ready' })
    await until(() => centre.calls.get(callId) === undefined)
    expect((await centre.journalled()).find(({ type }) => type === 'callWrappedUp')).toMatchObject(wrapUp)
  })

  it('sends the wrap-up from two tabs at once, and it is written down once', async () => {
    await centre.close()
    let promises = 0
    const applyDisposition = async () => {
      promises += 1
      await centre.redis.ping()
    }
    centre = await startTestCentre(centre.redis, { applyDisposition })
    const bob = await centre.agentReady({ room: true })
    const { callId, channelId } = await dial()
    centre.fake.parties.answers(channelId)
    await centre.untilAgent(bob, 'talking')
    await centre.commands.hangUp(bob)
    const wrapUp = { callId, disposition: 'other' as const, note: '', callbackAt: null, cancelReason: null }
    const finished = await Promise.allSettled([1, 2].map(() => centre.wrapUps.finish(bob, wrapUp)))
    expect(finished.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(promises).toBe(1)
  })
})
