import type { callOutcomes, SkillRequirement } from '../contract/index.ts'

export type CallId = string
export type AgentId = string

/** What stays the same, or is only added to, while a call goes through its states. All times epoch ms. */
export type CallFacts = {
  id: CallId
  direction: 'inbound' | 'outbound'
  clientId: string
  queueId: string
  requiredSkills: SkillRequirement[]
  /** The queue's priority; higher is matched first. */
  priority: number
  /** Asterisk's id of the customer's channel. Outbound: chosen by us before the originate. */
  customerChannelId: string
  /** E.164; null when the caller hides it or it is no number. */
  customerNumber: string | null
  /** As the network told it: text of a stranger, bounded and cleaned of control characters. */
  callerName: string | null
  /** DID that was dialled, or the number that we show, E.164. */
  shopNumber: string | null
  customerId: string | null
  orderId: string | null
  attemptId: string | null
  createdAt: number
  ringTimeoutSeconds: number
  wrapUpSeconds: number
  record: boolean
  /** Agents who let this call ring out or declined it, so that it goes to others first. */
  declinedBy: AgentId[]
}

/** Where an agent's audio is: a leg rung for this call, or the room that stays for the shift. */
export type AgentLeg = { agentId: AgentId; channelId: string; kind: 'ring' | 'room' }

export type Consult = { leg: AgentLeg; state: 'ringing' | 'talking' | 'conference' }

/**
 * The states of a call. Inbound starts waiting, outbound starts dialing with its agent already reserved.
 *
 *   waiting ──agentReserved──▶ offering ──agentAnswered──▶ talking ──▶ ended
 *      ▲                          │                          │
 *      ├────────offerEnded────────┘                          │
 *      └───────────────transferredToQueue────────────────────┘
 *   dialing ──customerAnswered──▶ talking         customerHungUp, dialFailed (any) ──▶ ended
 */
export type Call = CallFacts &
  (
    | { state: 'waiting'; since: number; welcomed: boolean }
    | { state: 'offering'; since: number; waitingSince: number; leg: AgentLeg }
    | { state: 'dialing'; since: number; leg: AgentLeg }
    | {
        state: 'talking'
        since: number
        waitingSince: number | null
        leg: AgentLeg
        /** The bridge where customer and agent are: the agent's room, or one made for this call. */
        bridgeId: string
        onHold: boolean
        recording: 'off' | 'on' | 'paused'
        consult: Consult | null
      }
    | {
        state: 'ended'
        since: number
        answeredAt: number | null
        agentId: AgentId | null
        outcome: CallOutcome
        /** Q.850 cause of the customer's leg, when the network told one. */
        cause: number | null
      }
  )

export type CallOutcome = (typeof callOutcomes)[number]
