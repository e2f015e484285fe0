import { createInboundCall, type Call, type QueueRules } from '@orderline/domain/call'
import { createId } from '@orderline/runtime/ids'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createAriTelephony } from '../telephony/ari/index.ts'
import type { Telephony } from '../telephony/port.ts'
import { hearEvents, type HeardEvents } from '../telephony/testing/heard-events.ts'
import { carrierCalls, testAriOptions } from '../telephony/testing/real-asterisk.ts'
import { performAudio, type AudioDeps } from './perform-audio.ts'
import { announcementId, farewellId } from './playbacks.ts'

const alice = { did: '+380441112233', number: '+380671234567', name: 'Alice' }
const queue: QueueRules = {
  queueId: 'queue',
  requiredSkills: [],
  priority: 50,
  ringTimeoutSeconds: 20,
  wrapUpSeconds: 30,
  maxWaitSeconds: 900,
  announcePositionSeconds: 30,
  record: false,
}
let telephony: Telephony
let events: HeardEvents
let deps: AudioDeps

beforeEach(async () => {
  telephony = createAriTelephony(testAriOptions())
  events = hearEvents(telephony)
  deps = { telephony, clientCode: () => 'vesna', hasSound: () => Promise.resolve(false) }
  telephony.start()
  await events.until('connected')
})
afterEach(async () => {
  await Promise.all((await telephony.listChannels()).map(({ channelId }) => telephony.hangUp(channelId)))
  await telephony.close()
})

/** Alice waits, answered, and hears where in the queue she is and that she may be rung back: twelve seconds of it. */
async function hearsPosition(): Promise<Call> {
  await carrierCalls(alice)
  const { channelId: customerChannelId } = await events.until('customerArrived')
  await telephony.answer(customerChannelId)
  const numbers = { customerNumber: alice.number, callerName: alice.name, shopNumber: alice.did }
  const ids = { id: createId(), clientId: 'shop', customerChannelId }
  const { call } = createInboundCall({ ...ids, ...numbers, queue, isCustomerUp: true }, Date.now())
  await performAudio(deps, call, { type: 'announcePosition', position: 12, offersCallback: true })
  return call
}
const ended = () => events.of('playbackFinished').map(({ playbackId }) => playbackId)

it('does not wait for the end of a sentence, for which Asterisk would keep its connection from everybody', async () => {
  const call = await hearsPosition()
  expect(await telephony.isPlaying(announcementId(call.id))).toBe(true)
  expect(ended()).toEqual([])
})

it('cuts a sentence short for the last one', async () => {
  const call = await hearsPosition()
  await performAudio(deps, call, { type: 'sayFarewell', sentence: 'callback-promised' })
  expect(await telephony.isPlaying(announcementId(call.id))).toBe(false)
  await events.until('playbackFinished', ({ playbackId }) => playbackId === farewellId(call.customerChannelId))
})

it('cuts a sentence short for a talk', async () => {
  const call = await hearsPosition()
  await performAudio(deps, call, { type: 'stopMusic' })
  // Asked, not heard: the event comes on another connection than the answer, at times after it.
  expect(await telephony.isPlaying(announcementId(call.id))).toBe(false)
})
