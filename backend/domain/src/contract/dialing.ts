import { z } from 'zod'
import { agentlessSettingsSchema, dialModes, previewSettingsSchema } from './campaigns.ts'
import { e164Schema, idSchema, skillRequirementSchema } from './common.ts'

/** What is dialled: an order, or a line of a list or a callback ({@link DialRecordView}). */
export const dialSubjectSchema = z.strictObject({ kind: z.enum(['order', 'record']), id: idSchema })
export type DialSubject = z.infer<typeof dialSubjectSchema>

/**
 * What crosses Redis between dialer and backend.
 * The dialer puts a dial order on the Bull queue `dial`; the backend carries it out or gives it back.
 */
export const dialOrderSchema = z.strictObject({
  attemptId: idSchema,
  subject: dialSubjectSchema,
  /** Null for a callback that belongs to no campaign. */
  campaignId: idSchema.nullable(),
  /** How this one is dialled: in a predictive campaign, too, what was promised or abandoned is dialled one to one. */
  mode: z.enum(dialModes),
  clientId: idSchema,
  queueId: idSchema,
  customerId: idSchema.nullable(),
  /** The order that the card shows: the subject, or what a callback is about. */
  orderId: idSchema.nullable(),
  number: e164Schema,
  /** What the customer sees. */
  callerNumber: e164Schema.nullable(),
  /** Promised by this agent: nobody else is reserved. Never set for predictive and agentless dials. */
  agentId: idSchema.nullable(),
  questionnaireId: idSchema.nullable(),
  preview: previewSettingsSchema.nullable(),
  agentless: agentlessSettingsSchema.nullable(),
  detectMachines: z.boolean(),
  /** Drawn by lot before anybody can know what will answer: what is taken for a machine is passed to an agent. */
  samplesMachine: z.boolean().default(false),
  requiredSkills: z.array(skillRequirementSchema),
  ringTimeoutSeconds: z.number().int().min(15).max(60),
  /** Past this (epoch ms) it is too late to dial: the order is given back, the attempt is not charged. */
  expiresAt: z.number().int(),
  /** Why this dial was allowed, kept with the attempt. */
  allowedBecause: z.array(z.string()).max(20),
})
export type DialOrder = z.infer<typeof dialOrderSchema>

/** Names of queues, keys and channels in Redis that both processes use. */
export const redisNames = {
  dialQueue: 'dial',
  /** Lease of the one dialer that places dial orders. */
  dialerLease: 'orderline:dialer:lease',
  /** Hash: id of an order or record → {@link InFlight} as JSON. One entry each, made by the dialer with HSETNX. */
  inFlight: 'orderline:dialing:in-flight',
  /** Published when an order became due, an agent became ready or an attempt ended: the dialer looks at once. */
  dialerWake: 'orderline:dialer:wake',
  /** Hash: agent id → live agent as JSON ({@link liveAgentSchema} in agent.ts). */
  agents: 'orderline:agents',
  agentsChanged: 'orderline:agents:changed',
  /** Hash: call id → live call as JSON. */
  calls: 'orderline:calls',
  callsChanged: 'orderline:calls:changed',
  /** Stream of everything that happened to calls and agents; a consumer writes it to MariaDB. */
  journal: 'orderline:journal',
  /** Stream of journal entries that could not be written, with the error; for a person to look at. */
  deadJournal: 'orderline:journal:dead',
  /** Hash: campaign id → what the dialer says of it ({@link CampaignLive}). Each is published, too. */
  campaignsLive: 'orderline:dialer:campaigns',
  campaignsLiveChanged: 'orderline:dialer:campaigns:changed',
  /** Prefix, by campaign id: list of {@link CampaignHistoryPoint} as JSON, one a minute, oldest first, of two days. */
  campaignHistory: 'orderline:dialer:history:',
  /** Hash: campaign id → what its pacing has learnt, as JSON. */
  estimates: 'orderline:dialer:estimates',
  /** Hash: call id → share of the questionnaire that is filled, 0 to 1. */
  callProgress: 'orderline:calls:progress',
  /** Prefix of a key by number in E.164, alive while a customer who was abandoned may be dialled one to one only. */
  abandonedNumber: 'orderline:abandoned:',
  /** Published when campaigns, users, skills, queues, DIDs or clients changed: caches reload. */
  configChanged: 'orderline:config:changed',
} as const

/** What is being dialled. `startedAt`: its call is under way; until then it waits for an agent or a line. */
export const inFlightSchema = z.object({
  attemptId: idSchema,
  campaignId: idSchema.nullable(),
  queueId: idSchema,
  mode: z.enum(dialModes),
  number: e164Schema,
  placedAt: z.number(),
  startedAt: z.number().optional(),
})
export type InFlight = z.infer<typeof inFlightSchema>

/**
 * Job `postpone` of the queue `dial`: an order or record is due but may not be dialled before `until` (null: not at all any
 * more). The dialer finds that out, the backend writes it down.
 */
export const postponementSchema = z.strictObject({
  subject: dialSubjectSchema,
  until: z.number().int().nullable(),
  because: z.string().max(300),
})
export type Postponement = z.infer<typeof postponementSchema>

/** Job `give-up` of the queue `dial`: a predictive line that rings while nobody could talk to who answers. */
export const givenUpLineSchema = z.strictObject({ attemptId: idSchema })
