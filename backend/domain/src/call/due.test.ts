import { describe, expect, it } from 'vitest'
import { callDue } from './due.ts'
import type { CallEvent } from './events.ts'
import { bob, carol, inboundCall, outboundCall, play, toRing, reserved } from './testing.ts'

const second = () => 2
const due = (events: CallEvent[], now: number) => callDue(play(inboundCall(), events).call, now, second)

describe('what time brings to a call', () => {
  it('greets after one second of waiting', () => {
    expect(due([], 999)).toBeUndefined()
    expect(due([], 1000)).toEqual({ type: 'waitBegan' })
  })

  it('tells the position when the announcement is due', () => {
    expect(due([{ type: 'waitBegan' }], 29_999)).toBeUndefined()
    expect(due([{ type: 'waitBegan' }], 30_000)).toEqual({ type: 'positionDue', position: 2 })
  })

  it('ends a wait that lasts too long', () => {
    expect(due([{ type: 'waitBegan' }], 900_000)).toEqual({ type: 'waitedTooLong' })
  })

  it('ends an offer when it has rung long enough', () => {
    expect(due([reserved], 19_999)).toBeUndefined()
    expect(due([reserved], 20_000)).toEqual({ type: 'offerRangOut', agentId: bob })
  })

  it('ends a dial that Asterisk has said nothing about, later than Asterisk would', () => {
    expect(callDue(outboundCall(), 24_999, second)).toBeUndefined()
    expect(callDue(outboundCall(), 25_000, second)).toEqual({ type: 'dialFailed' })
  })

  it('ends a consultation that nobody answers', () => {
    const consult: CallEvent = { type: 'consultStarted', agentId: bob, target: toRing(carol) }
    expect(due([reserved, { type: 'agentAnswered', agentId: bob }, consult], 20_000)).toEqual({
      type: 'consultEnded',
      agentId: carol,
      reason: 'ring-timeout',
    })
  })
})
