import type { MachineJudgement, RoutingDecision, SkillRequirement } from '../contract/index.ts'
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
  /** We called this number lately, and had nobody for the one who answered. */
  | { type: 'owedAnAgent' }
  | { type: 'agentReserved'; agent: ReservedAgent; routing: RoutingDecision | null }
  | { type: 'agentAnswered'; agentId: AgentId }
  | { type: 'offerDeclined'; agentId: AgentId }
  | { type: 'offerRangOut'; agentId: AgentId }
  /**
   * `foundLate`: found answered after a gap in what we heard; nobody knows since when. `aloneMs`: the answer was so long
   * ago, and nobody listened to it.
   */
  | { type: 'customerAnswered'; foundLate?: true; aloneMs?: number }
  /** A customer answered in a gap, and nobody came in time; Asterisk has said who called, if it was listened to. */
  | { type: 'customerLeftAlone' }
  /** Somebody or something has answered, and Asterisk listens which; what it is comes some seconds later. */
  | { type: 'listeningBegan' }
  /** Asterisk took what answered for a machine; `aloneMs` as above. */
  | { type: 'machineAnswered'; aloneMs?: number }
  /** The same in a gap, and Asterisk has hung up on it. */
  | { type: 'machineLeftAlone' }
  /** The agent says what it is that was taken for a machine. */
  | { type: 'machineJudged'; agentId: AgentId; judgement: MachineJudgement }
  | { type: 'dialFailed' }
  /**
   * Nobody could talk to the customer who answers now: the phone has rung long enough and is let be. What becomes of it
   * the end of the channel says: an answer may have come in the same moment.
   */
  | { type: 'dialGivenUp' }
  /** At the moment of dialling it was not allowed any more; nothing was dialled. */
  | { type: 'dialRefused'; because: string }
  /** The agent for whom it rings was lost, and it has rung long enough to be ended. */
  | { type: 'ringOutlived' }
  /** Two seconds after the answer there is still no agent. */
  | { type: 'connectTimedOut' }
  | { type: 'previewStarted'; agentId: AgentId }
  | { type: 'previewSkipped'; agentId: AgentId; reason: string }
  | { type: 'previewTimedOut' }
  /** `play` as in the effect; also told of a message that could not be played. */
  | { type: 'messageEnded'; play: number }
  | { type: 'keyPressed'; key: string }
  | { type: 'keyTimedOut' }
  /** `wasUp`: the channel had been answered when it went, whether or not an answer was told. */
  | { type: 'customerHungUp'; cause: number | null; wasUp?: boolean }
  /** The agent wishes the end: of the call, or of the own part in a consultation or conference. */
  | { type: 'agentHungUp'; agentId: AgentId }
  /** An agent's channel is no more; the cause tells whether somebody hung up or the line broke. */
  | { type: 'agentLegGone'; channelId: string; cause: number | null }
  /** The agent's room has a new channel: a page was loaded again, or another login has taken the phone over. */
  | { type: 'roomChanged'; agentId: AgentId; channelId: string }
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
  /** Asterisk has a customer in a bridge who waits for an agent: the talk was over, and its end was not carried out. */
  | { type: 'foundInBridge'; bridgeId: string }
  /** Asterisk restarted, and the call died with it. */
  | { type: 'telephonyLost' }
  /** A dial is gone, and nobody heard how it ended. */
  | { type: 'dialVanished' }

export type CallEventType = CallEvent['type']
export type CallEventOf<E extends CallEventType> = Extract<CallEvent, { type: E }>
