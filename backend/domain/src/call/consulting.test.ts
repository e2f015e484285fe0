import { describe, expect, it } from 'vitest'
import type { CallEvent } from './events.ts'
import { bob, callId, carol, inboundCall, play, toRing, toRoom, types } from './testing.ts'

const talkOf = (agent: { agentId: string; roomChannelId: string | null }) =>
  play(inboundCall(), [
    { type: 'agentReserved', agent, routing: null },
    { type: 'agentAnswered', agentId: bob },
  ]).call
const start = (target: { agentId: string; roomChannelId: string | null }): CallEvent => ({
  type: 'consultStarted',
  agentId: bob,
  target,
})
const carolAnswers: CallEvent = { type: 'consultAnswered', agentId: carol }
const byBob = (type: 'consultCompleted' | 'consultCancelled' | 'conferenceStarted'): CallEvent => ({
  type,
  agentId: bob,
})

describe('asking a second agent', () => {
  it('gives the customer music, stops the recording meanwhile and rings the second agent', () => {
    const { call, effects } = play(talkOf(toRing(bob)), [start(toRing(carol))])
    expect(call).toMatchObject({
      state: 'talking',
      consult: { state: 'ringing', leg: { channelId: `${callId}-agent-2` } },
    })
    expect(types(effects)).toEqual(['pauseRecording', 'removeFromBridge', 'startMusic', 'ringAgent'])
  })

  it('brings the second agent to where the first one is', () => {
    const { effects } = play(talkOf(toRoom(bob)), [start(toRoom(carol)), carolAnswers])
    expect(effects).toContainEqual({ type: 'addToBridge', bridgeId: `room-${bob}`, channelIds: [`${carol}-room`] })
    expect(effects).toContainEqual({ type: 'engageAgent', agentId: carol })
  })

  it('makes a conference of three', () => {
    const { call, effects } = play(talkOf(toRing(bob)), [
      start(toRing(carol)),
      carolAnswers,
      byBob('conferenceStarted'),
    ])
    expect(call).toMatchObject({ consult: { state: 'conference' } })
    expect(effects).toContainEqual({ type: 'addToBridge', bridgeId: `call-${callId}`, channelIds: ['alice'] })
  })

  it.each([
    ['ring, ring', { first: toRing(bob), second: toRing(carol), bridgeId: `call-${callId}` }],
    ['ring, room', { first: toRing(bob), second: toRoom(carol), bridgeId: `room-${carol}` }],
    ['room, ring', { first: toRoom(bob), second: toRing(carol), bridgeId: `call-${callId}` }],
    ['room, room', { first: toRoom(bob), second: toRoom(carol), bridgeId: `room-${carol}` }],
  ])('hands over the customer to the second agent (%s)', (_name, { first, second, bridgeId }) => {
    const { call, effects } = play(talkOf(first), [start(second), carolAnswers, byBob('consultCompleted')])
    expect(call).toMatchObject({ state: 'talking', leg: { agentId: carol }, bridgeId, consult: null, recording: 'on' })
    const customerJoins = effects.filter(
      (effect) => effect.type === 'addToBridge' && effect.channelIds.includes('alice'),
    )
    expect(customerJoins).toMatchObject([{ bridgeId }])
    expect(effects).toContainEqual({ type: 'releaseAgent', agentId: bob, as: 'talked' })
    expect(effects).not.toContainEqual({ type: 'destroyBridge', bridgeId })
    expect(effects).not.toContainEqual({ type: 'hangUpLeg', channelId: `${bob}-room` })
  })

  it("brings the customer back when it is cancelled, and a room's leg goes home", () => {
    const { call, effects } = play(talkOf(toRing(bob)), [start(toRoom(carol)), carolAnswers, byBob('consultCancelled')])
    expect(call).toMatchObject({ leg: { agentId: bob }, consult: null })
    expect(effects).toContainEqual({ type: 'addToBridge', bridgeId: `room-${carol}`, channelIds: [`${carol}-room`] })
    expect(types(effects).slice(-3)).toEqual(['stopMusic', 'addToBridge', 'resumeRecording'])
  })

  it.each([
    ['declined', 'declined'],
    ['ring-timeout', 'missed'],
  ] as const)('brings the customer back when the second agent %s', (reason, as) => {
    const { call, effects } = play(talkOf(toRing(bob)), [
      start(toRing(carol)),
      { type: 'consultEnded', agentId: carol, reason },
    ])
    expect(call).toMatchObject({ state: 'talking', consult: null })
    expect(effects).toContainEqual({ type: 'releaseAgent', agentId: carol, as })
  })

  it('leaves the customer with the second agent when the first one is lost', () => {
    const { call } = play(talkOf(toRing(bob)), [
      start(toRing(carol)),
      carolAnswers,
      { type: 'agentLegGone', channelId: `${callId}-agent-1`, cause: 44 },
    ])
    expect(call).toMatchObject({ state: 'talking', leg: { agentId: carol } })
  })

  it('releases both when the customer hangs up, the second without a wrap-up', () => {
    const { effects } = play(talkOf(toRing(bob)), [
      start(toRing(carol)),
      carolAnswers,
      { type: 'customerHungUp', cause: 16 },
    ])
    expect(effects.filter((effect) => effect.type === 'releaseAgent')).toEqual([
      { type: 'releaseAgent', agentId: carol, as: 'unused' },
      { type: 'releaseAgent', agentId: bob, as: 'talked' },
    ])
  })
})
