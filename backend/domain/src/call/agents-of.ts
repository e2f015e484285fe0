import type { AgentId, Call } from './types.ts'

/** Agents whom a call holds now: reserved for it, talking, or consulted. */
export function agentsOf(call: Call): AgentId[] {
  if (!('leg' in call) || call.leg === null) return []
  const first = call.leg.agentId
  return call.state === 'talking' && call.consult ? [first, call.consult.leg.agentId] : [first]
}

/** Agents who talk in a call now, be it with one another: nobody who is only asked. */
export function talkersOf(call: Call): AgentId[] {
  if (call.state !== 'talking') return []
  return call.consult?.state === 'ringing' ? [call.leg.agentId] : agentsOf(call)
}
