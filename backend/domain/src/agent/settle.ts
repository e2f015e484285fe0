import type { LiveAgent } from '../contract/index.ts'

type AgentFacts = Omit<Extract<LiveAgent, { state: 'ready' }>, 'state' | 'since'>

/** An agent without what belongs to the present state only. */
export function factsOf(agent: LiveAgent): AgentFacts {
  return {
    id: agent.id,
    name: agent.name,
    skills: agent.skills,
    audioMode: agent.audioMode,
    sessionId: agent.sessionId,
    sipUsername: agent.sipUsername,
    roomChannelId: agent.roomChannelId,
    phoneRegistered: agent.phoneRegistered,
    breakAfterCall: agent.breakAfterCall,
    idleSince: agent.idleSince,
    missedOffers: agent.missedOffers,
    hasScreen: agent.hasScreen,
    screenLostAt: agent.screenLostAt,
  }
}

/**
 * Where an agent goes who is done with a call: home, if logged out meanwhile; on the break that was asked for; else
 * ready, keeping the place in the order of idleness, which counts from the end of the last call.
 */
export function settle(agent: LiveAgent, now: number): LiveAgent {
  const facts = factsOf(agent)
  if (agent.sessionId === null) return { ...facts, state: 'offline', since: now, breakAfterCall: null }
  if (agent.breakAfterCall === null) return { ...facts, state: 'ready', since: now }
  return { ...facts, state: 'break', since: now, reason: agent.breakAfterCall, breakAfterCall: null }
}
