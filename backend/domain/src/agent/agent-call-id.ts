import type { LiveAgent } from '../contract/index.ts'

/** The call that an agent is on, or is wrapping up; null otherwise. */
export function agentCallId(agent: LiveAgent): string | null {
  return 'callId' in agent ? agent.callId : null
}
