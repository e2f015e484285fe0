import type { LiveAgent } from '../contract/index.ts'
import type { AgentEvent } from './events.ts'
import { presence, type PresenceEvent } from './presence.ts'
import { transitions } from './transitions.ts'

type AnyHandler = (agent: LiveAgent, event: AgentEvent, now: number) => LiveAgent | undefined

/**
 * The gate through which every change of an agent goes. Undefined: the event says nothing new, or comes too late, or
 * is not allowed in this state; the agent stays as it is. `now` is epoch ms.
 */
export function applyAgentEvent(agent: LiveAgent, event: AgentEvent, now: number): LiveAgent | undefined {
  // The casts: the tables' types pair each state and event with its handler, which an index by value cannot express.
  const handler = (isPresence(event) ? presence[event.type] : transitions[agent.state][event.type]) as
    AnyHandler | undefined
  return handler?.(agent, event, now)
}

function isPresence(event: AgentEvent): event is PresenceEvent {
  return event.type in presence
}
