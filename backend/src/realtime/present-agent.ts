import { agentCallId } from '@orderline/domain/agent'
import type { AgentStateView, LiveAgent } from '@orderline/domain/contract'

/** An agent as screens and boards show it. */
export function presentAgent(agent: LiveAgent): AgentStateView {
  return {
    id: agent.id,
    name: agent.name,
    state: agent.state,
    since: agent.since,
    breakReason: agent.state === 'break' ? agent.reason : null,
    breakAfterCall: agent.breakAfterCall,
    wrapUpUntil: agent.state === 'wrap-up' ? agent.until : null,
    audioMode: agent.audioMode,
    roomReady: agent.roomChannelId !== null,
    callId: agentCallId(agent),
  }
}
