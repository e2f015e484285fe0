import { beginDial } from './begin-dial.ts'
import type { QueueRules } from './events.ts'
import { journalFacts } from './journal-facts.ts'
import type { Step } from './step.ts'
import type { AgentLeg, AgentlessSettings, CallFacts } from './types.ts'
import type { DialMode, DialOrder } from '../contract/index.ts'

export type NewInboundCall = {
  id: string
  clientId: string
  queue: QueueRules
  customerChannelId: string
  /** true after a wait in the dialplan's fallback, which answers. */
  isCustomerUp: boolean
  customerNumber: string | null
  callerName: string | null
  shopNumber: string
}

export type NewOutboundCall = {
  id: string
  clientId: string
  queue: QueueRules
  customerNumber: string
  shopNumber: string | null
  customerId: string | null
  orderId: string | null
  attemptId: string
  campaignId: string | null
  mode: DialMode
  detectMachines: boolean
  samplesMachine: boolean
  agentless: AgentlessSettings | null
  questionnaireId: string | null
  /** Asked for when the agent reads the card first. */
  preview: DialOrder['preview']
  /** The room of the agent who is reserved already; null where nobody is (predictive, agentless). */
  leg: (AgentLeg & { kind: 'room' }) | null
}

/** A customer's call to a shop's number: it waits, if only for a moment. */
export function createInboundCall(input: NewInboundCall, now: number): Step {
  const { queue, ...rest } = input
  const facts: CallFacts = { ...blank(now), ...queue, ...rest, direction: 'inbound' }
  return {
    call: {
      ...facts,
      state: 'waiting',
      since: now,
      waitingSince: now,
      welcomed: false,
      announcedAt: now,
      offerEndedAt: null,
      connectBy: null,
    },
    effects: [
      {
        type: 'journal',
        entry: {
          type: 'callArrived',
          callId: input.id,
          at: now,
          facts: journalFacts(facts),
          callerName: input.callerName,
        },
      },
    ],
  }
}

/** A dialled call: the customer's phone is called at once, or when the agent has read the card. */
export function createOutboundCall(input: NewOutboundCall, now: number): Step {
  const { queue, leg, preview, ...rest } = input
  const facts: CallFacts = {
    ...blank(now),
    ...queue,
    ...rest,
    direction: 'outbound',
    customerChannelId: customerChannelId(input.id),
    isCustomerUp: false,
    callerName: null,
    lastAgentId: leg?.agentId ?? null,
  }
  if (!preview || !leg) return beginDial(facts, leg, now)
  const until = now + preview.seconds * 1000
  const call = {
    ...facts,
    state: 'previewing',
    since: now,
    leg,
    preview: { until, onTimeout: preview.onTimeout },
  } as const
  return { call, effects: [] }
}

/** The id that we give to the channel of a customer whom we call. */
export function customerChannelId(callId: string): string {
  return `${callId}-customer`
}

function blank(now: number) {
  return {
    customerId: null,
    orderId: null,
    attemptId: null,
    campaignId: null,
    mode: null,
    detectMachines: false,
    samplesMachine: false,
    machineCheck: null,
    agentless: null,
    questionnaireId: null,
    createdAt: now,
    customerAnsweredAt: null,
    answeredAt: null,
    lastAgentId: null,
    recordings: 0,
    ringLegs: 0,
    declinedBy: [],
  }
}
