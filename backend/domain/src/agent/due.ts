import type { LiveAgent } from '../contract/index.ts'
import type { AgentEvent } from './events.ts'

/** A backend restart must not send a whole shift on break, a closed laptop must not collect calls. */
export const connectionLostAfterMs = 20_000

/** The event that time itself brings to an agent, once its moment has come. */
export function agentDue(agent: LiveAgent, now: number): AgentEvent | undefined {
  if (agent.state === 'wrap-up' && agent.until <= now) return { type: 'wrapUpFinished', callId: agent.callId }
  const isAlone = agent.screenLostAt !== null && agent.screenLostAt + connectionLostAfterMs <= now
  if (agent.state === 'ready' && isAlone) return { type: 'connectionLost' }
  return undefined
}
