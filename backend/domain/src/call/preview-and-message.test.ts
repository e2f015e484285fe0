import { describe, expect, it } from 'vitest'
import { applyCallEvent } from './apply-call-event.ts'
import { callDue } from './due.ts'
import type { CallEvent } from './events.ts'
import { agentlessCall, bob, callId, carol, play, previewCall, journalled, types } from './testing.ts'

const nobody = () => 1
const skipped = (agentId: string): CallEvent => ({ type: 'previewSkipped', agentId, reason: 'called an hour ago' })

describe('CC-41: a preview', () => {
  it('dials nothing before the agent says so', () => {
    expect(previewCall()).toMatchObject({ state: 'previewing', leg: { agentId: bob }, preview: { until: 60_000 } })
    expect(applyCallEvent(previewCall(), { type: 'previewStarted', agentId: carol }, 5)).toBeUndefined()
    const { call, effects } = play(previewCall(), [{ type: 'previewStarted', agentId: bob }], 5)
    expect(call).toMatchObject({ state: 'dialing', since: 5, leg: { agentId: bob } })
    expect(types(effects)).toEqual(['dialCustomer'])
    expect(journalled(effects)).toMatchObject([{ type: 'callDialed', agentId: bob }])
  })

  it('is skipped by its agent with a reason, and the agent is ready for the next', () => {
    expect(applyCallEvent(previewCall(), skipped(carol), 5)).toBeUndefined()
    const { call, effects } = play(previewCall(), [skipped(bob)], 5)
    expect(call).toMatchObject({ state: 'ended', outcome: 'skipped' })
    expect(types(effects)).toEqual(['releaseAgent'])
    expect(journalled(effects)).toMatchObject([
      { type: 'previewSkipped', agentId: bob, reason: 'called an hour ago' },
      { type: 'callEnded', outcome: 'skipped', status: 'failed' },
    ])
  })

  it.each([
    ['dial', { state: 'dialing' }],
    ['skip', { state: 'ended', outcome: 'skipped' }],
  ] as const)('does by itself what the campaign says when the time is over: %s', (onTimeout, expected) => {
    const preview = previewCall(onTimeout)
    expect(callDue(preview, 59_999, nobody)).toBeUndefined()
    expect(callDue(preview, 60_000, nobody)).toEqual({ type: 'previewTimedOut' })
    expect(applyCallEvent(preview, { type: 'previewTimedOut' }, 59_999)).toBeUndefined()
    expect(play(preview, [{ type: 'previewTimedOut' }], 60_000).call).toMatchObject(expected)
  })

  it('that is not allowed any more when it comes to dialling is skipped without a ring', () => {
    const dialed = play(previewCall(), [{ type: 'previewStarted', agentId: bob }], 5).call
    const { call, effects } = play(dialed, [{ type: 'dialRefused', because: 'it is night there' }], 6)
    expect(call).toMatchObject({ outcome: 'skipped' })
    expect(types(effects)).toEqual(['releaseAgent'])
    expect(journalled(effects)[0]).toMatchObject({ type: 'previewSkipped', reason: 'it is night there' })
  })

  it('whose agent is lost is no skip: the customer is chosen again', () => {
    const lost: CallEvent = { type: 'agentLegGone', channelId: 'bob-room', cause: null }
    expect(play(previewCall(), [lost]).call).toMatchObject({ outcome: 'system-failure' })
  })
})

describe('CC-48: a recorded message', () => {
  const heard = play(agentlessCall(), [{ type: 'customerAnswered' }], 1000).call
  const key = (digit: string): CallEvent => ({ type: 'keyPressed', key: digit })

  it('plays at the answer, without an agent', () => {
    const { call, effects } = play(agentlessCall(), [{ type: 'customerAnswered' }], 1000)
    expect(call).toMatchObject({ state: 'announcing', plays: 1, quietSince: null })
    expect(effects).toContainEqual({ type: 'playMessage', play: 1, sound: 'hello-world' })
  })

  it('waits for a key some seconds after its end, then hangs up', () => {
    const { call } = play(heard, [{ type: 'messageEnded', play: 1 }], 9000)
    expect(callDue(call, 14_999, nobody)).toBeUndefined()
    expect(callDue(call, 15_000, nobody)).toEqual({ type: 'keyTimedOut' })
    const { call: ended, effects } = play(call, [{ type: 'keyTimedOut' }], 15_000)
    expect(ended).toMatchObject({ outcome: 'completed' })
    expect(types(effects)).toEqual(['hangUpCustomer'])
  })

  it('ends by itself when the end of its playback was lost', () => {
    expect(callDue(heard, 180_999, nobody)).toBeUndefined()
    expect(callDue(heard, 181_000, nobody)).toEqual({ type: 'keyTimedOut' })
  })

  it.each([
    ['1', 'confirm'],
    ['3', 'do-not-call'],
  ] as const)('key %s (%s) is journalled, thanked for, and ends the call', (digit, action) => {
    const { call, effects } = play(heard, [key(digit)], 2000)
    expect(call).toMatchObject({ state: 'ended', outcome: 'completed' })
    expect(types(effects)).toEqual(['stopMessage', 'sayFarewell'])
    expect(journalled(effects)[0]).toEqual({ type: 'keyPressed', callId, at: 2000, key: digit, action })
  })

  it('a key for an agent leads into the queue, with music and an ordinary wait', () => {
    const { call, effects } = play(heard, [key('2')], 2000)
    expect(call).toMatchObject({ state: 'waiting', connectBy: null, waitingSince: 2000, welcomed: true })
    expect(types(effects)).toEqual(['stopMessage', 'startMusic', 'prepareCard'])
    expect(play(call, [{ type: 'customerHungUp', cause: 16 }]).call).toMatchObject({ outcome: 'completed' })
  })

  it('a key repeats it, a few times', () => {
    const { call, effects } = play(heard, [key('9')], 2000)
    expect(call).toMatchObject({ state: 'announcing', plays: 2 })
    expect(effects).toContainEqual({ type: 'stopMessage', play: 1 })
    expect(applyCallEvent(call, { type: 'messageEnded', play: 1 }, 2001)).toBeUndefined()
    expect(
      play(
        heard,
        Array.from({ length: 9 }, () => key('9')),
      ).call,
    ).toMatchObject({ plays: 5 })
  })

  it('a key without a meaning changes nothing', () => {
    expect(applyCallEvent(heard, key('7'), 2000)).toBeUndefined()
    expect(applyCallEvent(heard, key('#'), 2000)).toBeUndefined()
  })
})
