import { describe, expect, it } from 'vitest'
import { applyCallEvent } from './apply-call-event.ts'
import type { CallEffect, CallEffectType } from './effects.ts'
import { shortestRingMs } from './dialing.ts'
import type { CallEvent } from './events.ts'
import {
  agentlessCall,
  previewCall,
  bob,
  callId,
  carol,
  inboundCall,
  outboundCall,
  play,
  queue,
  queueId,
  toRing,
  toRoom,
} from './testing.ts'

const reserved: CallEvent = { type: 'agentReserved', agent: toRing(bob), routing: null }
const answered: CallEvent = { type: 'agentAnswered', agentId: bob }
const types = (effects: CallEffect[]): CallEffectType[] => effects.map((effect) => effect.type)
const withoutJournal = (effects: CallEffect[]): CallEffect[] => effects.filter((effect) => effect.type !== 'journal')
const journalled = (effects: CallEffect[]) =>
  effects.flatMap((effect) => (effect.type === 'journal' ? [effect.entry] : []))

describe('a customer who calls', () => {
  it('rings the reserved agent and is not answered before the agent answers', () => {
    const { call, effects } = play(inboundCall(), [reserved])
    expect(call).toMatchObject({
      state: 'offering',
      leg: { kind: 'ring', channelId: `${callId}-agent-1` },
      isCustomerUp: false,
    })
    expect(types(withoutJournal(effects))).toEqual(['ringAgent'])
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
    expect(types(withoutJournal(offered.effects))).toEqual([])
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
    expect(types(withoutJournal(effects)).slice(0, 2)).toEqual(['ringAgent', 'stopMusic'])
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

describe('a call that we dial', () => {
  it('joins the customer to the room at once when the customer answers', () => {
    const { call, effects } = play(outboundCall(), [{ type: 'customerAnswered' }], 3)
    expect(call).toMatchObject({ state: 'talking', bridgeId: `room-${bob}`, answeredAt: 3 })
    expect(withoutJournal(effects)[0]).toEqual({
      type: 'addToBridge',
      bridgeId: `room-${bob}`,
      channelIds: [`${callId}-customer`],
    })
    expect(journalled(effects)).toContainEqual({ type: 'customerAnswered', callId, at: 3 })
  })

  it.each([
    [17, 'busy'],
    [19, 'no-answer'],
    [34, 'congestion'],
    [1, 'unallocated'],
    [21, 'rejected'],
    [null, 'system-failure'],
  ] as const)('ends by cause %s as %s, and the agent is free without a wrap-up', (cause, outcome) => {
    const { call, effects } = play(outboundCall(), [{ type: 'customerHungUp', cause }])
    expect(call).toMatchObject({ state: 'ended', outcome, cause })
    expect(effects).toContainEqual({ type: 'releaseAgent', agentId: bob, as: 'unused' })
  })

  it.each([
    ['the agent hangs up', { type: 'agentHungUp', agentId: bob }],
    ['the room is lost', { type: 'agentLegGone', channelId: 'bob-room', cause: null }],
  ] as const)('is cancelled when %s after the shortest ring, and never before', (_name, event) => {
    expect(play(outboundCall(), [event], shortestRingMs - 1).effects).not.toContainEqual({ type: 'hangUpCustomer' })
    const { call, effects } = play(outboundCall(), [event], shortestRingMs)
    expect(call).toMatchObject({ outcome: 'cancelled' })
    expect(effects).toContainEqual({ type: 'hangUpCustomer' })
  })

  it('rings on without the agent whose room was lost, and has two seconds for another one at the answer', () => {
    const lost: CallEvent = { type: 'agentLegGone', channelId: 'bob-room', cause: null }
    const ringing = play(outboundCall(), [lost], 1000)
    expect(ringing.call).toMatchObject({ state: 'dialing', leg: null })
    expect(ringing.effects).toEqual([{ type: 'releaseAgent', agentId: bob, as: 'unused' }])
    expect(play(ringing.call, [{ type: 'customerAnswered' }], 3000).call).toMatchObject({
      state: 'waiting',
      connectBy: 5000,
    })
  })

  it('is ended as a machine when Asterisk says so, and the agent is free', () => {
    const { call, effects } = play(outboundCall(), [{ type: 'machineAnswered' }], 1000)
    expect(call).toMatchObject({ state: 'ended', outcome: 'machine' })
    expect(types(withoutJournal(effects))).toEqual(['hangUpCustomer', 'releaseAgent'])
    expect(journalled(effects).map(({ type }) => type)).not.toContain('customerAnswered')
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

describe('a conversation', () => {
  const talk = play(inboundCall(), [reserved, answered]).call
  const roomTalk = play(inboundCall(), [{ type: 'agentReserved', agent: toRoom(bob), routing: null }, answered]).call

  it('ends when the agent hangs up: recording, leg, bridge and customer', () => {
    const { call, effects } = play(talk, [{ type: 'agentHungUp', agentId: bob }])
    expect(call).toMatchObject({ state: 'ended', outcome: 'completed' })
    expect(types(withoutJournal(effects))).toEqual([
      'stopRecording',
      'removeFromBridge',
      'hangUpLeg',
      'releaseAgent',
      'hangUpCustomer',
      'destroyBridge',
    ])
  })

  it('asks nothing of a customer who has hung up, also from hold', () => {
    const held = play(talk, [{ type: 'holdToggled', agentId: bob, onHold: true }]).call
    const { call, effects } = play(held, [{ type: 'customerHungUp', cause: 16 }])
    expect(call).toMatchObject({ state: 'ended', outcome: 'completed', cause: 16 })
    expect(types(withoutJournal(effects))).toEqual(['stopRecording', 'hangUpLeg', 'releaseAgent', 'destroyBridge'])
  })

  it('leaves the room and its leg alone when it ends', () => {
    const { effects } = play(roomTalk, [{ type: 'customerHungUp', cause: 16 }])
    expect(types(effects)).not.toContain('destroyBridge')
    expect(types(effects)).not.toContain('hangUpLeg')
  })

  it("takes a good-bye of the agent's ringing phone for a hang-up", () => {
    const { call } = play(talk, [{ type: 'agentLegGone', channelId: `${callId}-agent-1`, cause: 16 }])
    expect(call.state).toBe('ended')
  })

  it.each([
    ['a ring leg that breaks', { start: talk, channelId: `${callId}-agent-1`, cause: 44 }],
    ['a room that goes, whatever the cause', { start: roomTalk, channelId: `${bob}-room`, cause: 16 }],
  ] as const)('survives %s: the customer goes before all others in the queue', (_name, { start, channelId, cause }) => {
    const { call, effects } = play(start, [{ type: 'agentLegGone', channelId, cause }], 50)
    expect(call).toMatchObject({ state: 'waiting', priority: 1000, waitingSince: 50, welcomed: true })
    expect(types(effects)).toContain('startMusic')
    expect(types(effects)).not.toContain('hangUpCustomer')
  })

  it('holds and takes back, each once', () => {
    const hold: CallEvent = { type: 'holdToggled', agentId: bob, onHold: true }
    const held = play(talk, [hold, hold])
    expect(types(withoutJournal(held.effects))).toEqual(['holdCustomer'])
    const back = play(held.call, [{ ...hold, onHold: false }])
    expect(types(withoutJournal(back.effects))).toEqual(['unholdCustomer'])
  })

  it('pauses the recording and goes on', () => {
    const paused = play(talk, [{ type: 'recordingToggled', agentId: bob, paused: true }])
    expect(paused.effects[0]).toEqual({ type: 'pauseRecording', name: callId })
    expect(paused.call).toMatchObject({ recording: 'paused' })
  })

  it('obeys only the agent who talks', () => {
    expect(applyCallEvent(talk, { type: 'agentHungUp', agentId: carol }, 0)).toBeUndefined()
    expect(applyCallEvent(talk, { type: 'holdToggled', agentId: carol, onHold: true }, 0)).toBeUndefined()
  })

  it('goes to another queue by its rules, and the agent wraps up', () => {
    const other = { ...queue, queueId: carol, priority: 7 }
    const { call, effects } = play(talk, [{ type: 'transferredToQueue', agentId: bob, queue: other }], 9)
    expect(call).toMatchObject({ state: 'waiting', queueId: carol, priority: 7, waitingSince: 9, declinedBy: [] })
    expect(effects).toContainEqual({ type: 'releaseAgent', agentId: bob, as: 'talked' })
    expect(queueId).not.toBe(carol)
  })

  it('keeps its bridge through a transfer, and lets it go when the customer leaves the queue', () => {
    const other = { ...talk, queueId: 'other' }
    const passed = play(talk, [{ type: 'transferredToQueue', agentId: bob, queue: other }])
    expect(types(passed.effects)).not.toContain('destroyBridge')
    const { effects } = play(passed.call, [{ type: 'customerHungUp', cause: 16 }])
    expect(effects).toContainEqual({ type: 'destroyBridge', bridgeId: `call-${callId}` })
  })

  it('goes blindly to another agent, whose recording is a file of its own', () => {
    const { call, effects } = play(talk, [
      { type: 'transferredToAgent', agentId: bob, target: toRing(carol) },
      { type: 'agentAnswered', agentId: carol },
    ])
    expect(call).toMatchObject({ state: 'talking', leg: { agentId: carol } })
    expect(effects).toContainEqual({ type: 'startRecording', bridgeId: `call-${callId}`, name: `${callId}-2` })
    const end = play(call, [{ type: 'customerHungUp', cause: 16 }])
    expect(journalled(end.effects)).toContainEqual(
      expect.objectContaining({ type: 'callEnded', recording: `${callId}.wav`, recordings: 2 }),
    )
  })

  it('is put together again when Asterisk has it apart, unless it is on hold', () => {
    expect(types(applyCallEvent(talk, { type: 'foundApart' }, 0)?.effects ?? [])).toContain('addToBridge')
    const held = play(talk, [{ type: 'holdToggled', agentId: bob, onHold: true }]).call
    expect(applyCallEvent(held, { type: 'foundApart' }, 0)).toBeUndefined()
  })
})
