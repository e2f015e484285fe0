import { agentCallId } from '@orderline/domain/agent'
import type { CallsService } from '../calls/calls-service.ts'
import type { ContactAtHand } from '../sight/client-sight.ts'
import type { AgentsService } from './agents-service.ts'

/** What an agent's call is about: of the one on the line, or in the wrap-up. */
export function createContactAtHand(deps: {
  agents: Pick<AgentsService, 'get'>
  calls: Pick<CallsService, 'get'>
}): ContactAtHand {
  return (agentId) => {
    const agent = deps.agents.get(agentId)
    const callId = agent ? agentCallId(agent) : null
    return callId === null ? undefined : deps.calls.get(callId)
  }
}
