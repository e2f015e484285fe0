import { describe, expect, it } from 'vitest'
import { applyCallEvent, createInboundCall, type Call, type CallEvent } from '@orderline/domain/call'
import type { ChannelSnapshot, LeftAlone } from '../telephony/port.ts'
import { isInDoubt, missedEvents } from './missed-events.ts'

const bob = 'bob'
const rules = { requiredSkills: [], priority: 1, ringTimeoutSeconds: 20, wrapUpSeconds: 0, maxWaitSeconds: 60 }
const queue = { ...rules, queueId: 'q', announcePositionSeconds: 30, record: false }
const waiting = createInboundCall(
  {
    id: 'call',
    clientId: 'client',
    queue,
    customerChannelId: 'alice',
    isCustomerUp: false,
    customerNumber: null,
    callerName: null,
    shopNumber: '+380800100200',
  },
  0,
).call
const after = (...events: CallEvent[]): Call =>
  events.reduce((call, event) => applyCallEvent(call, event, 0)?.call ?? call, waiting)
const reserved: CallEvent = { type: 'agentReserved', agent: { agentId: bob, roomChannelId: null }, routing: null }
const talking = after(reserved, { type: 'agentAnswered', agentId: bob })

function exchange(...channels: (Partial<ChannelSnapshot> & { channelId: string })[]) {
  const blank = {
    bridgeId: null,
    username: null,
    did: null,
    callerNumber: null,
    callerName: null,
    createdAt: 0,
    leavesMessage: false,
  }
  const all = channels.map((one) => ({ ...blank, state: 'up' as const, entered: true, variables: {}, ...one }))
  return {
    channels: new Map(all.map((one) => [one.channelId, one])),
    startedAt: 0,
    leftAlone: new Map<string, LeftAlone>(),
    askedAt: 60_000,
  }
}
const atOnce = (asked: ReturnType<typeof exchange>) => ({ ...asked, askedAt: 9_999 })

describe('what a call missed in a gap', () => {
  it('nothing, when everything is as it was', () => {
    const together = exchange(
      { channelId: 'alice', bridgeId: 'call-call' },
      { channelId: 'call-agent-1', bridgeId: 'call-call' },
    )
    expect(missedEvents(talking, together)).toEqual([])
    expect(missedEvents(waiting, exchange({ channelId: 'alice' }))).toEqual([])
  })

  it('its customer’s hang-up', () => {
    expect(missedEvents(waiting, exchange())).toEqual([{ type: 'customerHungUp', cause: null }])
  })

  it('that its customer was taken back by the exchange: hears music and will be back, or leaves a message', () => {
    const alice = { channelId: 'alice', entered: false }
    expect(missedEvents(waiting, exchange(alice))).toEqual([])
    expect(missedEvents(waiting, exchange({ ...alice, leavesMessage: true }))).toEqual([
      { type: 'customerHungUp', cause: null },
    ])
  })

  it('its end with the exchange, which is none that anybody chose', () => {
    const anew = { ...exchange(), startedAt: 1 }
    for (const call of [waiting, after(reserved), talking]) {
      expect(missedEvents(call, anew)).toEqual([{ type: 'telephonyLost' }])
    }
    expect(missedEvents({ ...talking, createdAt: 1 }, anew)).toEqual([{ type: 'customerHungUp', cause: null }])
  })

  it('the answer of a customer who was dialled, late; and a dial that is gone has no known end', () => {
    const dialed: Call = { ...waiting, state: 'dialing', leg: null }
    expect(missedEvents(dialed, exchange({ channelId: 'alice' }))).toEqual([
      { type: 'customerAnswered', foundLate: true },
    ])
    expect(missedEvents(dialed, exchange({ channelId: 'alice', state: 'ringing', entered: false }))).toEqual([])
    expect(missedEvents(dialed, exchange())).toEqual([{ type: 'dialVanished' }])
    expect(missedEvents(dialed, { ...exchange(), startedAt: 1 })).toEqual([{ type: 'telephonyLost' }])
  })

  it('that a customer who was dialled answered and found nobody, unless the exchange still tries', () => {
    const dialed: Call = { ...waiting, state: 'dialing', leg: null }
    const found = (left: LeftAlone, ...channels: Parameters<typeof exchange>) =>
      missedEvents(dialed, { ...exchange(...channels), leftAlone: new Map([['alice', left]]) })
    const inDialplan = { channelId: 'alice', entered: false }
    expect(found('waits')).toEqual([{ type: 'customerLeftAlone' }])
    expect(found('told')).toEqual([{ type: 'customerLeftAlone' }])
    expect(found('told', inDialplan)).toEqual([{ type: 'customerLeftAlone' }])
    expect(found('waits', inDialplan)).toEqual([])
  })

  it('that the exchange took for a machine what answered, and hung up on it', () => {
    const dialed: Call = { ...waiting, state: 'dialing', leg: null }
    const found = (...channels: Parameters<typeof exchange>) =>
      missedEvents(dialed, { ...exchange(...channels), leftAlone: new Map([['alice', 'machine'] as const]) })
    expect(found()).toEqual([{ type: 'machineLeftAlone' }])
    expect(found({ channelId: 'alice', entered: false })).toEqual([{ type: 'machineLeftAlone' }])
  })

  it('nothing of a preview, which has no customer yet, but the loss of its agent', () => {
    const leg = { agentId: bob, channelId: 'bob-room', kind: 'room' } as const
    const preview: Call = { ...waiting, state: 'previewing', leg, preview: { until: 60, onTimeout: 'dial' } }
    expect(missedEvents(preview, exchange({ channelId: 'bob-room' }))).toEqual([])
    expect(missedEvents(preview, exchange())).toEqual([{ type: 'agentLegGone', channelId: 'bob-room', cause: null }])
  })

  it('the answer of the agent’s phone, and not one that still rings', () => {
    const ringing = { channelId: 'call-agent-1', state: 'ringing', entered: false } as const
    expect(missedEvents(after(reserved), exchange({ channelId: 'alice' }, ringing))).toEqual([])
    expect(missedEvents(after(reserved), exchange({ channelId: 'alice' }, { channelId: 'call-agent-1' }))).toEqual([
      { type: 'agentAnswered', agentId: bob },
    ])
  })

  it('nothing of a phone that may not have been rung yet, until that cannot be; then it is gone', () => {
    const dialed: Call = { ...waiting, state: 'dialing', leg: null }
    const consulting = after(
      reserved,
      { type: 'agentAnswered', agentId: bob },
      { type: 'consultStarted', agentId: bob, target: { agentId: 'carol', roomChannelId: null } },
    )
    const together = [
      { channelId: 'alice', bridgeId: 'call-call' },
      { channelId: 'call-agent-1', bridgeId: 'call-call' },
    ]
    const rung: [Call, ReturnType<typeof exchange>][] = [
      [dialed, exchange()],
      [after(reserved), exchange({ channelId: 'alice' })],
      [consulting, exchange(...together)],
    ]
    for (const [call, asked] of rung) {
      expect(missedEvents(call, atOnce(asked))).toEqual([])
      expect(isInDoubt(call, atOnce(asked))).toBe(true)
      expect(missedEvents(call, asked)).toHaveLength(1)
      expect(isInDoubt(call, asked)).toBe(false)
      expect(isInDoubt(call, { ...atOnce(asked), startedAt: 1 })).toBe(false)
    }
  })

  it('the end of whoever was there, however young the call', () => {
    expect(missedEvents(waiting, atOnce(exchange()))).toEqual([{ type: 'customerHungUp', cause: null }])
    expect(missedEvents(after(reserved), atOnce(exchange()))).toEqual([{ type: 'customerHungUp', cause: null }])
    expect(missedEvents(talking, atOnce(exchange({ channelId: 'alice', bridgeId: 'call-call' })))).toHaveLength(1)
    const dialed: Call = { ...waiting, state: 'dialing', leg: null }
    const leftAlone = new Map([['alice', 'told'] as const])
    expect(missedEvents(dialed, { ...atOnce(exchange()), leftAlone })).toEqual([{ type: 'customerLeftAlone' }])
  })

  it('the loss of the agent’s leg', () => {
    expect(missedEvents(talking, exchange({ channelId: 'alice', bridgeId: 'call-call' }))).toEqual([
      { type: 'agentLegGone', channelId: 'call-agent-1', cause: null },
    ])
  })

  it('that the two were never brought together', () => {
    expect(missedEvents(talking, exchange({ channelId: 'alice' }, { channelId: 'call-agent-1' }))).toEqual([
      { type: 'foundApart' },
    ])
  })
})
