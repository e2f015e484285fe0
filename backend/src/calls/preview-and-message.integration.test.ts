import { describe, expect, it } from 'vitest'
import type { DialOrder } from '@orderline/domain/contract'
import { testDialOrder } from './testing/dial-order.ts'
import { did, eachInTestCentre, startTestCentre, type TestCentre } from './testing/test-centre.ts'
import { until } from './testing/until.ts'

let centre: TestCentre
eachInTestCentre((fresh) => {
  centre = fresh
})

async function dial(over: Partial<DialOrder>): Promise<{ callId: string; channelId: string }> {
  const started = await centre.startDialedCall(testDialOrder(centre.clock.now, over))
  if (!started.started) throw new Error(started.because)
  return { callId: started.callId, channelId: `${started.callId}-customer` }
}
const entries = async (type: string) => (await centre.journalled()).filter((entry) => entry.type === type)
const untilEntry = (type: string) => until(async () => (await entries(type))[0])

describe('CC-41: a preview', () => {
  const preview = { mode: 'preview', preview: { seconds: 60, onTimeout: 'skip' } } as const

  it('shows the card to a reserved agent, and dials nobody before the agent starts the call', async () => {
    const bob = await centre.agentReady({ room: true })
    const { callId, channelId } = await dial(preview)
    await until(() => centre.pushed.some(({ card, call }) => card?.callId === callId && call?.state === 'previewing'))
    expect(centre.pushed.at(-1)?.call).toMatchObject({ previewUntil: centre.clock.now + 60_000 })
    expect(centre.agents.get(bob)).toMatchObject({ state: 'reserved' })
    expect(centre.fake.channels.has(channelId)).toBe(false)
    expect(await entries('callDialed')).toEqual([])
    await centre.commands.startPreview(bob)
    expect(centre.fake.channels.has(channelId)).toBe(true)
    centre.fake.parties.answers(channelId)
    await centre.untilAgent(bob, 'talking')
  })

  it('is skipped with a reason, and the agent is ready for the next', async () => {
    const bob = await centre.agentReady({ room: true })
    await dial(preview)
    await centre.commands.skipPreview(bob, { reason: 'asked for Monday' })
    await centre.untilAgent(bob, 'ready')
    expect(await untilEntry('previewSkipped')).toMatchObject({ agentId: bob, reason: 'asked for Monday' })
    expect(await untilEntry('callEnded')).toMatchObject({ outcome: 'skipped' })
    await expect(centre.commands.startPreview(bob)).rejects.toMatchObject({ code: 'call/not-found' })
  })

  it('is skipped by itself when the time is over, where the campaign says so', async () => {
    const bob = await centre.agentReady({ room: true })
    await dial(preview)
    centre.clock.now += 60_000
    await centre.ticker.tick()
    await centre.untilAgent(bob, 'ready')
    expect(await untilEntry('previewSkipped')).toMatchObject({ reason: 'timed out' })
  })

  it('survives a reconciliation: there is no customer to be missed', async () => {
    const bob = await centre.agentReady({ room: true })
    const { callId } = await dial(preview)
    await centre.reconcile()
    expect(centre.calls.get(callId)).toMatchObject({ state: 'previewing' })
    expect(centre.agents.get(bob)).toMatchObject({ state: 'reserved' })
  })

  it.each([
    ['does not allow it any more', () => Promise.resolve({ allowed: false as const, because: 'night' }), 'night'],
    ['cannot be asked', () => Promise.reject(new Error('away')), 'the rules could not be asked'],
  ])('is not dialled when the rule %s at that moment', async (_name, mayStillDial, reason) => {
    await centre.close()
    centre = await startTestCentre(centre.redis, { mayStillDial })
    const bob = await centre.agentReady({ room: true })
    const { channelId } = await dial(preview)
    await centre.commands.startPreview(bob)
    await centre.untilAgent(bob, 'ready')
    expect(centre.fake.channels.has(channelId)).toBe(false)
    expect(await untilEntry('previewSkipped')).toMatchObject({ reason })
  })
})

describe('CC-48: a recorded message', () => {
  const agentless = {
    announcement: 'hello-world',
    keys: { '1': 'confirm', '2': 'agent', '9': 'repeat' },
    waitSeconds: 6,
  }
  const message = { mode: 'agentless', agentless } as Partial<DialOrder>

  async function heard() {
    const dialed = await dial(message)
    centre.fake.parties.answers(dialed.channelId)
    const playbackId = `message/${dialed.callId}/1`
    await until(() => centre.fake.playbacks.has(playbackId))
    return { ...dialed, playbackId }
  }

  it('plays at the answer without taking an agent; a key confirms, is thanked for, and ends the call', async () => {
    const bob = await centre.agentReady({ room: true })
    const { callId, channelId, playbackId } = await heard()
    expect(centre.fake.playbacks.get(playbackId)).toMatchObject({ media: [{ sound: 'hello-world' }] })
    expect(centre.agents.get(bob)).toMatchObject({ state: 'ready' })
    centre.fake.parties.presses(channelId, '1')
    expect(await untilEntry('callEnded')).toMatchObject({ callId, outcome: 'completed', agentId: null })
    expect(await untilEntry('keyPressed')).toMatchObject({ callId, key: '1', action: 'confirm' })
    await until(() => centre.fake.playbacks.has(`farewell/${channelId}`))
    expect(centre.fake.playbacks.has(playbackId)).toBe(false)
  })

  it('is repeated by a key, and the end of the first playing is not taken for that of the second', async () => {
    const { callId, channelId } = await heard()
    centre.fake.parties.presses(channelId, '9')
    await until(() => centre.fake.playbacks.has(`message/${callId}/2`))
    await centre.fake.settle()
    expect(centre.calls.get(callId)).toMatchObject({ state: 'announcing', plays: 2, quietSince: null })
  })

  it('waits for a key for a while after its end, and hangs up then', async () => {
    const { callId, channelId, playbackId } = await heard()
    centre.fake.finishPlayback(playbackId)
    await until(() => centre.calls.get(callId)?.state === 'announcing' && centre.fake.playbacks.size === 0)
    await centre.fake.settle()
    centre.clock.now += 5_999
    await centre.ticker.tick()
    expect(centre.fake.channels.has(channelId)).toBe(true)
    centre.clock.now += 1
    await centre.ticker.tick()
    await until(() => !centre.fake.channels.has(channelId))
    expect(await entries('keyPressed')).toEqual([])
  })

  it('leads to an agent by a key, with music until one is free', async () => {
    const { callId, channelId } = await heard()
    centre.fake.parties.presses(channelId, '2')
    await until(() => centre.fake.channels.get(channelId)?.hearsMoh)
    const bob = await centre.agentReady({ room: true })
    await until(() => centre.calls.get(callId)?.state === 'offering')
    await centre.commands.answer(bob)
    await until(() => centre.fake.channels.get(channelId)?.bridgeId === `room-${bob}`)
    expect(centre.calls.get(callId)).toMatchObject({ state: 'talking' })
  })
})

describe('a machine', () => {
  it('that the exchange has recognised ends the dial, and the agent is free', async () => {
    const bob = await centre.agentReady({ room: true })
    const { channelId } = await dial({ detectMachines: true })
    centre.fake.parties.answers(channelId, { isMachine: true })
    await centre.untilAgent(bob, 'ready')
    expect(await untilEntry('callEnded')).toMatchObject({ outcome: 'machine', answeredAt: null })
    await until(() => !centre.fake.channels.has(channelId))
  })

  it('is taken for a person where the campaign does not ask', async () => {
    const bob = await centre.agentReady({ room: true })
    const { channelId } = await dial({ detectMachines: false })
    centre.fake.parties.answers(channelId, { isMachine: true })
    await centre.untilAgent(bob, 'talking')
  })
})

describe('CC-41: a customer in the queue', () => {
  it('keeps the place by a key and is called back: offered with the position, thanked for, and journalled', async () => {
    const channelId = centre.fake.parties.customerCalls({ did: did.number, number: '0441234567' })
    const call = await centre.untilCall('waiting')
    centre.clock.now += 1000
    await centre.ticker.tick()
    centre.clock.now += 30_000
    await centre.ticker.tick()
    const said = await until(() => centre.fake.playbacks.get(`announcement/${call.id}`)?.media)
    expect(said).toContainEqual({ digits: '1' })
    centre.fake.parties.presses(channelId, '1')
    expect(await untilEntry('callbackAsked')).toMatchObject({ number: '+380441234567', waitingSince: call.createdAt })
    expect(await untilEntry('callEnded')).toMatchObject({ outcome: 'callback-asked' })
    await until(() => centre.fake.playbacks.has(`farewell/${channelId}`))
  })
})
