import type { LiveAgent } from '../contract/index.ts'
import { applyAgentEvent } from './apply-agent-event.ts'
import { createAgent } from './create-agent.ts'
import type { AgentEvent } from './events.ts'

export const profile = {
  id: '01900000-0000-7000-8000-000000000b0b',
  name: 'Bob',
  skills: {},
  audioMode: 'ring',
} as const satisfies Partial<LiveAgent>

/** Bob, logged in and ready since `at`. */
export function readyAgent(overrides: Partial<LiveAgent> = {}, at = 0): LiveAgent {
  const login: AgentEvent = { type: 'loggedIn', profile, sessionId: 'session', sipUsername: 'agent-bob' }
  const ready = live(createAgent(profile, at), [login, { type: 'phoneFound' }, { type: 'wentReady' }], at)
  // The cast: overrides of facts keep the state, which Partial of a union cannot tell.
  return { ...ready, ...overrides } as LiveAgent
}

/** Applies events one after the other; those that are refused leave no trace. */
export function live(agent: LiveAgent, events: AgentEvent[], now: number): LiveAgent {
  return events.reduce((current, event) => applyAgentEvent(current, event, now) ?? current, agent)
}
