import { describe, expect, it } from 'vitest'
import { applyCallEvent } from './apply-call-event.ts'
import type { CallEvent } from './events.ts'
import {
  answered,
  bob,
  callId,
  carol,
  inboundCall,
  journalled,
  play,
  queue,
  reserved,
  toRing,
  toRoom,
  types,
} from './testing.ts'

describe('a conversation', () => {
  const talk = play(inboundCall(), [reserved, answered]).call
  const roomTalk = play(inboundCall(), [{ type: 'agentReserved', agent: toRoom(bob), routing: null }, answered]).call

  it('ends when the agent hangs up: recording, leg, bridge and customer', () => {
    const { call, effects } = play(talk, [{ type: 'agentHungUp', agentId: bob }])
    expect(call).toMatchObject({ state: 'ended', outcome: 'completed' })
    expect(types(effects)).toEqual([
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
    expect(types(effects)).toEqual(['stopRecording', 'hangUpLeg', 'releaseAgent', 'destroyBridge'])
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
    expect(types(held.effects)).toEqual(['holdCustomer'])
    const back = play(held.call, [{ ...hold, onHold: false }])
    expect(types(back.effects)).toEqual(['unholdCustomer'])
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
  })

  it('keeps its bridge through a transfer, and lets it go when the customer leaves the queue', () => {
    const other = { ...queue, queueId: carol }
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
