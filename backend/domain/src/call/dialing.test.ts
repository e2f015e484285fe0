import { describe, expect, it } from 'vitest'
import { shortestRingMs } from './dialing.ts'
import type { CallEvent } from './events.ts'
import { bob, callId, journalled, outboundCall, play, types, withoutJournal } from './testing.ts'

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
    expect(types(effects)).toEqual(['hangUpCustomer', 'releaseAgent'])
    expect(journalled(effects).map(({ type }) => type)).not.toContain('customerAnswered')
  })
})
