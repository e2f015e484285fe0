import type { BreakReason, LiveAgent } from '../contract/index.ts'

export type AgentProfile = Pick<LiveAgent, 'id' | 'name' | 'skills' | 'audioMode'>

/** What happens to an agent. Events that name a call are refused by an agent who is not on that call. */
export type AgentEvent =
  | { type: 'loggedIn'; profile: AgentProfile; sessionId: string; sipUsername: string }
  /** Of this login; one that another has taken over from is not the agent's any more. */
  | { type: 'loggedOut'; sessionId: string }
  | { type: 'profileChanged'; profile: AgentProfile }
  | { type: 'wentReady' }
  | { type: 'wentOnBreak'; reason: BreakReason; afterCall: boolean }
  | { type: 'wentOffline' }
  | { type: 'reserve'; callId: string }
  /** The reservation was not needed: the dial failed, the caller hung up, another took the call. */
  | { type: 'released'; callId: string }
  | { type: 'offerDeclined'; callId: string }
  /** Rang out: who does not answer is not at the desk, and must say so before the next call. */
  | { type: 'offerMissed'; callId: string }
  | { type: 'answered'; callId: string }
  | { type: 'callEnded'; callId: string; wrapUpSeconds: number }
  | { type: 'wrapUpExtended' }
  | { type: 'wrapUpFinished'; callId: string }
  | { type: 'roomEntered'; channelId: string }
  | { type: 'roomLeft'; channelId: string }
  | { type: 'phoneFound' }
  | { type: 'phoneLost' }
  | { type: 'screenFound' }
  | { type: 'screenLost' }
  /** No screen for {@link connectionLostAfterMs}: calls would ring where nobody sees them. */
  | { type: 'connectionLost' }
