import type { QueueRules } from './events.ts'
import { journalFacts } from './journal-facts.ts'
import type { Step } from './step.ts'
import type { AgentLeg, CallFacts } from './types.ts'

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
  /** The room of the agent who is reserved already. */
  leg: AgentLeg & { kind: 'room' }
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

/** A dialled call: the customer's phone is called while the agent's room is kept for it. */
export function createOutboundCall(input: NewOutboundCall, now: number): Step {
  const { queue, leg, ...rest } = input
  const facts: CallFacts = {
    ...blank(now),
    ...queue,
    ...rest,
    direction: 'outbound',
    customerChannelId: customerChannelId(input.id),
    isCustomerUp: false,
    callerName: null,
    lastAgentId: leg.agentId,
  }
  const entry = { type: 'callDialed', callId: input.id, agentId: leg.agentId, at: now } as const
  return {
    call: { ...facts, state: 'dialing', since: now, leg },
    effects: [
      { type: 'journal', entry: { ...entry, facts: journalFacts(facts) } },
      { type: 'dialCustomer', agentId: leg.agentId },
    ],
  }
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
    createdAt: now,
    answeredAt: null,
    lastAgentId: null,
    recordings: 0,
    ringLegs: 0,
    declinedBy: [],
  }
}
