import { z } from 'zod'
import { idSchema, skillRequirementSchema } from './common.ts'

/**
 * What crosses Redis between dialer and backend.
 * The dialer puts a dial order on the Bull queue `dial`; the backend carries it out or gives it back.
 */
export const dialOrderSchema = z.strictObject({
  attemptId: idSchema,
  orderId: idSchema,
  clientId: idSchema,
  queueId: idSchema,
  customerId: idSchema,
  /** E.164. */
  number: z.string().regex(/^\+[1-9]\d{6,14}$/),
  /** What the customer sees, E.164. */
  callerNumber: z
    .string()
    .regex(/^\+[1-9]\d{6,14}$/)
    .nullable(),
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
  /** Hash: order id → {@link InFlight} as JSON. One entry an order, made by the dialer with HSETNX. */
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
  /** Published when users, skills, queues, DIDs or clients changed: caches reload. */
  configChanged: 'orderline:config:changed',
} as const

/** An order that is being dialled. `startedAt`: an agent is reserved for it; until then it waits for one. */
export const inFlightSchema = z.object({
  attemptId: idSchema,
  queueId: idSchema,
  placedAt: z.number(),
  startedAt: z.number().optional(),
})
export type InFlight = z.infer<typeof inFlightSchema>

/**
 * Job `postpone` of the queue `dial`: an order is due but may not be dialled before `until` (null: not at all any
 * more). The dialer finds that out, the backend writes it down.
 */
export const postponementSchema = z.strictObject({
  orderId: idSchema,
  until: z.number().int().nullable(),
  because: z.string().max(300),
})
export type Postponement = z.infer<typeof postponementSchema>
