import type { LiveAgent } from '../contract/index.ts'
import type { AgentProfile } from './events.ts'

export type { AgentProfile } from './events.ts'

/** An agent who has never logged in. */
export function createAgent(profile: AgentProfile, now: number): LiveAgent {
  return {
    ...profile,
    state: 'offline',
    since: now,
    sessionId: null,
    sipUsername: null,
    roomChannelId: null,
    phoneRegistered: false,
    breakAfterCall: null,
    idleSince: now,
    missedOffers: 0,
    hasScreen: false,
    screenLostAt: null,
  }
}
