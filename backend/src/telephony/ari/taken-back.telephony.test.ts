import { createId } from '@orderline/runtime/ids'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Telephony } from '../port.ts'
import { hearEvents, type HeardEvents } from '../testing/heard-events.ts'
import { carrierCalls, testAriOptions } from '../testing/real-asterisk.ts'
import { createAriTelephony } from './create-ari-telephony.ts'

const caller = { did: '+380441112233', number: '+380671234567', name: 'Alice' }
let telephony: Telephony
let events: HeardEvents

beforeEach(async () => {
  telephony = createAriTelephony(testAriOptions())
  events = hearEvents(telephony)
  telephony.start()
  await events.until('connected')
})
afterEach(async () => {
  await Promise.all((await telephony.listChannels()).map(({ channelId }) => telephony.hangUp(channelId)))
  await telephony.close()
})

/** A customer in our hands, answered, with music. */
async function waits(): Promise<string> {
  await carrierCalls(caller)
  const { channelId } = await events.until('customerArrived')
  await telephony.answer(channelId)
  await telephony.startMoh(channelId)
  events.clear()
  return channelId
}
/** A customer whom we called, in our hands, with music. */
async function waitsAfterDial(): Promise<string> {
  const channelId = `${createId()}-customer`
  const purpose = { kind: 'customer', callId: `call-of-${channelId}` } as const
  await telephony.originate({
    channelId,
    purpose,
    endpoint: { kind: 'trunk', number: '+380440001000' },
    callerNumber: null,
    callerName: null,
    timeoutSeconds: 10,
    variables: { ORDERLINE_CALL: purpose.callId },
    farewell: [{ sound: 'hello-world' }],
  })
  await events.until('legAnswered')
  await telephony.startMoh(channelId)
  events.clear()
  return channelId
}
const find = async (channelId: string) => (await telephony.listChannels()).find((one) => one.channelId === channelId)

describe('a customer whose stay with us is over', () => {
  it('arrives again at once when somebody listens, answered, and may stay for ever', async () => {
    const channelId = await waits()
    await telephony.limitStay(channelId, 1)
    expect(await events.until('customerArrived')).toMatchObject({ channelId, did: caller.did, answered: true })
    expect(await find(channelId)).toMatchObject({ entered: true, did: caller.did })
    expect(events.of('channelGone')).toEqual([])
  })

  it('arrives again out of a bridge, too, and can be bridged again', async () => {
    const channelId = await waits()
    await telephony.createBridge('talk')
    await telephony.addToBridge('talk', [channelId])
    await telephony.limitStay(channelId, 1)
    await events.until('customerArrived')
    await telephony.addToBridge('talk', [channelId])
    expect(await find(channelId)).toMatchObject({ bridgeId: 'talk' })
    await telephony.destroyBridge('talk')
  })

  it('hears music when nobody listens, and arrives when somebody does', async () => {
    const channelId = await waits()
    await telephony.limitStay(channelId, 1)
    await telephony.stop()
    const isTaken = async () => expect(await find(channelId)).toMatchObject({ entered: false, leavesMessage: false })
    await vi.waitFor(isTaken, { timeout: 30_000, interval: 50 })
    telephony.start()
    expect(await events.until('customerArrived')).toMatchObject({ channelId, answered: true })
  })

  it('and whom we called is told as answered again, and was not left alone', async () => {
    const channelId = await waitsAfterDial()
    await telephony.limitStay(channelId, 1)
    expect(await events.until('legAnswered')).toEqual({
      type: 'legAnswered',
      channelId,
      purpose: { kind: 'customer', callId: `call-of-${channelId}` },
    })
    expect(await find(channelId)).toMatchObject({ entered: true, state: 'up' })
    expect(await telephony.takeLeftAlone(channelId)).toBeNull()
    expect(events.of('channelGone')).toEqual([])
  })

  it('and whom we called hears music when nobody listens, and is told when somebody does', async () => {
    const channelId = await waitsAfterDial()
    await telephony.limitStay(channelId, 1)
    await telephony.stop()
    const isTaken = async () => expect(await find(channelId)).toMatchObject({ state: 'up', entered: false })
    await vi.waitFor(isTaken, { timeout: 30_000, interval: 50 })
    telephony.start()
    await events.until('legAnswered', (event) => event.channelId === channelId)
    expect(await telephony.takeLeftAlone(channelId)).toBeNull()
  })

  it('stays when we answer for longer, or for ever', async () => {
    const [longer, forEver, third] = [await waits(), await waits(), await waits()]
    for (const channelId of [longer, forEver]) await telephony.limitStay(channelId, 1)
    await telephony.limitStay(longer, 60)
    await telephony.limitStay(forEver, null)
    await telephony.limitStay(third, 1)
    await events.until('customerArrived', ({ channelId }) => channelId === third)
    expect(events.of('customerArrived').map(({ channelId }) => channelId)).toEqual([third])
  })
})
