import { agentCallId } from '@orderline/domain/agent'
import type { CallsService } from '../calls/calls-service.ts'
import type { AgentsService } from './agents-service.ts'

/** Whether a contact is this agent's now: on the line, or in the wrap-up. */
export function createAgentMayEdit(deps: { agents: Pick<AgentsService, 'get'>; calls: Pick<CallsService, 'get'> }) {
  return (agentId: string, contact: { callId: string | null; orderId: string | null }): boolean => {
    const agent = deps.agents.get(agentId)
    const callId = agent ? agentCallId(agent) : null
    if (callId === null) return false
    if (contact.callId !== null) return contact.callId === callId
    return contact.orderId !== null && deps.calls.get(callId)?.orderId === contact.orderId
  }
}
