import { describe, expect, it } from 'vitest'
import { applyCallEvent } from './apply-call-event.ts'
import type { CallEvent } from './events.ts'
import {
  agentlessCall,
  answered,
  bob,
  callId,
  carol,
  inboundCall,
  journalled,
  outboundCall,
  play,
  previewCall,
  reserved,
  toRing,
  toRoom,
  types,
  withoutJournal,
} from './testing.ts'

describe('a customer who calls', () => {
  it('rings the reserved agent and is not answered before the agent answers', () => {
    const { call, effects } = play(inboundCall(), [reserved])
    expect(call).toMatchObject({
      state: 'offering',
      leg: { kind: 'ring', channelId: `${callId}-agent-1` },
      isCustomerUp: false,
    })
    expect(types(effects)).toEqual(['ringAgent'])
  })

  it('is answered first, then bridged and recorded, when a ringing agent answers', () => {
    const { call, effects } = play(play(inboundCall(), [reserved]).call, [answered], 5)
    expect(call).toMatchObject({
      state: 'talking',
      bridgeId: `call-${callId}`,
      recording: 'on',
      answeredAt: 5,
      isCustomerUp: true,
    })
    expect(withoutJournal(effects)).toEqual([
      { type: 'answerCustomer' },
      { type: 'createBridge', bridgeId: `call-${callId}` },
      { type: 'addToBridge', bridgeId: `call-${callId}`, channelIds: [`${callId}-agent-1`, 'alice'] },
      { type: 'startRecording', bridgeId: `call-${callId}`, name: callId },
      { type: 'engageAgent', agentId: bob },
    ])
  })

  it('moves into the room of an agent with a persistent leg, without ringing anything', () => {
    const offered = play(inboundCall(), [{ type: 'agentReserved', agent: toRoom(bob), routing: null }])
    expect(types(offered.effects)).toEqual([])
    const { effects } = play(offered.call, [answered])
    expect(effects).toContainEqual({ type: 'addToBridge', bridgeId: `room-${bob}`, channelIds: ['alice'] })
    expect(types(effects)).not.toContain('createBridge')
  })

  it.each([
    ['waits', []],
    ['is offered', [reserved]],
  ] as const)('goes before all others when it is owed an agent, told while it %s', (_when, before) => {
    const declined: CallEvent = { type: 'offerDeclined', agentId: bob }
    const owed = play(inboundCall(), [...before, { type: 'owedAnAgent' }]).call
    expect(owed.priority).toBe(1000)
    expect(play(owed, [declined]).call.priority).toBe(1000)
  })

  it('is greeted once when nobody comes, and the music stops when somebody does', () => {
    const greeted = play(inboundCall(), [{ type: 'waitBegan' }, { type: 'waitBegan' }])
    expect(types(greeted.effects)).toEqual(['welcomeCustomer'])
    const { effects } = play(greeted.call, [reserved, answered])
    expect(types(effects).slice(0, 2)).toEqual(['ringAgent', 'stopMusic'])
    expect(types(effects)).not.toContain('answerCustomer')
  })

  it('hears the position only as often as the queue says', () => {
    const greeted = play(inboundCall(), [{ type: 'waitBegan' }]).call
    expect(applyCallEvent(greeted, { type: 'positionDue', position: 3 }, 29_999)).toBeUndefined()
    expect(applyCallEvent(greeted, { type: 'positionDue', position: 3 }, 30_000)?.effects).toEqual([
      { type: 'announcePosition', position: 3, offersCallback: true },
    ])
  })

  it('is a missed call when hanging up while waiting', () => {
    const { call, effects } = play(inboundCall(), [{ type: 'customerHungUp', cause: 16 }])
    expect(call).toMatchObject({ state: 'ended', outcome: 'abandoned' })
    expect(journalled(effects)).toMatchObject([{ type: 'callEnded', status: 'missed', recording: null, agentId: null }])
  })

  it.each([
    ['waitedTooLong', 'timeout', 'waited-too-long'],
    ['queueWasFull', 'queue-full', 'all-busy'],
  ] as const)('hears a sentence before the end on %s', (type, outcome, sentence) => {
    const { call, effects } = play(inboundCall(), [{ type }])
    expect(call).toMatchObject({ state: 'ended', outcome })
    expect(effects).toContainEqual({ type: 'sayFarewell', sentence })
  })

  it('goes back to the old place in the queue when the offer rings out, and that agent is asked last', () => {
    const { call, effects } = play(inboundCall(7), [reserved, { type: 'offerRangOut', agentId: bob }], 99)
    expect(call).toMatchObject({ state: 'waiting', waitingSince: 7, declinedBy: [bob] })
    expect(effects).toContainEqual({ type: 'releaseAgent', agentId: bob, as: 'missed' })
    expect(effects).toContainEqual({ type: 'hangUpLeg', channelId: `${callId}-agent-1` })
  })

  it.each([
    [21, 100, 'declined'],
    [19, 100, 'declined'],
    [19, 20_000, 'missed'],
    [20, 100, 'missed'],
    [null, 100, 'missed'],
  ] as const)('takes a ringing leg that goes with cause %s after %i ms for %s', (cause, at, as) => {
    const offered = play(inboundCall(), [reserved]).call
    const step = applyCallEvent(offered, { type: 'agentLegGone', channelId: `${callId}-agent-1`, cause }, at)
    expect(step?.effects).toContainEqual({ type: 'releaseAgent', agentId: bob, as })
  })

  it('gives each ring its own channel', () => {
    const { call } = play(inboundCall(), [
      reserved,
      { type: 'offerDeclined', agentId: bob },
      { type: 'agentReserved', agent: toRing(carol), routing: null },
    ])
    expect(call).toMatchObject({ state: 'offering', leg: { agentId: carol, channelId: `${callId}-agent-2` } })
  })

  it('ignores an answer of an agent whose offer has ended', () => {
    const { call } = play(inboundCall(), [reserved, { type: 'offerDeclined', agentId: bob }])
    expect(applyCallEvent(call, answered, 0)).toBeUndefined()
  })
})

describe('a call that Asterisk took with it', () => {
  const talk = play(inboundCall(), [reserved, answered]).call
  const lost: CallEvent = { type: 'telephonyLost' }

  it.each([
    ['waits', inboundCall(), 'missed'],
    ['is offered', play(inboundCall(), [reserved]).call, 'missed'],
    ['talks', talk, 'answered'],
    ['rings', outboundCall(), 'failed'],
    ['is previewed', previewCall(), 'failed'],
    ['hears a message', play(agentlessCall(), [{ type: 'customerAnswered' }]).call, 'failed'],
  ] as const)('is a failure of the system, not an end that somebody chose: one that %s', (_name, start, status) => {
    const { call, effects } = play(start, [lost])
    expect(call).toMatchObject({ state: 'ended', outcome: 'system-failure' })
    expect(journalled(effects)).toMatchObject([{ type: 'callEnded', status, outcome: 'system-failure' }])
  })

  it('leaves the agent who talked with a wrap-up', () => {
    expect(play(talk, [lost]).effects).toContainEqual({ type: 'releaseAgent', agentId: bob, as: 'talked' })
  })
})
