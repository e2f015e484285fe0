import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { randomUUID } from 'node:crypto'
import { connectWithinMs } from '@orderline/domain/call'
import type { DialOrder, JournalEntry } from '@orderline/domain/contract'
import type { Redis } from '@orderline/runtime/redis'
import { createAriTelephony } from '../telephony/ari/index.ts'
import type { Telephony } from '../telephony/port.ts'
import { hearEvents, type HeardEvents } from '../telephony/testing/heard-events.ts'
import { carrierCalls, testAriOptions, testSipWsUrl } from '../telephony/testing/real-asterisk.ts'
import { openSipPhone, type SipPhone } from '../telephony/testing/sip-phone.ts'
import { testDialOrder } from './testing/dial-order.ts'
import { closeRedis, did, openTestRedis, startTestCentre, type TestCentre } from './testing/test-centre.ts'
import { until } from './testing/until.ts'

/** What the simulated network does is chosen by the end of the number: see asterisk-config/README.md. */
const numbers = {
  human: '+380671112230',
  secondHuman: '+380671113330',
  machine: '+380671112238',
  saysHello: '+380671550120',
  presses: (key: string) => `+38067155011${key}`,
}
let redis: Redis
let centre: TestCentre
let telephony: Telephony
let events: HeardEvents
const phones: SipPhone[] = []

beforeAll(async () => {
  redis = await openTestRedis()
})
beforeEach(async () => {
  await redis.flushdb()
  telephony = createAriTelephony(testAriOptions())
  events = hearEvents(telephony)
  centre = await startTestCentre(redis, { now: Date.now, telephony })
})
afterEach(async () => {
  await Promise.all((await telephony.listChannels()).map(({ channelId }) => telephony.hangUp(channelId)))
  phones.splice(0).forEach((phone) => phone.close())
  await centre.close()
  await telephony.close()
})
afterAll(() => closeRedis(redis))

/** An agent logs in, and the phone of this login opens the room. */
async function agentInRoom(): Promise<string> {
  const id = randomUUID()
  const who = { login: 'agent', role: 'agent', clientId: null, locale: 'en', audioMode: 'persistent' } as const
  const session = { ...who, userId: id, name: 'Bob', sessionId: `session-${id}` }
  await centre.logins.loggedIn(session)
  const phone = await openSipPhone({ url: testSipWsUrl(), ...(await centre.desk.sipAccount(session)), onCall: 'busy' })
  phones.push(phone)
  await phone.register()
  await phone.call('room')
  await until(() => centre.agents.get(id)?.roomChannelId)
  await centre.agents.apply(id, { type: 'wentReady' })
  return id
}

async function dial(over: Partial<DialOrder>): Promise<{ callId: string; channelId: string }> {
  const started = await centre.startDialedCall(testDialOrder(Date.now(), over))
  if (!started.started) throw new Error(started.because)
  return { callId: started.callId, channelId: `${started.callId}-customer` }
}
const endOf = (callId: string): Promise<JournalEntry> =>
  // Longer than `until` waits: a farewell is spoken.
  events
    .until('channelGone', ({ channelId }) => channelId === `${callId}-customer`)
    .then(() =>
      until(async () =>
        (await centre.journalled()).find((entry) => entry.type === 'callEnded' && entry.callId === callId),
      ),
    )
const bridgeOf = async (channelId: string) =>
  (await telephony.listChannels()).find((channel) => channel.channelId === channelId)?.bridgeId

describe('CC-42: predictive dials on real Asterisk', () => {
  it('the first who answers talks to the free agent at once, the second hears who called, and is abandoned', async () => {
    const bob = await agentInRoom()
    const first = await dial({ mode: 'predictive', number: numbers.human })
    await until(() => centre.calls.get(first.callId)?.state === 'talking')
    await until(async () => (await bridgeOf(first.channelId)) === `room-${bob}`)
    const second = await dial({ mode: 'predictive', number: numbers.secondHuman })
    await until(() => centre.calls.get(second.callId)?.state === 'waiting')
    const said = events.until('playbackFinished', ({ playbackId }) => playbackId === `farewell/${second.channelId}`)
    const end = await endOf(second.callId)
    expect(end).toMatchObject({ outcome: 'abandoned', answeredAt: null })
    const answered = (await centre.journalled()).find(
      (entry) => entry.type === 'customerAnswered' && entry.callId === second.callId,
    )
    const aloneMs = end.at - (answered?.at ?? 0)
    expect(aloneMs).toBeGreaterThanOrEqual(connectWithinMs)
    await said
    expect(centre.calls.get(first.callId)).toMatchObject({ state: 'talking' })
  })
})

describe('a call that ends while Asterisk listens for a machine', () => {
  it('was answered, and is abandoned', async () => {
    const { callId, channelId } = await dial({ mode: 'predictive', detectMachines: true, number: numbers.human })
    await events.until('channelUp', (event) => event.channelId === channelId)
    await until(() => centre.calls.get(callId)?.isCustomerUp)
    await telephony.hangUp(channelId)
    expect(await endOf(callId)).toMatchObject({ outcome: 'abandoned', answeredAt: null, cause: 16 })
  })
})

describe('CC-41: a preview on real Asterisk', () => {
  it('dials nobody until the agent starts the call', async () => {
    const bob = await agentInRoom()
    const preview = { seconds: 60, onTimeout: 'dial' } as const
    const { callId, channelId } = await dial({ mode: 'preview', preview, number: numbers.human })
    expect((await telephony.listChannels()).map((channel) => channel.channelId)).not.toContain(channelId)
    await centre.commands.startPreview(bob)
    await until(() => centre.calls.get(callId)?.state === 'talking')
    await until(async () => (await bridgeOf(channelId)) === `room-${bob}`)
  })
})

describe('CC-48: a recorded message on real Asterisk', () => {
  const agentless = {
    announcement: 'basic-pbx-ivr-main',
    keys: { '1': 'confirm', '2': 'agent' },
    waitSeconds: 6,
  } as const
  const message = (number: string) => ({ mode: 'agentless', agentless, number }) as const

  it('takes the customer’s key while it plays, thanks, and hangs up', async () => {
    const { callId } = await dial(message(numbers.presses('1')))
    expect(await endOf(callId)).toMatchObject({ outcome: 'completed', answeredAt: null })
    expect(await centre.journalled()).toContainEqual(
      expect.objectContaining({ type: 'keyPressed', callId, key: '1', action: 'confirm' }),
    )
  })

  it('leads by a key to an agent who is free', async () => {
    const bob = await agentInRoom()
    const { callId, channelId } = await dial(message(numbers.presses('2')))
    await events.until('dtmfReceived', (event) => event.channelId === channelId)
    await until(() => centre.calls.get(callId)?.state === 'offering')
    await centre.commands.answer(bob)
    await until(async () => (await bridgeOf(channelId)) === `room-${bob}`)
  })
})

describe('machine detection on real Asterisk', () => {
  it('ends the call of a machine and frees the agent', async () => {
    const bob = await agentInRoom()
    const { callId } = await dial({ detectMachines: true, number: numbers.machine, ringTimeoutSeconds: 20 })
    expect(await endOf(callId)).toMatchObject({ outcome: 'machine', answeredAt: null })
    expect(centre.agents.get(bob)).toMatchObject({ state: 'ready' })
  })

  it('passes on a person who says hello', async () => {
    const bob = await agentInRoom()
    const { channelId } = await dial({ detectMachines: true, number: numbers.saysHello, ringTimeoutSeconds: 20 })
    await events.until('legAnswered', (event) => event.channelId === channelId)
    await until(async () => (await bridgeOf(channelId)) === `room-${bob}`)
  })

  it.each([
    ['a machine', numbers.machine, 'machine'],
    ['a person who greets for too long', numbers.human, 'person'],
  ] as const)(
    'gives %s to the agent where the lot fell on the call, and takes the word',
    async (_who, number, judgement) => {
      const bob = await agentInRoom()
      const drawn = { mode: 'predictive', detectMachines: true, samplesMachine: true } as const
      const { callId, channelId } = await dial({ ...drawn, number, ringTimeoutSeconds: 20 })
      await events.until('legAnswered', (event) => event.channelId === channelId && event.isMachine === true)
      await until(async () => (await bridgeOf(channelId)) === `room-${bob}`)
      expect(centre.calls.get(callId)).toMatchObject({ state: 'talking', machineCheck: 'asked' })
      await centre.commands.judgeMachine(bob, { judgement })
      await centre.commands.hangUp(bob)
      expect(await endOf(callId)).toMatchObject({ outcome: 'completed' })
      expect(await centre.journalled()).toContainEqual(
        expect.objectContaining({ type: 'machineJudged', callId, judgement }),
      )
    },
  )
})

describe('CC-41: a customer in the queue on real Asterisk', () => {
  it('keeps the place by a key and is called back', async () => {
    await carrierCalls({ did: did.number, number: '+380671234567', name: 'Alice', presses: '1' })
    const { id, customerChannelId } = await centre.untilCall('waiting')
    await events.until('channelGone', ({ channelId }) => channelId === customerChannelId)
    expect(await centre.journalled()).toContainEqual(
      expect.objectContaining({ type: 'callbackAsked', callId: id, number: '+380671234567' }),
    )
  })
})
