import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import type { DialOrder } from '@orderline/domain/contract'
import { aDialOrder } from '@orderline/domain/contract-testing'
import type { Redis } from '@orderline/runtime/redis'
import { createAriTelephony } from '../telephony/ari/index.ts'
import type { Telephony } from '../telephony/port.ts'
import { carrierCalls, testAriOptions, testSipWsUrl } from '../telephony/testing/real-asterisk.ts'
import { openSipPhone, type SipPhone } from '../telephony/testing/sip-phone.ts'
import {
  closeRedis,
  did,
  openTestRedis,
  queue,
  shop,
  startTestCentre,
  testConfig,
  testQueue,
} from './testing/test-centre.ts'
import type { TestCentre, TestCentreOptions } from './testing/test-centre.ts'
import { until } from './testing/until.ts'

const alice = { did: did.number, number: '+380671234567', name: 'Alice' }
let redis: Redis
let centre: TestCentre
let telephony: Telephony
const phones: SipPhone[] = []

async function start(options: TestCentreOptions = {}): Promise<void> {
  telephony = createAriTelephony(testAriOptions())
  centre = await startTestCentre(redis, { now: Date.now, ...options, telephony })
}

/** An agent logs in, and a phone of theirs registers with the account of this login. */
async function agentAtPhone(onCall: 'answer' | 'ring' | 'busy' = 'answer'): Promise<{ id: string; phone: SipPhone }> {
  const id = randomUUID()
  const session = { login: 'agent', role: 'agent', clientId: null, locale: 'en', audioMode: 'ring' } as const
  const sessionId = `session-${id}`
  await centre.logins.loggedIn({ ...session, userId: id, name: 'Bob', sessionId })
  const account = await centre.desk.sipAccount({ ...session, userId: id, name: 'Bob', sessionId })
  const phone = await openSipPhone({ url: testSipWsUrl(), ...account, onCall })
  phones.push(phone)
  await phone.register()
  await until(() => centre.agents.get(id)?.phoneRegistered)
  await centre.agents.apply(id, { type: 'wentReady' })
  return { id, phone }
}

async function channelStates(callId: string) {
  const channels = await telephony.listChannels()
  return channels.filter(({ variables }) => variables.ORDERLINE_CALL === callId)
}
const untilQuiet = () => until(async () => (await telephony.listChannels()).length === 0)

beforeAll(async () => {
  redis = await openTestRedis()
})
beforeEach(() => redis.flushdb())
afterEach(async () => {
  await Promise.all((await telephony.listChannels()).map(({ channelId }) => telephony.hangUp(channelId)))
  phones.splice(0).forEach((phone) => phone.close())
  await centre.close()
  await telephony.close()
})
afterAll(() => closeRedis(redis))

describe('a whole call on real Asterisk', () => {
  it('CC-10, CC-17: rings the agent with the card on screen, is answered, recorded, and torn down', async () => {
    await start()
    const { id: bob } = await agentAtPhone()
    const hangUp = await carrierCalls(alice)
    const call = await centre.untilCall('talking')
    expect(call).toMatchObject({ customerNumber: alice.number, shopNumber: did.number, leg: { agentId: bob } })
    expect(centre.pushed.some(({ card, call: shown }) => card?.callId === call.id && shown?.state === 'offering')).toBe(
      true,
    )
    await until(async () => {
      const channels = await channelStates(call.id)
      return channels.length === 2 && channels.every(({ bridgeId }) => bridgeId === `call-${call.id}`)
    })
    await hangUp()
    await centre.untilAgent(bob, 'wrap-up')
    await untilQuiet()
    expect((await telephony.listBridges()).map(({ bridgeId }) => bridgeId)).not.toContain(`call-${call.id}`)
    await until(() => existsSync(join(process.env['TEST_RECORDINGS_DIR'] ?? '', `${call.id}.wav`)))
  })

  it('CC-14: a busy agent is not rung, and the call waits with music until the agent is free', async () => {
    await start({ config: testConfig({ queues: [testQueue({ id: queue.id, wrapUpSeconds: 0 })] }) })
    const { id: bob } = await agentAtPhone()
    const firstHangsUp = await carrierCalls(alice)
    const first = await centre.untilCall('talking')
    await carrierCalls({ ...alice, number: '+380671234568' })
    const second = await until(() => centre.calls.all().find(({ state }) => state === 'waiting'))
    await until(() => {
      const call = centre.calls.get(second.id)
      return call?.state === 'waiting' && call.welcomed
    })
    expect(centre.agents.get(bob)).toMatchObject({ state: 'talking', callId: first.id })
    await firstHangsUp()
    await until(() => centre.calls.get(second.id)?.state === 'talking')
    await until(async () => (await channelStates(second.id)).every(({ bridgeId }) => bridgeId === `call-${second.id}`))
  })

  it('CC-16: a call never rings an agent without the skill', async () => {
    const skillId = randomUUID()
    await start({
      config: testConfig({ queues: [testQueue({ id: queue.id, requiredSkills: [{ skillId, minLevel: 2 }] })] }),
    })
    const { id: unskilled } = await agentAtPhone()
    const { id: skilled } = await agentAtPhone()
    const profile = { id: skilled, name: 'Carol', audioMode: 'ring', skills: { [skillId]: 2 } } as const
    await carrierCalls(alice)
    await centre.untilCall('waiting')
    await centre.agents.apply(skilled, { type: 'profileChanged', profile })
    expect(await centre.untilCall('talking')).toMatchObject({ leg: { agentId: skilled } })
    expect(centre.agents.get(unskilled)).toMatchObject({ state: 'ready', missedOffers: 0 })
  })

  it('CC-13: a phone that is busy counts as declined; the call goes to the next agent', async () => {
    await start()
    const { id: busy } = await agentAtPhone('busy')
    const { id: free } = await agentAtPhone()
    await carrierCalls(alice)
    expect(await centre.untilCall('talking')).toMatchObject({ leg: { agentId: free }, declinedBy: [busy] })
    expect(centre.agents.get(busy)).toMatchObject({ state: 'ready', missedOffers: 1 })
  })

  it('CC-09: a number of nobody is refused', async () => {
    await start()
    await carrierCalls({ ...alice, did: '+380800999999' })
    await until(async () => (await centre.journalled()).some(({ type }) => type === 'callRefused'))
    await untilQuiet()
  })

  it('a customer who gives up while it rings frees the agent', async () => {
    await start()
    const { id: bob } = await agentAtPhone('ring')
    const hangUp = await carrierCalls(alice)
    await centre.untilCall('offering')
    await hangUp()
    await centre.untilAgent(bob, 'ready')
    await untilQuiet()
  })

  it('a backend that dies drops nobody; the next one knows everything, and hears what it missed', async () => {
    await start()
    const { id: bob } = await agentAtPhone()
    const hangUp = await carrierCalls(alice)
    const { id } = await centre.untilCall('talking')
    await until(async () => (await channelStates(id)).every(({ bridgeId }) => bridgeId === `call-${id}`))
    await centre.close()
    await telephony.close()
    await start()
    expect(await channelStates(id)).toHaveLength(2)
    expect(centre.agents.get(bob)).toMatchObject({ state: 'talking', callId: id })
    await telephony.stop()
    await hangUp()
    await until(async () => (await channelStates(id)).every(({ channelId }) => channelId.includes('-agent-')))
    telephony.start()
    await centre.untilAgent(bob, 'wrap-up')
    await untilQuiet()
  })
})

describe('a dialled call on real Asterisk', () => {
  /** The last digit of a number chooses what the simulated network does. */
  function order(number: string): DialOrder {
    const rules = { requiredSkills: [], ringTimeoutSeconds: 15, expiresAt: Date.now() + 10_000, allowedBecause: [] }
    return { ...aDialOrder(), ...rules, clientId: shop.id, queueId: queue.id, number, callerNumber: did.number }
  }
  async function agentInRoom(): Promise<string> {
    const { id, phone } = await agentAtPhone()
    await phone.call('room')
    await until(() => centre.agents.get(id)?.roomChannelId)
    return id
  }

  it('CC-43: the customer who answers is in the room of the reserved agent', async () => {
    await start()
    const bob = await agentInRoom()
    const started = await centre.startDialedCall(order('+380671112230'))
    expect(started).toMatchObject({ started: true, agentId: bob })
    const call = await until(() => centre.calls.all().find(({ state }) => state === 'talking'))
    await until(async () => (await channelStates(call.id)).every(({ bridgeId }) => bridgeId === `room-${bob}`))
    await centre.commands.hangUp(bob)
    await until(async () => (await channelStates(call.id)).length === 0)
    expect((await telephony.listChannels()).map(({ bridgeId }) => bridgeId)).toEqual([`room-${bob}`])
  })

  it('CC-40: a busy customer is a busy attempt, and the agent is ready for the next', async () => {
    await start()
    const bob = await agentInRoom()
    await centre.startDialedCall(order('+380671112235'))
    await centre.untilAgent(bob, 'ready')
    expect(await centre.journalled()).toContainEqual(
      expect.objectContaining({ type: 'callEnded', outcome: 'busy', cause: 17 }),
    )
  })
})
