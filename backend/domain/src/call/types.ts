import type { z } from 'zod'
import type {
  agentlessSettingsSchema,
  callOutcomes,
  DialMode,
  MachineCheck,
  SkillRequirement,
} from '../contract/index.ts'

export type CallId = string
export type AgentId = string

/** What stays the same, or is only added to, while a call goes through its states. All times epoch ms. */
export type CallFacts = {
  id: CallId
  direction: 'inbound' | 'outbound'
  clientId: string
  queueId: string
  requiredSkills: SkillRequirement[]
  /** The queue's priority; higher is matched first. A customer who lost the agent in mid-talk goes before all. */
  priority: number
  /** Asterisk's id of the customer's channel. Outbound: chosen by us before the originate. */
  customerChannelId: string
  /** The customer's channel is answered: sound reaches the customer, and the network counts. */
  isCustomerUp: boolean
  /** E.164; null when the caller hides it or it is no number. */
  customerNumber: string | null
  /** As the network told it: text of a stranger, bounded and cleaned of control characters. */
  callerName: string | null
  /** DID that was dialled, or the number that we show, E.164. */
  shopNumber: string | null
  customerId: string | null
  orderId: string | null
  attemptId: string | null
  /** Whose dial this is; null for callbacks of no campaign, and for who called us. */
  campaignId: string | null
  /** How we dial; null for who called us. */
  mode: DialMode | null
  /** Asterisk listens whether a machine answered before anybody is told of the answer. */
  detectMachines: boolean
  /** Drawn by lot: what is taken for a machine is passed on like a person, and the agent says what it is. */
  samplesMachine: boolean
  /** Set once that has happened. */
  machineCheck: MachineCheck | null
  /** The recorded message and its keys, of an agentless dial. */
  agentless: AgentlessSettings | null
  /** A campaign's own questionnaire; null is the client's for this purpose. */
  questionnaireId: string | null
  createdAt: number
  /** When the customer whom we dialled answered. */
  customerAnsweredAt: number | null
  /** When customer and an agent first heard each other. */
  answeredAt: number | null
  /** The last agent who talked (or was reserved for the dial). */
  lastAgentId: AgentId | null
  ringTimeoutSeconds: number
  wrapUpSeconds: number
  maxWaitSeconds: number
  announcePositionSeconds: number
  record: boolean
  /** Recordings started so far; each conversation with another agent has its own file. */
  recordings: number
  /** Ring legs made so far, so that each has its own channel id. */
  ringLegs: number
  /** Agents who let this call ring out or declined it, so that it goes to others first. */
  declinedBy: AgentId[]
}

export type AgentlessSettings = z.infer<typeof agentlessSettingsSchema>

/** Where an agent's audio is: a leg rung for this call, or the room that stays for the shift. */
export type AgentLeg = { agentId: AgentId; channelId: string; kind: 'ring' | 'room' }

export type Consult = { leg: AgentLeg; state: 'ringing' | 'talking' | 'conference'; since: number }

export type Recording = 'off' | 'on' | 'paused'

/**
 * The states of a call. Inbound starts waiting. Outbound starts dialing, with its agent already reserved (progressive),
 * without one (predictive: whoever is free at the answer; agentless: nobody), or with a card to read first (preview).
 *
 *   waiting ──agentReserved──▶ offering ──agentAnswered──▶ talking ──agentHungUp──▶ ended
 *      ▲                        │    ▲                     │ │ │ ▲
 *      ├───────offerEnded───────┘    └─transferredToAgent──┘ │ │ └ hold, recording, consult
 *      └──────────transferredToQueue, agent's leg lost───────┘ │
 *   previewing ──previewStarted──▶ dialing ──customerAnswered──▶ talking (an agent is reserved)
 *                                     ├────customerAnswered──▶ waiting, until connectBy ──agentReserved──▶ talking
 *                                     └────customerAnswered──▶ announcing (agentless) ──keyPressed──▶ waiting, or ended
 *      machineAnswered (dialing) is a customerAnswered where the lot fell on this call.
 *      customerHungUp and telephonyLost (any), waitedTooLong, queueWasFull, keyPressed and connectTimedOut (waiting),
 *      dialFailed, dialVanished, machineAnswered and machineLeftAlone (dialing), previewSkipped (previewing),
 *      keyTimedOut (announcing) ──▶ ended
 */
export type Call = CallFacts &
  (
    | {
        state: 'waiting'
        since: number
        /** Who waits longest is served first: kept through offers that came to nothing. */
        waitingSince: number
        /** The greeting has been played: music is on. */
        welcomed: boolean
        announcedAt: number
        offerEndedAt: number | null
        /**
         * The customer is one whom we called, who answered and has nobody: the call is abandoned at this moment. Such a
         * customer hears silence, no greeting and no music: it is the moment in which people wait for an answer.
         */
        connectBy: number | null
      }
    | { state: 'offering'; since: number; waitingSince: number; welcomed: boolean; announcedAt: number; leg: AgentLeg }
    | { state: 'previewing'; since: number; leg: AgentLeg; preview: { until: number; onTimeout: 'dial' | 'skip' } }
    /** `leg` null: nobody is reserved; or the agent was lost, and the phone rings on for as long as it must. */
    | {
        state: 'dialing'
        since: number
        leg: AgentLeg | null
        /** We have asked for its end, for want of an agent. */
        isGivenUp?: true
      }
    | {
        state: 'announcing'
        since: number
        /** How often the message was begun: names the playback. */
        plays: number
        /** When the message was over; a key still counts for a while. */
        quietSince: number | null
      }
    | {
        state: 'talking'
        since: number
        leg: AgentLeg
        /** The bridge where customer and agent are: the agent's room, or one made for this call. */
        bridgeId: string
        onHold: boolean
        recording: Recording
        consult: Consult | null
      }
    | {
        state: 'ended'
        since: number
        outcome: CallOutcome
        /** Q.850 cause of the customer's leg, when the network told one. */
        cause: number | null
        /** Of a dial whose end nobody heard: the outcome is a guess, and says nothing about the trunk. */
        foundLate?: true
      }
  )

export type CallState = Call['state']
export type CallIn<S extends CallState> = Extract<Call, { state: S }>
export type CallOutcome = (typeof callOutcomes)[number]
