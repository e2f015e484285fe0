import { z } from 'zod'
import { idSchema } from './common.ts'
import { keyActions } from './campaigns.ts'
import { breakReasons, dispositions, machineJudgements } from './desktop.ts'

/**
 * The journal: everything that happened to calls and agents, in the order in which it was decided. Entries go to the
 * Redis stream `redisNames.journal` under the field `entry` as JSON ({@link journalEntrySchema}); the stream's own id
 * identifies an entry. A consumer writes them to MariaDB. An entry may be delivered more than once, and entries of
 * one call may reach the database in more than one batch.
 */
export const journalField = 'entry'

/**
 * How a call ended. Without an agent: abandoned (dialled calls, too), queue-full, timeout, callback-asked (a customer
 * who waited keeps the place by being called back) or system-failure. system-failure is also a talk that was cut off.
 */
export const callOutcomes = [
  'completed',
  'abandoned',
  'queue-full',
  'timeout',
  'busy',
  'no-answer',
  'congestion',
  'rejected',
  'unallocated',
  'machine',
  'skipped',
  'callback-asked',
  'cancelled',
  'system-failure',
] as const

/** Why an offer came to nothing: rang out, declined by hand, or the agent's leg or reservation vanished. */
export const offerEndings = ['ring-timeout', 'declined', 'leg-gone'] as const

const number = z.string().max(20).nullable()

/** All that a row of `calls` needs and that is known from the first moment. */
export const callFactsSchema = z.object({
  direction: z.enum(['inbound', 'outbound']),
  clientId: idSchema,
  queueId: idSchema,
  customerId: idSchema.nullable(),
  orderId: idSchema.nullable(),
  attemptId: idSchema.nullable(),
  campaignId: idSchema.nullable().default(null),
  /** E.164, null when hidden. */
  customerNumber: number,
  /** The DID that was dialled, or the number that we show, E.164. */
  shopNumber: number,
  startedAt: z.number(),
})

/**
 * One decision of the router about one call: whom it chose, and why the others were not. `considered` is bounded to
 * the first twenty agents; `counts` is over all of them.
 */
export const routingDecisionSchema = z.object({
  at: z.number(),
  chosenAgentId: idSchema.nullable(),
  reasons: z.array(z.string()).max(10),
  considered: z.array(z.object({ agentId: idSchema, verdict: z.string() })).max(20),
  counts: z.record(z.string(), z.number()),
})
export type RoutingDecision = z.infer<typeof routingDecisionSchema>

const ofCall = { callId: idSchema, at: z.number() }
const ofCallAndAgent = { ...ofCall, agentId: idSchema }
const ofAgent = { agentId: idSchema, at: z.number() }

export const journalEntrySchema = z.discriminatedUnion('type', [
  /** A customer's call has a client and a queue. Row of `calls`: status waiting. */
  z.object({ type: z.literal('callArrived'), ...ofCall, facts: callFactsSchema, callerName: z.string().nullable() }),
  /**
   * We dial a customer for this agent; null: for whoever is free at the answer (predictive), or for nobody (agentless).
   * Row of `calls`: status waiting; attempt under way. Not written while an agent only looks at the card (preview).
   */
  z.object({ type: z.literal('callDialed'), ...ofCall, agentId: idSchema.nullable(), facts: callFactsSchema }),
  /** Taken for a machine, and drawn by lot to be passed to an agent like a person; `customerAnswered` follows. */
  z.object({ type: z.literal('machinePassed'), ...ofCall }),
  /** What the agent says of it; the last one counts. */
  z.object({ type: z.literal('machineJudged'), ...ofCallAndAgent, judgement: z.enum(machineJudgements) }),
  /** A person whom we dialled answered. Not written for what was taken for a machine and hung up. */
  z.object({ type: z.literal('customerAnswered'), ...ofCall }),
  /** Nothing was dialled: the agent, or the agent's silence, passed the customer over. `callEnded` (skipped) follows. */
  z.object({ type: z.literal('previewSkipped'), ...ofCallAndAgent, reason: z.string().max(300) }),
  /** A key that meant something during a recorded message; several of one call are possible, the last one decides. */
  z.object({ type: z.literal('keyPressed'), ...ofCall, key: z.string().max(1), action: z.enum(keyActions) }),
  /** A customer in the queue asked to be called back and hung up; the place in the queue is that of `waitingSince`. */
  z.object({
    type: z.literal('callbackAsked'),
    ...ofCall,
    clientId: idSchema,
    customerId: idSchema.nullable(),
    /** E.164. */
    number: z.string().max(20),
    queueId: idSchema,
    waitingSince: z.number(),
  }),
  /** A call to a number that is no shop's: refused, there is no row of `calls`. */
  z.object({ type: z.literal('callRefused'), ...ofCall, dialedNumber: z.string(), customerNumber: number }),
  /** The customer lookup is done; `isNew`: the contact was made by this call. */
  z.object({ type: z.literal('customerIdentified'), ...ofCall, customerId: idSchema, isNew: z.boolean() }),
  /** Nobody fits at this moment; written when the wait begins, not for each later try. */
  z.object({ type: z.literal('callQueued'), ...ofCall, routing: routingDecisionSchema }),
  /** An agent is reserved. Routing is null where a person chose the agent (a transfer). */
  z.object({ type: z.literal('callOffered'), ...ofCallAndAgent, routing: routingDecisionSchema.nullable() }),
  z.object({ type: z.literal('offerEnded'), ...ofCallAndAgent, reason: z.enum(offerEndings) }),
  /** Customer and agent hear each other. Row of `calls`: status talking, agent_id, answered_at (the first one stays). */
  z.object({ type: z.literal('callAnswered'), ...ofCallAndAgent }),
  z.object({ type: z.literal('holdChanged'), ...ofCallAndAgent, onHold: z.boolean() }),
  z.object({ type: z.literal('recordingChanged'), ...ofCallAndAgent, recording: z.enum(['off', 'on', 'paused']) }),
  /** The call left this agent for a queue or another agent; the call goes on. */
  z.object({
    type: z.literal('callTransferred'),
    ...ofCallAndAgent,
    mode: z.enum(['blind', 'consult']),
    to: z.object({ kind: z.enum(['queue', 'agent']), id: idSchema }),
  }),
  z.object({
    type: z.literal('consultChanged'),
    ...ofCallAndAgent,
    consultedAgentId: idSchema,
    state: z.enum(['ringing', 'talking', 'conference', 'ended']),
  }),
  /** The agent's audio was lost in mid-call; the customer went back to the head of the queue. */
  z.object({ type: z.literal('agentLost'), ...ofCallAndAgent }),
  /**
   * The end, with everything needed to write the whole row even if no earlier entry was seen. Status is that of
   * `calls`; outcome of an outbound call names the attempt's outcome too (`completed` there is `answered`).
   */
  z.object({
    type: z.literal('callEnded'),
    ...ofCall,
    facts: callFactsSchema,
    /** The last agent who talked (inbound), or who was reserved (outbound). */
    agentId: idSchema.nullable(),
    answeredAt: z.number().nullable(),
    status: z.enum(['answered', 'missed', 'failed']),
    outcome: z.enum(callOutcomes),
    /** Q.850 cause of the customer's leg, where the network told one. */
    cause: z.number().nullable(),
    /** File name in the recordings directory, null when nothing was recorded. */
    recording: z.string().nullable(),
    /** How many files, where a transfer made more than the one: the second is `<name>-2.wav`. */
    recordings: z.number().int().min(2).optional(),
  }),
  /** The agent's wrap-up form was sent; effects on the order are carried out by the route, not by the consumer. */
  z.object({
    type: z.literal('callWrappedUp'),
    ...ofCallAndAgent,
    orderId: idSchema.nullable(),
    disposition: z.enum(dispositions),
    note: z.string(),
    callbackAt: z.number().nullable(),
    cancelReason: z.string().nullable(),
  }),
  z.object({ type: z.literal('agentLoggedIn'), ...ofAgent }),
  z.object({ type: z.literal('agentLoggedOut'), ...ofAgent }),
  z.object({
    type: z.literal('agentStateChanged'),
    ...ofAgent,
    from: z.string(),
    to: z.string(),
    callId: idSchema.nullable(),
    breakReason: z.enum(breakReasons).nullable(),
  }),
  z.object({ type: z.literal('helpAsked'), ...ofAgent, callId: idSchema.nullable(), message: z.string() }),
])
export type JournalEntry = z.infer<typeof journalEntrySchema>
export type JournalEntryType = JournalEntry['type']
