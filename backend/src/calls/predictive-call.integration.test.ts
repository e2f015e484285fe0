import { describe, expect, it } from 'vitest'
import { connectWithinMs } from '@orderline/domain/call'
import { redisNames, type DialOrder, type JournalEntry } from '@orderline/domain/contract'
import { testDialOrder } from './testing/dial-order.ts'
import { did, eachInTestCentre, startTestCentre, type TestCentre } from './testing/test-centre.ts'
import { until } from './testing/until.ts'

let centre: TestCentre
eachInTestCentre((fresh) => {
  centre = fresh
})

const number = '+380441234567'

async function dial(over: Partial<DialOrder> = {}): Promise<{ callId: string; channelId: string }> {
  const order = testDialOrder(centre.clock.now, { mode: 'predictive', number, ...over })
  const started = await centre.startDialedCall(order)
  if (!started.started) throw new Error(started.because)
  expect(started.agentId).toBeNull()
  return { callId: started.callId, channelId: `${started.callId}-customer` }
}
/** The dialled customer answers, and nobody is free. */
async function answeredAlone() {
  const dialed = await dial()
  centre.fake.parties.answers(dialed.channelId)
  await centre.untilCall('waiting')
  return dialed
}
const ending = async (): Promise<JournalEntry> =>
  until(async () => (await centre.journalled()).find(({ type }) => type === 'callEnded'))
const soundsOn = (channelId: string) =>
  [...centre.fake.playbacks.values()].find(({ on }) => on === channelId)?.media ?? []

describe('CC-42: a predictive dial', () => {
  it('rings without an agent; the one who is free at the answer has voice and card at once', async () => {
    const bob = await centre.agentReady({ room: true })
    const { callId, channelId } = await dial()
    expect(centre.calls.get(callId)).toMatchObject({ state: 'dialing', leg: null, mode: 'predictive' })
    expect(centre.agents.get(bob)).toMatchObject({ state: 'ready' })
    centre.fake.parties.answers(channelId)
    await until(() => centre.fake.channels.get(channelId)?.bridgeId === `room-${bob}`)
    await until(() => centre.pushed.some(({ card, call }) => card?.callId === callId && call?.state === 'talking'))
    expect(centre.pushed.some(({ call }) => call?.state === 'offering')).toBe(false)
    await centre.untilAgent(bob, 'talking')
    expect((await centre.journalled()).map(({ type }) => type)).toEqual(
      expect.arrayContaining(['callDialed', 'customerAnswered', 'callOffered', 'callAnswered']),
    )
  })

  it('takes an agent who becomes free within the two seconds, before a customer who waits longer', async () => {
    centre.fake.parties.customerCalls({ did: did.number })
    await centre.untilCall('waiting')
    const { callId, channelId } = await dial()
    centre.fake.parties.answers(channelId)
    await until(() => centre.calls.get(callId)?.state === 'waiting')
    centre.clock.now += connectWithinMs - 1
    const bob = await centre.agentReady({ room: true })
    await until(() => centre.calls.get(callId)?.state === 'talking')
    expect(centre.agents.get(bob)).toMatchObject({ callId })
  })

  it('is never given to an agent whose phone would have to ring', async () => {
    const ringing = await centre.agentReady()
    const { callId } = await answeredAlone()
    await centre.ticker.tick()
    expect(centre.agents.get(ringing)).toMatchObject({ state: 'ready' })
    expect(centre.calls.get(callId)).toMatchObject({ state: 'waiting' })
  })

  it('is abandoned two seconds after the answer: silence until then, then who called and where to ring back', async () => {
    const { channelId } = await answeredAlone()
    centre.clock.now += connectWithinMs - 1
    await centre.ticker.tick()
    expect(soundsOn(channelId)).toEqual([])
    expect(centre.fake.channels.get(channelId)).toMatchObject({ hearsMoh: false })
    centre.clock.now += 1
    await centre.ticker.tick()
    expect(await ending()).toMatchObject({ outcome: 'abandoned', answeredAt: null, status: 'failed' })
    const said = await until(() => (soundsOn(channelId).length > 0 ? soundsOn(channelId) : undefined))
    expect(said[0]).toEqual({ letters: 'flowers' })
    expect(said).toContainEqual({ digits: did.number.slice(1) })
    centre.fake.finishPlayback(`farewell/${channelId}`)
    await until(() => !centre.fake.channels.has(channelId))
  })

  it('says the recorded name of the shop where there is one', async () => {
    centre.fake.sounds.add('clients/flowers')
    const { channelId } = await answeredAlone()
    centre.clock.now += connectWithinMs
    await centre.ticker.tick()
    await until(() => soundsOn(channelId)[0])
    expect(soundsOn(channelId)[0]).toEqual({ sound: 'clients/flowers' })
  })

  it('counts as abandoned when the customer hangs up before the two seconds are over', async () => {
    const { channelId } = await answeredAlone()
    centre.fake.parties.hangsUp(channelId)
    expect(await ending()).toMatchObject({ outcome: 'abandoned' })
  })

  it('goes on to wait when the agent vanishes between reservation and voice, and finds another', async () => {
    const bob = await centre.agentReady({ room: true })
    const { callId, channelId } = await dial()
    centre.fake.failNext('addToBridge', 'telephony/not-found')
    centre.fake.parties.answers(channelId)
    await until(() => centre.calls.get(callId)?.state === 'talking')
    const answeredAt = centre.clock.now
    centre.clock.now += 500
    centre.fake.parties.hangsUp(`room-of-${bob}`)
    await until(() => centre.calls.get(callId)?.state === 'waiting')
    expect(centre.calls.get(callId)).toMatchObject({ connectBy: answeredAt + connectWithinMs })
    const carol = await centre.agentReady({ room: true })
    await until(() => centre.fake.channels.get(channelId)?.bridgeId === `room-${carol}`)
  })

  it('whose customer answered while nobody listened is abandoned with the message, not talked to late', async () => {
    await centre.agentReady({ room: true })
    const { channelId } = await dial()
    centre.fake.breakStream()
    centre.fake.parties.answers(channelId)
    centre.fake.restoreStream()
    expect(await ending()).toMatchObject({ outcome: 'abandoned' })
    await until(() => soundsOn(channelId)[0])
  })

  it('keeps its two seconds through the death of the backend', async () => {
    const { callId, channelId } = await answeredAlone()
    await centre.close()
    const { fake, clock } = centre
    centre = await startTestCentre(centre.redis, { fake, now: () => clock.now })
    expect(centre.calls.get(callId)).toMatchObject({ state: 'waiting' })
    clock.now += connectWithinMs
    await centre.ticker.tick()
    expect(await ending()).toMatchObject({ outcome: 'abandoned' })
    await until(() => soundsOn(channelId)[0])
  })

  it('that dies with the exchange is our failure and not an abandoned customer', async () => {
    const { callId } = await answeredAlone()
    centre.clock.now += 1
    centre.fake.restart()
    expect(await ending()).toMatchObject({ callId, outcome: 'system-failure' })
  })

  it('is given up, whichever backend was asked', async () => {
    const deaf = { ...centre.fake.telephony, onEvent: () => () => undefined, start: () => undefined }
    const other = await startTestCentre(centre.redis, { fake: centre.fake, telephony: deaf, isSecond: true })
    const { callId } = await dial()
    const { attemptId } = await until(() => other.calls.get(callId))
    centre.clock.now += 15_000
    await until(async () => {
      await other.giveUpDial(attemptId ?? '')
      return centre.calls.get(callId) === undefined
    })
    expect(await ending()).toMatchObject({ callId, outcome: 'no-answer' })
  })

  it.each([
    ['up, is abandoned', 'up', 'abandoned'],
    ['rings, was not answered', 'ringing', 'no-answer'],
  ] as const)('is given up, and when its channel ends that is %s', async (_what, state, outcome) => {
    const { callId, channelId } = await dial()
    const { attemptId } = await until(() => centre.calls.get(callId))
    centre.clock.now += 15_000
    Object.assign(centre.fake.channels.get(channelId) ?? {}, { state })
    await centre.giveUpDial(attemptId ?? '')
    expect(await ending()).toMatchObject({ callId, outcome })
    expect(centre.fake.channels.has(channelId)).toBe(false)
  })

  it('is not given up while the exchange listens to what has answered, and finds an agent then', async () => {
    const { callId, channelId } = await dial({ detectMachines: true })
    centre.clock.now += 15_000
    centre.fake.parties.picksUp(channelId)
    await centre.giveUpDial((await until(() => centre.calls.get(callId)))?.attemptId ?? '')
    expect(centre.fake.channels.has(channelId)).toBe(true)
    const bob = await centre.agentReady({ room: true })
    centre.fake.parties.answers(channelId)
    await until(() => centre.fake.channels.get(channelId)?.bridgeId === `room-${bob}`)
  })

  it('that came too late is given back without a ring', async () => {
    const order = testDialOrder(centre.clock.now, { mode: 'predictive', expiresAt: centre.clock.now })
    expect(await centre.startDialedCall(order)).toEqual({ started: false, because: 'expired' })
    expect(centre.fake.channels.size).toBe(0)
  })
})

describe('a customer who was abandoned and rings back', () => {
  it('goes to the front of the queue', async () => {
    await centre.redis.set(`${redisNames.abandonedNumber}${number}`, '1')
    centre.fake.parties.customerCalls({ did: did.number, number: '+380441230000' })
    centre.fake.parties.customerCalls({ did: did.number, number })
    await until(() => centre.calls.all().length === 2)
    const back = centre.calls.all().find(({ customerNumber }) => customerNumber === number)
    const bob = await centre.agentReady()
    await centre.untilAgent(bob, 'reserved')
    expect(centre.agents.get(bob)).toMatchObject({ callId: back?.id })
  })
})

describe('CC-29: a dialled customer who answers while no backend listens', () => {
  it('is connected when one listens again within the two seconds of the answer', async () => {
    const bob = await centre.agentReady({ room: true })
    const { channelId } = await dial()
    centre.fake.breakStream()
    centre.fake.parties.answersAlone(channelId, 'waits')
    centre.fake.restoreStream()
    centre.fake.parties.isLetIn(channelId, 1_200)
    await until(() => centre.fake.channels.get(channelId)?.bridgeId === `room-${bob}`)
    await until(() => !centre.fake.leftAlone.has(channelId))
  })

  it.each([
    ['cannot be taken', () => Promise.reject(new Error('busy'))],
    ['is not taken in time', () => new Promise<never>(() => undefined)],
  ])('is connected, too, when the exchange’s note of it %s', async (_how, takeLeftAlone) => {
    await centre.close()
    const { fake } = centre
    centre = await startTestCentre(centre.redis, { fake, telephony: { ...fake.telephony, takeLeftAlone } })
    const bob = await centre.agentReady({ room: true })
    const { channelId } = await dial()
    fake.parties.answersAlone(channelId, 'waits')
    fake.parties.isLetIn(channelId, 1_200)
    await until(() => fake.channels.get(channelId)?.bridgeId === `room-${bob}`)
  })

  it('is abandoned, and hears the exchange out, when it has begun to say who called', async () => {
    const { callId, channelId } = await dial()
    centre.fake.breakStream()
    centre.fake.parties.answersAlone(channelId, 'told')
    centre.fake.restoreStream()
    expect(await ending()).toMatchObject({ callId, outcome: 'abandoned' })
    await centre.fake.settle()
    expect(centre.fake.channels.get(channelId)).toMatchObject({ state: 'up', entered: false })
  })

  it('is not taken for a dial that rang out, or was given up, because its time was over in the gap', async () => {
    const { callId, channelId } = await dial()
    centre.fake.breakStream()
    centre.fake.parties.answersAlone(channelId, 'told')
    centre.fake.parties.hangsUp(channelId)
    await centre.fake.settle()
    centre.clock.now += 120_000
    await centre.ticker.tick()
    await centre.giveUpDial(centre.calls.get(callId)?.attemptId ?? '')
    expect(centre.calls.get(callId)).toMatchObject({ state: 'dialing' })
    centre.fake.restoreStream()
    expect(await ending()).toMatchObject({ callId, outcome: 'abandoned' })
  })

  it('is a machine when the exchange took it for one, and hung up', async () => {
    const { callId, channelId } = await dial()
    centre.fake.breakStream()
    centre.fake.parties.answersAlone(channelId, 'machine')
    centre.fake.parties.hangsUp(channelId)
    centre.fake.restoreStream()
    expect(await ending()).toMatchObject({ callId, outcome: 'machine', answeredAt: null })
  })

  it('is abandoned when nothing but the exchange’s word of it is left', async () => {
    const { callId, channelId } = await dial()
    centre.fake.breakStream()
    centre.fake.parties.answersAlone(channelId, 'waits')
    centre.fake.parties.hangsUp(channelId)
    centre.fake.restoreStream()
    expect(await ending()).toMatchObject({ callId, outcome: 'abandoned' })
  })
})
