import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Redis } from '@orderline/runtime/redis'
import { randomUUID } from 'node:crypto'
import { createFakeTelephony } from '../telephony/fake/index.ts'
import type { OriginateInput } from '../telephony/port.ts'
import {
  closeRedis,
  did,
  emptyCard,
  openTestRedis,
  queue,
  shop,
  skill,
  startTestCentre,
  testClient,
  testConfig,
  testQueue,
  type TestCentre,
  type TestCentreOptions,
} from './testing/test-centre.ts'
import { until } from './testing/until.ts'

let redis: Redis
let centre: TestCentre
const alice = { did: did.number, number: '0441234567', name: 'Alice' }

async function start(options: TestCentreOptions = {}): Promise<TestCentre> {
  centre = await startTestCentre(redis, options)
  return centre
}

beforeEach(async () => {
  redis = await openTestRedis()
})
afterEach(async () => {
  await centre.close()
  await closeRedis(redis)
})

describe('a customer who calls', () => {
  it('CC-10: rings the agent, is answered when the agent answers, talks recorded, and both hang up', async () => {
    const { fake, untilCall, agentReady, untilAgent } = await start()
    const bob = await agentReady()
    const channelId = fake.parties.customerCalls(alice)
    const offered = await untilCall('offering')
    const leg = await until(() => fake.channels.get(`${offered.id}-agent-1`))
    expect(fake.channels.get(channelId)?.state).toBe('ringing')

    fake.parties.answers(leg.channelId)
    const talking = await untilCall('talking')
    await until(() => fake.recordings.get(talking.id)?.state === 'recording')
    expect(fake.channels.get(channelId)).toMatchObject({ state: 'up', bridgeId: `call-${talking.id}` })
    expect(fake.channels.get(leg.channelId)?.bridgeId).toBe(`call-${talking.id}`)

    fake.parties.hangsUp(channelId)
    await untilAgent(bob, 'wrap-up')
    await until(() => fake.channels.size === 0 && fake.bridges.size === 0)
    expect(fake.recordings.get(talking.id)?.state).toBe('done')
  })

  it('who hangs up in the moment of the offer is no call that the agent missed', async () => {
    const fake = createFakeTelephony()
    /** The exchange knows of the end, and tells it after it has refused. */
    async function originate(input: OriginateInput): Promise<void> {
      setImmediate(() => fake.parties.hangsUp(input.originator ?? ''))
      await fake.telephony.originate({ ...input, originator: 'a channel that is gone' })
    }
    const telephony = { ...fake.telephony, originate }
    const { agentReady, untilAgent, journalled } = await start({ fake: { ...fake, telephony } })
    const bob = await agentReady()
    fake.parties.customerCalls(alice)
    const types = async () => (await journalled()).map(({ type }) => type)
    await until(async () => (await types()).includes('callEnded'))
    expect(await untilAgent(bob, 'ready')).toMatchObject({ missedOffers: 0 })
    expect(await types()).toContain('callOffered')
    expect(await types()).not.toContain('offerEnded')
  })

  it('CC-17: the card is on the screen before the phone rings', async () => {
    let screensAtRing = -1
    const telephonyOptions = { onOriginated: () => (screensAtRing = centre.pushed.length) }
    const { agentReady, untilCall, fake, pushed } = await start({ telephonyOptions })
    await agentReady()
    fake.parties.customerCalls(alice)
    const { id } = await untilCall('offering')
    await until(() => screensAtRing > 0)
    const shown = pushed.slice(0, screensAtRing).find((screen) => screen.call?.id === id)
    expect(shown?.card).toMatchObject({
      callId: id,
      isStale: false,
      isNewCustomer: true,
      deliveryRules: 'free from 1000',
    })
    expect(shown?.call).toMatchObject({ state: 'offering', client: { name: shop.name, greeting: shop.greeting } })
  })

  it('CC-17: storage that does not answer delays the ring by no more than the patience, and the card comes later', async () => {
    let storageAnswers = (_card: typeof emptyCard): void => undefined
    const storage = new Promise<typeof emptyCard>((resolve) => (storageAnswers = resolve))
    const { agentReady, fake, pushed, untilCall } = await start({ loadCard: () => storage })
    await agentReady()
    fake.parties.customerCalls(alice)
    const { id } = await untilCall('offering')
    await until(() => fake.channels.has(`${id}-agent-1`))
    expect(pushed.at(-1)?.card).toMatchObject({ isStale: true })
    storageAnswers(emptyCard)
    await until(() => pushed.at(-1)?.card?.isStale === false)
  })

  it('CC-13: every spelling of the caller’s number is kept in one form', async () => {
    const { fake, untilCall } = await start()
    fake.parties.customerCalls({ ...alice, number: '38 (044) 123-45-67' })
    expect(await untilCall('waiting')).toMatchObject({ customerNumber: '+380441234567', shopNumber: did.number })
  })

  it('is hung up on in silence where the last sentence cannot be said', async () => {
    const { fake, clock, ticker, untilCall } = await start()
    const channelId = fake.parties.customerCalls(alice)
    await untilCall('waiting')
    clock.now += queue.maxWaitSeconds * 1000
    fake.failNext('play', 'telephony/unavailable')
    await ticker.tick()
    await until(() => !fake.channels.has(channelId))
  })

  it('CC-09: a number that is no shop’s is refused, and noted', async () => {
    const { fake, journalled } = await start()
    const channelId = fake.parties.customerCalls({ ...alice, did: '+380800999999' })
    await until(() => !fake.channels.has(channelId))
    expect(await journalled()).toMatchObject([{ type: 'callRefused', dialedNumber: '+380800999999' }])
  })

  it('is answered with music after a second without an agent, and goes to the first who becomes ready', async () => {
    const { fake, clock, ticker, untilCall, agentReady } = await start()
    const channelId = fake.parties.customerCalls(alice)
    const { id } = await untilCall('waiting')
    await ticker.tick()
    expect(fake.channels.get(channelId)?.state).toBe('ringing')
    clock.now += 1000
    await ticker.tick()
    expect(fake.channels.get(channelId)).toMatchObject({ state: 'up', hearsMoh: true })

    await agentReady()
    fake.parties.answers((await until(() => fake.channels.get(`${id}-agent-1`))).channelId)
    await until(() => fake.channels.get(channelId)?.bridgeId === `call-${id}`)
    expect(fake.channels.get(channelId)?.hearsMoh).toBe(false)
  })

  it('is answered for while waiting, from one announcement to the next, and for ever in a talk', async () => {
    const { fake, clock, ticker, untilCall, agentReady } = await start()
    const channelId = fake.parties.customerCalls(alice)
    const { id } = await untilCall('waiting')
    const limit = () => fake.channels.get(channelId)?.stayLimitSeconds
    expect(limit()).toBeNull()
    clock.now += 1000
    await ticker.tick()
    const { announcePositionSeconds, ringTimeoutSeconds } = queue
    expect(limit()).toBe(announcePositionSeconds + ringTimeoutSeconds + 60)
    await fake.telephony.limitStay(channelId, 1)
    clock.now += announcePositionSeconds * 1000
    await ticker.tick()
    expect(limit()).toBe(announcePositionSeconds + ringTimeoutSeconds + 60)

    await agentReady()
    fake.parties.answers((await until(() => fake.channels.get(`${id}-agent-1`))).channelId)
    await untilCall('talking')
    await until(() => limit() === null)
  })

  it('is a missed call when hanging up while waiting', async () => {
    const { fake, untilCall, call, journalled } = await start()
    const channelId = fake.parties.customerCalls(alice)
    await untilCall('waiting')
    fake.parties.hangsUp(channelId)
    await until(() => call() === undefined)
    expect((await journalled()).at(-1)).toMatchObject({ type: 'callEnded', status: 'missed', outcome: 'abandoned' })
  })

  it('hears that all are busy when the queue is full, and is a missed call', async () => {
    const full = testQueue({ id: queue.id, maxWaiting: 1 })
    const { fake, untilCall, journalled } = await start({ config: testConfig({ queues: [full] }) })
    fake.parties.customerCalls(alice)
    await untilCall('waiting')
    const second = fake.parties.customerCalls(alice)
    const farewell = await until(() => [...fake.playbacks.values()].find(({ on }) => on === second))
    fake.finishPlayback(farewell.playbackId)
    await until(() => !fake.channels.has(second))
    expect(await journalled()).toContainEqual(expect.objectContaining({ type: 'callEnded', outcome: 'queue-full' }))
  })

  it('hears a sentence and ends as missed after waiting too long', async () => {
    const { fake, clock, ticker, untilCall, journalled } = await start()
    const channelId = fake.parties.customerCalls(alice)
    await untilCall('waiting')
    clock.now += queue.maxWaitSeconds * 1000
    await ticker.tick()
    fake.finishPlayback((await until(() => [...fake.playbacks.values()].find(({ on }) => on === channelId))).playbackId)
    await until(() => !fake.channels.has(channelId))
    expect((await journalled()).at(-1)).toMatchObject({ type: 'callEnded', outcome: 'timeout', status: 'missed' })
  })

  it('leaves nothing behind when hanging up in the moment of arriving', async () => {
    const { fake, call, journalled } = await start()
    fake.parties.hangsUp(fake.parties.customerCalls(alice))
    await until(async () => (await journalled()).some(({ type }) => type === 'callEnded'))
    await until(() => call() === undefined)
  })
})

describe('routing', () => {
  it('CC-14: the agent who has been idle longest rings, never one on a break', async () => {
    const { agentReady, agents, clock, fake, untilCall } = await start()
    const resting = await agentReady({ name: 'Rest' })
    clock.now += 1000
    const longest = await agentReady({ name: 'Long' })
    clock.now += 1000
    await agentReady({ name: 'Short' })
    await agents.apply(resting, { type: 'wentOnBreak', reason: 'lunch', afterCall: false })
    fake.parties.customerCalls(alice)
    expect(await untilCall('offering')).toMatchObject({ leg: { agentId: longest } })
  })

  it('CC-01, CC-16, CC-09: two shops, two queues, two skills: a call never reaches an agent without the skill', async () => {
    const toys = testClient('toys')
    const needs = (skillId: string) => testQueue({ requiredSkills: [{ skillId, minLevel: 1 }] })
    const queues = [needs(skill.ukrainian), needs(skill.russian)]
    const dids = [
      { ...did, queueId: queues[0]!.id },
      { ...did, id: randomUUID(), number: '+380800300400', clientId: toys.id, queueId: queues[1]!.id },
    ]
    const { agentReady, fake, calls } = await start({ config: testConfig({ queues, dids, clients: [shop, toys] }) })
    const one = await agentReady({ skills: { [skill.ukrainian]: 3 } })
    const both = await agentReady({ skills: { [skill.ukrainian]: 3, [skill.russian]: 3 } })
    for (const number of ['+380800300400', '+380800300400', did.number])
      fake.parties.customerCalls({ ...alice, did: number })
    await until(() => calls.all().filter(({ state }) => state === 'offering').length === 2)
    const byClient = new Map(
      calls.all().map((call) => [call.state === 'offering' ? call.leg.agentId : 'nobody', call.clientId]),
    )
    expect(byClient.get(both)).toBe(toys.id)
    expect(byClient.get(one)).toBe(shop.id)
    expect(byClient.get('nobody')).toBe(toys.id)
  })

  it('CC-20: twenty categories of one shop, each with a number, a queue and a skill: twenty calls reach their twenty agents', async () => {
    const categories = Array.from({ length: 20 }, (_, n) => {
      const skillId = randomUUID()
      const itsQueue = testQueue({ code: `category-${n}`, requiredSkills: [{ skillId, minLevel: 1 }] })
      return {
        skillId,
        queue: itsQueue,
        did: { ...did, id: randomUUID(), number: `+3808001003${n + 10}`, queueId: itsQueue.id },
      }
    })
    const config = testConfig({
      queues: categories.map(({ queue: one }) => one),
      dids: categories.map((one) => one.did),
    })
    const { agentReady, fake, calls } = await start({ config })
    const experts = new Map<string, string>()
    // The last number's expert has been idle longest, so that idleness alone would send each call to somebody else.
    for (const {
      skillId,
      did: { number },
    } of categories.toReversed())
      experts.set(number, await agentReady({ skills: { [skillId]: 1 } }))
    for (const {
      did: { number },
    } of categories)
      fake.parties.customerCalls({ ...alice, did: number })
    await until(() => calls.all().filter(({ state }) => state === 'offering').length === 20)
    const reached = calls
      .all()
      .map((call) => [call.shopNumber, call.state === 'offering' ? call.leg.agentId : null] as const)
    expect(new Map(reached)).toEqual(experts)
  })

  it('CC-14: a hundred calls at once get no agent twice', async () => {
    const { agentReady, fake, calls } = await start()
    for (let n = 0; n < 20; n += 1) await agentReady()
    for (let n = 0; n < 100; n += 1) fake.parties.customerCalls(alice)
    await until(
      () => calls.all().length === 100 && calls.all().filter(({ state }) => state === 'offering').length === 20,
    )
    const agents = calls.all().flatMap((call) => (call.state === 'offering' ? [call.leg.agentId] : []))
    expect(new Set(agents).size).toBe(20)
  })

  it('asks the next agent when the first one lets it ring, and that one must say when they are back', async () => {
    const { agentReady, clock, ticker, fake, untilCall, call, untilAgent } = await start()
    const bob = await agentReady()
    clock.now += 1
    const carol = await agentReady({ name: 'Carol' })
    fake.parties.customerCalls(alice)
    const { id } = await untilCall('offering')
    await until(() => fake.channels.has(`${id}-agent-1`))
    clock.now += queue.ringTimeoutSeconds * 1000
    await ticker.tick()
    expect(await untilAgent(bob, 'break')).toMatchObject({ reason: 'missed-call' })
    await until(() => fake.channels.has(`${id}-agent-2`))
    expect(call()).toMatchObject({ state: 'offering', leg: { agentId: carol } })
    expect(fake.channels.has(`${id}-agent-1`)).toBe(false)
  })

  it('keeps why each agent was or was not chosen', async () => {
    const { agentReady, fake, untilCall, journalled } = await start()
    const bob = await agentReady()
    fake.parties.customerCalls(alice)
    await untilCall('offering')
    const offer = await until(async () => (await journalled()).find(({ type }) => type === 'callOffered'))
    expect(offer).toMatchObject({ agentId: bob, routing: { considered: [{ agentId: bob, verdict: 'chosen' }] } })
  })
})

describe('an agent with an open room', () => {
  it('is joined without any ringing when the agent answers on the screen', async () => {
    const { agentReady, commands, fake, untilCall } = await start()
    const bob = await agentReady({ room: true })
    const channelId = fake.parties.customerCalls(alice)
    await untilCall('offering')
    await commands.answer(bob)
    expect(fake.channels.get(channelId)).toMatchObject({ state: 'up', bridgeId: `room-${bob}` })
    await commands.hangUp(bob)
    await until(() => !fake.channels.has(channelId))
    expect(fake.channels.get(`room-of-${bob}`)?.bridgeId).toBe(`room-${bob}`)
  })

  it('that is lost in mid-talk does not lose the customer, who goes to the next agent', async () => {
    const { agentReady, commands, fake, untilCall, call, untilAgent } = await start()
    const bob = await agentReady({ room: true })
    const channelId = fake.parties.customerCalls(alice)
    await untilCall('offering')
    await commands.answer(bob)
    const carol = await agentReady({ room: true })
    fake.parties.hangsUp(`room-of-${bob}`, 44)
    await untilAgent(bob, 'wrap-up')
    await until(() => call()?.state === 'offering')
    expect(call()).toMatchObject({ leg: { agentId: carol } })
    expect(fake.channels.get(channelId)?.hearsMoh).toBe(true)
  })
})
