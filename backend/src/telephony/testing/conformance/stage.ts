import { createId } from '@orderline/runtime/ids'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { OriginateInput, Telephony } from '../../port.ts'
import { hearEvents, type HeardEvents } from '../heard-events.ts'

/** A phone of an agent at the other end. */
export type WorldPhone = {
  /** Whether it was let in. */
  register(): Promise<boolean>
  /** Dials an extension and does not wait for the end of it. */
  call(extension: string): void
  close(): void
}

/** The exchange under test and the people around it. Numbers behave by their last digits as on the demo's network. */
export type TelephonyWorld = {
  telephony: Telephony
  customerCalls(call: { did: string; number: string; name: string }): Promise<{ hangUp(): void }>
  openPhone(account: { username: string; password: string }): Promise<WorldPhone>
  close(): Promise<void>
}

export const numbers = {
  answers: '+380440001000',
  busy: '+380440001005',
  silent: '+380440001006',
  congested: '+380440001007',
  unallocated: '+380440001098',
  rejected: '+380440001099',
}
export const did = '+380441112233'
export const caller = { did, number: '+380671234567', name: 'Olena <b>K</b>' }

type Parts = { world: TelephonyWorld; telephony: Telephony; events: HeardEvents }
export type Stage = Readonly<Parts> & ReturnType<typeof createSteps>

/** Opens the world before the tests around it, clears it after each, and has what they do in common. */
export function createStage(openWorld: () => Promise<TelephonyWorld>): Stage {
  // Filled by the hooks before the first test reads it.
  const parts = {} as Parts
  beforeAll(async () => {
    parts.world = await openWorld()
    parts.telephony = parts.world.telephony
  })
  beforeEach(async () => {
    parts.events = hearEvents(parts.telephony)
    parts.telephony.start()
    await parts.events.until('connected')
  })
  afterEach(() => clear(parts))
  afterAll(() => parts.world.close())
  return Object.assign(parts, createSteps(parts))
}

async function clear({ telephony, events }: Parts): Promise<void> {
  const left = await telephony.listChannels()
  await Promise.all(left.map(({ channelId }) => telephony.hangUp(channelId)))
  await Promise.all(left.map(({ channelId }) => events.until('channelGone', (event) => event.channelId === channelId)))
  const bridges = await telephony.listBridges()
  await Promise.all(bridges.map(({ bridgeId }) => telephony.destroyBridge(bridgeId)))
  await telephony.stop()
  events.stop()
}

function createSteps(parts: Parts) {
  /** Dials a number; answers the channel's id. */
  async function originate(number: string, more: Partial<OriginateInput> = {}): Promise<string> {
    const channelId = createId()
    await parts.telephony.originate({
      channelId,
      endpoint: { kind: 'trunk', number },
      callerNumber: did,
      callerName: 'Shop',
      timeoutSeconds: 10,
      purpose: { kind: 'customer', callId: `call-of-${channelId}` },
      variables: { ORDERLINE_CALL: `call-of-${channelId}`, ORDERLINE_ROLE: 'customer' },
      ...more,
    })
    return channelId
  }

  return {
    originate,
    gone: (channelId: string) => parts.events.until('channelGone', (event) => event.channelId === channelId),
    /** A customer whom we called, talking. */
    answered: async (number = numbers.answers) => {
      const channelId = await originate(number)
      await parts.events.until('legAnswered', (event) => event.channelId === channelId)
      return channelId
    },
    /** A customer who called, not answered yet. */
    arrived: async () => {
      const party = await parts.world.customerCalls(caller)
      const { channelId } = await parts.events.until('customerArrived')
      return { party, channelId }
    },
    listed: async (channelId: string) =>
      (await parts.telephony.listChannels()).find((channel) => channel.channelId === channelId),
    room: async () => {
      const bridgeId = `bridge-${createId()}`
      await parts.telephony.createBridge(bridgeId)
      return bridgeId
    },
    members: async (bridgeId: string) =>
      (await parts.telephony.listBridges()).find((bridge) => bridge.bridgeId === bridgeId)?.channelIds,
  }
}
