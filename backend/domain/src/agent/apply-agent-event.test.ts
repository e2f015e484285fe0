import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { liveAgentSchema } from '../contract/index.ts'
import { applyAgentEvent } from './apply-agent-event.ts'
import { createAgent } from './create-agent.ts'
import { agentDue } from './due.ts'
import type { AgentEvent } from './events.ts'
import { live, profile, readyAgent } from './testing.ts'

const callId = '01900000-0000-7000-8000-00000000ca11'
const reserve: AgentEvent = { type: 'reserve', callId }
const answered: AgentEvent = { type: 'answered', callId }
const callEnded: AgentEvent = { type: 'callEnded', callId, wrapUpSeconds: 30 }
const lunch: AgentEvent = { type: 'wentOnBreak', reason: 'lunch', afterCall: true }

describe('a reservation', () => {
  it('is given to a ready agent and refused to everybody else', () => {
    const reserved = live(readyAgent(), [reserve], 5)
    expect(reserved).toMatchObject({ state: 'reserved', callId, since: 5 })
    expect(applyAgentEvent(reserved, { type: 'reserve', callId: 'other' }, 6)).toBeUndefined()
    expect(applyAgentEvent(live(reserved, [answered], 6), reserve, 7)).toBeUndefined()
  })

  it('that was not needed leaves the agent first in the order of idleness', () => {
    expect(live(readyAgent(), [reserve, { type: 'released', callId }], 9)).toMatchObject({
      state: 'ready',
      idleSince: 0,
    })
  })

  it('that is missed sends the agent on a break and is counted', () => {
    expect(live(readyAgent(), [reserve, { type: 'offerMissed', callId }], 9)).toMatchObject({
      state: 'break',
      reason: 'missed-call',
      missedOffers: 1,
    })
  })

  it('that is declined leaves the agent ready and is counted', () => {
    expect(live(readyAgent(), [reserve, { type: 'offerDeclined', callId }], 9)).toMatchObject({
      state: 'ready',
      missedOffers: 1,
    })
  })

  it('is not ended by news of another call', () => {
    const reserved = live(readyAgent(), [reserve], 5)
    for (const type of ['released', 'offerMissed', 'offerDeclined', 'answered'] as const) {
      expect(applyAgentEvent(reserved, { type, callId: 'other' }, 6)).toBeUndefined()
    }
  })
})

describe('after a call', () => {
  const wrappingUp = live(readyAgent(), [reserve, answered, callEnded], 1000)

  it('there is a wrap-up of the given length, and idleness counts from the end of the call', () => {
    expect(wrappingUp).toMatchObject({ state: 'wrap-up', until: 31_000 })
    expect(live(wrappingUp, [{ type: 'wrapUpFinished', callId }], 20_000)).toMatchObject({
      state: 'ready',
      idleSince: 1000,
    })
  })

  it('the wrap-up ends by itself, and not before its time', () => {
    expect(agentDue(wrappingUp, 30_999)).toBeUndefined()
    expect(agentDue(wrappingUp, 31_000)).toEqual({ type: 'wrapUpFinished', callId })
  })

  it('the wrap-up grows by 30 s, up to ten minutes', () => {
    expect(live(wrappingUp, [{ type: 'wrapUpExtended' }], 2000)).toMatchObject({ until: 61_000 })
    const often = Array.from({ length: 50 }, (): AgentEvent => ({ type: 'wrapUpExtended' }))
    const longest = live(wrappingUp, often, 2000)
    expect(longest).toMatchObject({ until: 601_000 })
    expect(applyAgentEvent(longest, { type: 'wrapUpExtended' }, 2000)).toBeUndefined()
  })

  it('without a wrap-up the agent is ready at once', () => {
    expect(live(readyAgent(), [reserve, answered, { ...callEnded, wrapUpSeconds: 0 }], 7)).toMatchObject({
      state: 'ready',
    })
  })

  it('the break that was asked for in the call begins, and only once', () => {
    const resting = live(readyAgent(), [reserve, answered, lunch, callEnded, { type: 'wrapUpFinished', callId }], 9)
    expect(resting).toMatchObject({ state: 'break', reason: 'lunch', breakAfterCall: null })
  })

  it('an agent who logged out in mid-call goes home', () => {
    const loggedOut: AgentEvent = { type: 'loggedOut', sessionId: 'session' }
    expect(live(readyAgent(), [reserve, answered, loggedOut], 9)).toMatchObject({ state: 'talking' })
    const gone = live(readyAgent(), [reserve, answered, loggedOut, { ...callEnded, wrapUpSeconds: 0 }], 9)
    expect(gone).toMatchObject({ state: 'offline' })
  })
})

describe('presence', () => {
  it('nobody becomes ready without a login', () => {
    expect(applyAgentEvent(createAgent(profile, 0), { type: 'wentReady' }, 1)).toBeUndefined()
  })

  it('the end of a login that another has taken over ends nothing', () => {
    const newer: AgentEvent = { type: 'loggedIn', profile, sessionId: 'newer', sipUsername: 'agent-bob-2' }
    const again = live(readyAgent(), [newer], 1)
    expect(applyAgentEvent(again, { type: 'loggedOut', sessionId: 'session' }, 2)).toBeUndefined()
    expect(live(again, [{ type: 'loggedOut', sessionId: 'newer' }], 2)).toMatchObject({ state: 'offline' })
  })

  it('an agent on a call cannot leave, and a break waits', () => {
    const talking = live(readyAgent(), [reserve, answered], 3)
    expect(applyAgentEvent(talking, { type: 'wentOffline' }, 4)).toBeUndefined()
    expect(live(talking, [{ ...lunch, afterCall: false }], 4)).toMatchObject({
      state: 'talking',
      breakAfterCall: 'lunch',
    })
  })

  it('a ready agent without a screen is taken off the queue after 20 s', () => {
    const alone = live(readyAgent(), [{ type: 'screenFound' }, { type: 'screenLost' }], 1000)
    expect(agentDue(alone, 20_999)).toBeUndefined()
    expect(agentDue(alone, 21_000)).toEqual({ type: 'connectionLost' })
    expect(live(alone, [{ type: 'connectionLost' }], 21_000)).toMatchObject({
      state: 'break',
      reason: 'connection-lost',
    })
    expect(agentDue(live(alone, [{ type: 'screenFound' }], 2000), 30_000)).toBeUndefined()
  })

  it('an agent with a phone only has no screen to lose', () => {
    expect(applyAgentEvent(readyAgent(), { type: 'screenLost' }, 1000)).toBeUndefined()
  })

  it('a room is left only by the channel that holds it', () => {
    const inRoom = live(readyAgent(), [{ type: 'roomEntered', channelId: 'new' }], 1)
    expect(applyAgentEvent(inRoom, { type: 'roomLeft', channelId: 'old' }, 2)).toBeUndefined()
    expect(live(inRoom, [{ type: 'roomLeft', channelId: 'new' }], 2)).toMatchObject({ roomChannelId: null })
  })

  it('idleness counts anew for those who come from a break', () => {
    expect(live(readyAgent(), [{ ...lunch, afterCall: false }, { type: 'wentReady' }], 77)).toMatchObject({
      idleSince: 77,
    })
  })
})

describe('an agent, whatever happens in whatever order', () => {
  const id = fc.constantFrom(callId, '01900000-0000-7000-8000-00000000ca12')
  const anyEvent: fc.Arbitrary<AgentEvent> = fc.oneof(
    fc.constantFrom<AgentEvent>(
      { type: 'loggedIn', profile, sessionId: 's', sipUsername: 'u' },
      { type: 'loggedOut', sessionId: 's' },
      { type: 'wentReady' },
      { type: 'wentOffline' },
      { type: 'wrapUpExtended' },
      { type: 'phoneLost' },
      { type: 'screenLost' },
      { type: 'connectionLost' },
      { type: 'roomEntered', channelId: 'room' },
    ),
    fc.record({
      type: fc.constant('wentOnBreak' as const),
      reason: fc.constant('lunch' as const),
      afterCall: fc.boolean(),
    }),
    fc.record({
      type: fc.constantFrom('reserve', 'released', 'offerDeclined', 'offerMissed', 'answered', 'wrapUpFinished'),
      callId: id,
    }),
    fc.record({ type: fc.constant('callEnded' as const), callId: id, wrapUpSeconds: fc.constantFrom(0, 30) }),
  )

  it('is always one that the schema knows, and changes calls only by way of being free', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
        let agent = createAgent(profile, 0)
        for (const event of events) {
          const next = applyAgentEvent(agent, event, 1)
          if (!next) continue
          liveAgentSchema.parse(next)
          if ('callId' in next && 'callId' in agent) expect(next.callId).toBe(agent.callId)
          if (next.state === 'reserved' && agent.state !== 'reserved') expect(agent.state).toBe('ready')
          agent = next
        }
      }),
      { numRuns: 1000 },
    )
  })
})
