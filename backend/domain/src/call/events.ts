import type { RoutingDecision, SkillRequirement } from '../contract/index.ts'
import type { AgentId } from './types.ts'

/** An agent who was reserved for this call; `roomChannelId` is the persistent audio leg, where there is one. */
export type ReservedAgent = { agentId: AgentId; roomChannelId: string | null }

/** What a call takes over from the queue that it waits in. */
export type QueueRules = {
  queueId: string
  requiredSkills: SkillRequirement[]
  priority: number
  ringTimeoutSeconds: number
  wrapUpSeconds: number
  maxWaitSeconds: number
  announcePositionSeconds: number
  record: boolean
}

/** What happens to a call. Any may come late or twice; those that name an agent count only for that agent. */
export type CallEvent =
  | { type: 'customerIdentified'; customerId: string; isNew: boolean }
  /** Nobody came at once: greet, and play music. */
  | { type: 'waitBegan' }
  | { type: 'positionDue'; position: number }
  | { type: 'waitedTooLong' }
  | { type: 'queueWasFull' }
  | { type: 'agentReserved'; agent: ReservedAgent; routing: RoutingDecision | null }
  | { type: 'agentAnswered'; agentId: AgentId }
  | { type: 'offerDeclined'; agentId: AgentId }
  | { type: 'offerRangOut'; agentId: AgentId }
  | { type: 'customerAnswered' }
  | { type: 'dialFailed' }
  | { type: 'customerHungUp'; cause: number | null }
  /** The agent wishes the end: of the call, or of the own part in a consultation or conference. */
  | { type: 'agentHungUp'; agentId: AgentId }
  /** An agent's channel is no more; the cause tells whether somebody hung up or the line broke. */
  | { type: 'agentLegGone'; channelId: string; cause: number | null }
  | { type: 'holdToggled'; agentId: AgentId; onHold: boolean }
  | { type: 'recordingToggled'; agentId: AgentId; paused: boolean }
  | { type: 'transferredToQueue'; agentId: AgentId; queue: QueueRules }
  | { type: 'transferredToAgent'; agentId: AgentId; target: ReservedAgent }
  | { type: 'consultStarted'; agentId: AgentId; target: ReservedAgent }
  | { type: 'consultAnswered'; agentId: AgentId }
  /** The consulted agent declined, did not answer, or left. */
  | { type: 'consultEnded'; agentId: AgentId; reason: 'declined' | 'ring-timeout' | 'left' }
  | { type: 'consultCompleted'; agentId: AgentId }
  | { type: 'consultCancelled'; agentId: AgentId }
  | { type: 'conferenceStarted'; agentId: AgentId }
  /** Asterisk has the channels, but not together: what was to be done is done again. */
  | { type: 'foundApart' }
  /** Asterisk restarted or was away: a dial that was under way has no known end. */
  | { type: 'telephonyLost' }

export type CallEventType = CallEvent['type']
export type CallEventOf<E extends CallEventType> = Extract<CallEvent, { type: E }>
