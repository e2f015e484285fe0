import { hasSkills } from '../agent/has-skills.ts'
import { isReachable, type LiveAgent } from '../contract/index.ts'
import type { CallToMatch } from './types.ts'

/** How long an agent who declined a call is left alone with it, when there is nobody else. */
const declinePauseMs = 5000

/** Whether the call may be this agent's: the one who was promised, else everybody with the skills. */
export function mayServe(agent: LiveAgent, { onlyAgentId, requiredSkills }: CallToMatch): boolean {
  return onlyAgentId === undefined ? hasSkills(agent, requiredSkills) : agent.id === onlyAgentId
}

/** A dialled call needs the open room: its customer must not wait for a ringing agent. */
export function canHear(agent: LiveAgent, call: CallToMatch): boolean {
  return isReachable(agent, call.kind === 'waits' ? 'any' : 'room')
}

/**
 * An agent who declined a call gets it again only if nobody else on shift could take it, and not at once.
 * `onShift` are all agents that may become free: talking ones will.
 */
export function mayAskAgain(call: CallToMatch, onShift: readonly LiveAgent[], now: number): boolean {
  if (call.offerEndedAt !== null && now < call.offerEndedAt + declinePauseMs) return false
  return !onShift.some((agent) => isOther(agent, call))
}

function isOther(agent: LiveAgent, call: CallToMatch): boolean {
  const isWorking = agent.state !== 'offline' && agent.state !== 'break'
  return isWorking && !call.declinedBy.includes(agent.id) && hasSkills(agent, call.requiredSkills)
}
