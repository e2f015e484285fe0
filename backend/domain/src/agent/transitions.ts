import type { LiveAgent } from '../contract/index.ts'
import type { AgentEvent } from './events.ts'
import { factsOf, settle } from './settle.ts'

type State = LiveAgent['state']
type EventType = AgentEvent['type']
type In<S extends State> = Extract<LiveAgent, { state: S }>
type Of<E extends EventType> = Extract<AgentEvent, { type: E }>

export type AgentHandler<S extends State, E extends EventType> = (
  agent: In<S>,
  event: Of<E>,
  now: number,
) => LiveAgent | undefined

type Table = { [S in State]: { [E in EventType]?: AgentHandler<S, E> } }

const maxWrapUpMs = 600_000
const wrapUpStepMs = 30_000

/**
 *   offline ──wentReady──▶ ready ──reserve──▶ reserved ──answered──▶ talking
 *      ▲                   ▲  │ ▲                │                     │ callEnded
 *      │                   │  │ └────released────┤                     ▼
 *      │                   │  │                  │ offerMissed      wrap-up ──▶ ready
 *      └───wentOffline─────┴ break ◀─────────────┴──────── breakAfterCall ┘
 *
 * An agent on a call cannot leave: a wish for a break is kept for afterwards, a log-out takes effect then.
 */
export const transitions: Table = {
  offline: {
    wentReady: becomeReady,
    wentOnBreak: takeBreak,
  },
  ready: {
    wentOnBreak: takeBreak,
    wentOffline: leave,
    reserve: (agent, { callId }, now) => ({ ...factsOf(agent), state: 'reserved', since: now, callId }),
    connectionLost: (agent, _event, now) => ({
      ...factsOf(agent),
      state: 'break',
      since: now,
      reason: 'connection-lost',
    }),
  },
  reserved: {
    wentReady: forgetBreak,
    wentOnBreak: keepBreakForLater,
    released: (agent, { callId }, now) => (agent.callId === callId ? settle(agent, now) : undefined),
    offerDeclined: (agent, { callId }, now) => (agent.callId === callId ? settle(missOne(agent), now) : undefined),
    offerMissed: (agent, { callId }, now) =>
      agent.callId === callId
        ? settle({ ...missOne(agent), breakAfterCall: agent.breakAfterCall ?? 'missed-call' }, now)
        : undefined,
    answered: (agent, { callId }, now) =>
      agent.callId === callId ? { ...factsOf(agent), state: 'talking', since: now, callId } : undefined,
    callEnded: wrapUp,
  },
  talking: {
    wentReady: forgetBreak,
    wentOnBreak: keepBreakForLater,
    released: (agent, { callId }, now) =>
      agent.callId === callId ? settle({ ...agent, idleSince: now }, now) : undefined,
    callEnded: wrapUp,
  },
  'wrap-up': {
    wentReady: (agent, _event, now) => settle({ ...agent, breakAfterCall: null }, now),
    wentOnBreak: (agent, event, now) =>
      event.afterCall ? keepBreakForLater(agent, event) : takeBreak(agent, event, now),
    wentOffline: leave,
    wrapUpExtended: (agent) => {
      const until = Math.min(agent.until + wrapUpStepMs, agent.since + maxWrapUpMs)
      return until > agent.until ? { ...agent, until } : undefined
    },
    wrapUpFinished: (agent, { callId }, now) => (agent.callId === callId ? settle(agent, now) : undefined),
  },
  break: {
    wentReady: becomeReady,
    wentOnBreak: (agent, event, now) => (agent.reason === event.reason ? undefined : takeBreak(agent, event, now)),
    wentOffline: leave,
  },
}

function becomeReady(agent: LiveAgent, _event: unknown, now: number): LiveAgent | undefined {
  if (agent.sessionId === null) return undefined
  return { ...factsOf(agent), state: 'ready', since: now, idleSince: now, breakAfterCall: null }
}

function takeBreak(agent: LiveAgent, { reason }: Of<'wentOnBreak'>, now: number): LiveAgent | undefined {
  if (agent.sessionId === null) return undefined
  return { ...factsOf(agent), state: 'break', since: now, reason, breakAfterCall: null }
}

function leave(agent: LiveAgent, _event: unknown, now: number): LiveAgent {
  return { ...factsOf(agent), state: 'offline', since: now, breakAfterCall: null }
}

function forgetBreak(agent: LiveAgent): LiveAgent | undefined {
  return agent.breakAfterCall === null ? undefined : { ...agent, breakAfterCall: null }
}

function keepBreakForLater(agent: LiveAgent, { reason }: Of<'wentOnBreak'>): LiveAgent | undefined {
  return agent.breakAfterCall === reason ? undefined : { ...agent, breakAfterCall: reason }
}

function missOne<A extends LiveAgent>(agent: A): A {
  return { ...agent, missedOffers: agent.missedOffers + 1 }
}

function wrapUp(
  agent: In<'reserved'> | In<'talking'>,
  { callId, wrapUpSeconds }: Of<'callEnded'>,
  now: number,
): LiveAgent | undefined {
  if (agent.callId !== callId) return undefined
  const idle = { ...agent, idleSince: now }
  if (wrapUpSeconds === 0) return settle(idle, now)
  return { ...factsOf(idle), state: 'wrap-up', since: now, callId, until: now + wrapUpSeconds * 1000 }
}
