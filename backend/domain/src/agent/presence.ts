import type { LiveAgent } from '../contract/index.ts'
import type { AgentEvent } from './events.ts'
import { factsOf } from './settle.ts'

export type PresenceEvent = Extract<
  AgentEvent,
  {
    type:
      | 'loggedIn'
      | 'loggedOut'
      | 'profileChanged'
      | 'roomEntered'
      | 'roomLeft'
      | 'phoneFound'
      | 'phoneLost'
      | 'screenFound'
      | 'screenLost'
  }
>

type Handlers = {
  [E in PresenceEvent['type']]: (
    agent: LiveAgent,
    event: Extract<PresenceEvent, { type: E }>,
    now: number,
  ) => LiveAgent | undefined
}

/** What may happen in every state, since it changes what is true of the agent and not what the agent does. */
export const presence: Handlers = {
  loggedIn: (agent, { profile, sessionId, sipUsername }) => ({
    ...agent,
    ...profile,
    sessionId,
    sipUsername,
    // A new login has a new SIP account: what the old one had registered is not ours to ring.
    phoneRegistered: false,
    missedOffers: agent.state === 'offline' ? 0 : agent.missedOffers,
    hasScreen: false,
    screenLostAt: null,
  }),
  loggedOut: (agent, { sessionId }, now) => {
    if (agent.sessionId !== sessionId) return undefined
    const nothing = { sessionId: null, sipUsername: null, phoneRegistered: false, hasScreen: false, screenLostAt: null }
    const gone = { ...agent, ...nothing }
    const isOnCall = agent.state === 'reserved' || agent.state === 'talking'
    return isOnCall ? gone : { ...factsOf(gone), state: 'offline', since: now, breakAfterCall: null }
  },
  profileChanged: (agent, { profile }) =>
    JSON.stringify({ ...agent, ...profile }) === JSON.stringify(agent) ? undefined : { ...agent, ...profile },
  roomEntered: (agent, { channelId }) =>
    agent.roomChannelId === channelId ? undefined : { ...agent, roomChannelId: channelId },
  roomLeft: (agent, { channelId }) =>
    agent.roomChannelId === channelId ? { ...agent, roomChannelId: null } : undefined,
  phoneFound: (agent) => (agent.phoneRegistered ? undefined : { ...agent, phoneRegistered: true }),
  phoneLost: (agent) => (agent.phoneRegistered ? { ...agent, phoneRegistered: false } : undefined),
  screenFound: (agent) =>
    agent.hasScreen && agent.screenLostAt === null ? undefined : { ...agent, hasScreen: true, screenLostAt: null },
  screenLost: (agent, _event, now) =>
    agent.hasScreen && agent.screenLostAt === null ? { ...agent, screenLostAt: now } : undefined,
}
