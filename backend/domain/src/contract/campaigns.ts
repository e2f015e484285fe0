import { z } from 'zod'
import type { CallbackSource } from './callbacks.ts'
import { e164Schema, idSchema, momentSchema, pageQuerySchema, skillRequirementSchema } from './common.ts'
import { attemptOutcomes, minorUnitsSchema, type AttemptOutcome } from './orders.ts'

/**
 * How a campaign dials. preview: the card first, the agent starts the call. progressive: one line for one reserved
 * agent. predictive: more lines than free agents, within the cap on abandoned customers. agentless: a recorded message
 * with answers by key, no agent.
 */
export const dialModes = ['preview', 'progressive', 'predictive', 'agentless'] as const
export type DialMode = (typeof dialModes)[number]

/**
 * draft: not started yet. running. paused: no new dial. draining: what was dialled before is brought to its end
 * (repeats, promised callbacks), nothing fresh begins. stopped: by hand, for good. finished: its end has come, or its
 * list is done.
 */
export const campaignStatuses = ['draft', 'running', 'paused', 'draining', 'stopped', 'finished'] as const
export type CampaignStatus = (typeof campaignStatuses)[number]

const minuteOfDay = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/
const rate = z.number().min(0).max(1)

/** When the customers of a campaign may be called, by the clock on their own wall; never outside the lawful hours. */
export const campaignHoursSchema = z.strictObject({
  from: z.string().regex(minuteOfDay).default('08:00'),
  until: z.string().regex(minuteOfDay).default('21:00'),
  /** ISO 8601: 1 is Monday. */
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).default([1, 2, 3, 4, 5, 6, 7]),
  /** Days on which nobody is called, as 2026-12-25. */
  holidays: z.array(z.iso.date()).max(366).default([]),
})

/** What follows one outcome; `stop`: this record is not dialled again for it. */
export const retryRuleSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('retry'),
    afterMinutes: z.number().int().min(1).max(43_200),
    times: z.number().int().min(1).max(50),
    /** The next attempt falls into another hour of the day than those that failed. */
    otherHour: z.boolean().default(false),
  }),
  z.strictObject({ kind: z.literal('stop') }),
])

export const campaignRetrySchema = z.strictObject({
  /** Of one record or order, and of its number on one day of the customer. */
  attemptsInTotal: z.number().int().min(1).max(50).default(8),
  attemptsOfDay: z.number().int().min(1).max(20).default(4),
  /**
   * Of one number without a talk, whatever the order, list, campaign or client, in the last 30 days. Not fewer than those
   * of one order: else no order could have its own.
   */
  attemptsToNumber: z.number().int().min(1).max(100).default(20),
  /** What is left out follows the house's rules. */
  ofOutcome: z.partialRecord(z.enum(attemptOutcomes), retryRuleSchema).default({}),
})

export const callerNumbersSchema = z.discriminatedUnion('kind', [
  /** The client's own number. */
  z.strictObject({ kind: z.literal('client') }),
  z.strictObject({ kind: z.literal('one'), number: e164Schema }),
  /** One after the other; a customer sees the same one each time. */
  z.strictObject({ kind: z.literal('rotate'), numbers: z.array(e164Schema).min(1).max(50) }),
  /** By the longest prefix of the customer's number. */
  z.strictObject({
    kind: z.literal('region'),
    byPrefix: z
      .array(z.strictObject({ prefix: z.string().regex(/^\+\d{1,14}$/), number: e164Schema }))
      .min(1)
      .max(100),
    otherwise: e164Schema,
  }),
])

/** Orders of the client; what is left out does not filter. */
export const orderFilterSchema = z.strictObject({
  minTotalMinor: minorUnitsSchema.optional(),
  maxTotalMinor: minorUnitsSchema.optional(),
  regions: z.array(z.string().trim().min(1).max(120)).max(100).optional(),
  deliveryMethods: z
    .array(z.enum(['courier', 'branch', 'pickup']))
    .max(3)
    .optional(),
  /** Names of traffic sources, as the shop tells them. */
  sources: z.array(z.string().trim().min(1).max(200)).max(100).optional(),
})
export type OrderFilter = z.infer<typeof orderFilterSchema>

/** Customers of the client, drawn once when the campaign starts. */
export const segmentFilterSchema = z.strictObject({
  regions: z.array(z.string().trim().min(1).max(120)).max(100).optional(),
  minOrders: z.number().int().min(0).max(10_000).optional(),
  /** The last order is at least, at most so many days ago. */
  lastOrderMinDaysAgo: z.number().int().min(0).max(3_650).optional(),
  lastOrderMaxDaysAgo: z.number().int().min(0).max(3_650).optional(),
})
export type SegmentFilter = z.infer<typeof segmentFilterSchema>

export const campaignSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('orders'), filter: orderFilterSchema.default({}) }),
  z.strictObject({ kind: z.literal('list') }),
  z.strictObject({ kind: z.literal('segment'), filter: segmentFilterSchema }),
])

export const campaignPacingSchema = z.strictObject({
  /** Share of answered customers without an agent in two seconds that the controller aims at. */
  targetAbandonedRate: rate.max(0.03).default(0.027),
  /** Never over this, neither in 24 hours nor in 30 days. */
  capAbandonedRate: rate.max(0.05).default(0.03),
  maxLines: z.number().int().min(1).max(2_000).default(200),
  maxCallsPerSecond: z.number().int().min(1).max(200).default(20),
  ringSeconds: z.number().int().min(15).max(60).default(25),
  /** Share of the free agents that other campaigns leave to this one. */
  reservedShare: rate.default(0),
})

export const previewSettingsSchema = z.strictObject({
  seconds: z.number().int().min(5).max(600).default(60),
  onTimeout: z.enum(['dial', 'skip']).default('dial'),
})

/** What a key does during the message of an agentless campaign. */
export const keyActions = ['confirm', 'agent', 'do-not-call', 'repeat'] as const
export const agentlessSettingsSchema = z.strictObject({
  /** Name of a sound file of the centre, without its suffix. */
  announcement: z.string().regex(/^[a-z0-9][a-z0-9/_-]{0,99}$/),
  keys: z.partialRecord(z.enum(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']), z.enum(keyActions)).default({}),
  /** Silence after the message in which a key still counts. */
  waitSeconds: z.number().int().min(1).max(30).default(6),
})

/** Of verdicts "machine", one in so many is passed to an agent where nobody has set it, in campaigns of before as well. */
export const usualMachineSampleOneIn = 20

export const campaignInputSchema = z.strictObject({
  name: z.string().trim().min(1).max(120),
  clientId: idSchema,
  mode: z.enum(dialModes),
  source: campaignSourceSchema,
  queueId: idSchema,
  /** Asked of an agent beyond what the queue asks. */
  requiredSkills: z.array(skillRequirementSchema).max(20).default([]),
  /** A published questionnaire; null is the client's own for this purpose. */
  questionnaireId: idSchema.nullable().default(null),
  callerNumbers: callerNumbersSchema.default({ kind: 'client' }),
  hours: campaignHoursSchema.default(campaignHoursSchema.parse({})),
  retry: campaignRetrySchema.default(campaignRetrySchema.parse({})),
  /** Higher goes first. */
  priority: z.number().int().min(0).max(100).default(50),
  startsAt: momentSchema.nullable().default(null),
  endsAt: momentSchema.nullable().default(null),
  pacing: campaignPacingSchema.default(campaignPacingSchema.parse({})),
  preview: previewSettingsSchema.default(previewSettingsSchema.parse({})),
  agentless: agentlessSettingsSchema.nullable().default(null),
  /** Asterisk's answering-machine detection; off where the law or the customers' patience asks it. */
  detectMachines: z.boolean().default(false),
  /**
   * One in so many of its verdicts "machine", drawn by lot, is passed to an agent as if a person had answered: only so
   * are the persons known whom it takes for machines. 1: all of them are.
   */
  machineSampleOneIn: z.number().int().min(1).max(1000).default(usualMachineSampleOneIn),
})
export type CampaignInput = z.infer<typeof campaignInputSchema>
/** What has paused a campaign where no person did; it stays until somebody resumes or ends the campaign. */
export type PauseReason = 'client-without-queue'
export type CampaignView = CampaignInput & {
  id: string
  status: CampaignStatus
  pausedBecause?: PauseReason
  createdAt: number
  updatedAt: number
}

/** `POST /api/campaigns/:id/status`. */
export const campaignActions = ['start', 'pause', 'resume', 'drain', 'stop'] as const
export const campaignActionSchema = z.strictObject({ action: z.enum(campaignActions) })
export type CampaignAction = (typeof campaignActions)[number]

/**
 * new: not dialled yet. retry: again at nextAttemptAt. dialing, talking: under way. done: settled by a person or a
 * key. exhausted: all attempts made. skipped: passed over by an agent. blocked: may not be called (do-not-call list).
 */
export const recordStatuses = ['new', 'retry', 'dialing', 'talking', 'done', 'exhausted', 'skipped', 'blocked'] as const
export type RecordStatus = (typeof recordStatuses)[number]

/** A line of a campaign's list, or (campaignId null) a callback that belongs to no campaign. */
export type DialRecordView = {
  id: string
  campaignId: string | null
  clientId: string
  clientName: string
  customerId: string | null
  orderId: string | null
  number: string
  name: string
  fields: Record<string, string>
  status: RecordStatus
  callback: { source: CallbackSource; at: number; agentId: string | null; agentName: string | null } | null
  attemptsMade: number
  lastOutcome: AttemptOutcome | null
  nextAttemptAt: number | null
  /** Why it is dialled no more, where no person said so: an English sentence. */
  settledBecause: string | null
  createdAt: number
}

/** A promised call, with the clock of the customer who waits for it. */
export type CallbackView = DialRecordView & { timeZone: string }

export const recordListQuerySchema = pageQuerySchema.extend({ status: z.enum(recordStatuses).optional() })
export type RecordListQuery = z.infer<typeof recordListQuerySchema>

/** An upload of a list (`POST /api/campaigns/:id/imports`, CSV or XLSX) or of do-not-call numbers, and how far it is. */
export type ImportView = {
  id: string
  kind: 'records' | 'do-not-call'
  campaignId: string | null
  fileName: string
  state: 'waiting' | 'running' | 'done' | 'failed'
  /** Null until the file has been counted. */
  rowsTotal: number | null
  rowsRead: number
  added: number
  /** Known from before: the same key, or the same number where there is no key. */
  repeated: number
  refused: number
  /** The first thousand; all of them as CSV at `GET /api/imports/:id/errors.csv`. */
  errors: { line: number; column: string | null; code: string; detail: string }[]
  createdAt: number
  finishedAt: number | null
}

export const doNotCallSources = ['file', 'api', 'customer', 'agent', 'supervisor'] as const
/** `POST /api/do-not-call`; `clientId` null: for all clients. */
export const doNotCallInputSchema = z.strictObject({
  number: e164Schema,
  clientId: idSchema.nullable().default(null),
  note: z.string().trim().max(300).default(''),
})
export type DoNotCallInput = z.infer<typeof doNotCallInputSchema>
export type DoNotCallView = DoNotCallInput & {
  id: string
  clientName: string | null
  source: (typeof doNotCallSources)[number]
  authorName: string | null
  createdAt: number
}
