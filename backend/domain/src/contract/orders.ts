import { z } from 'zod'
import { momentSchema, momentTextSchema } from './common.ts'

const text = (max: number) => z.string().trim().max(max)
/** Money in the smallest unit of its currency (kopiyka, cent): whole numbers only. */
export const minorUnitsSchema = z.number().int().min(0).max(1_000_000_000_00)

export const orderItemSchema = z.strictObject({
  sku: text(80).optional(),
  name: text(300).min(1),
  quantity: z.number().int().min(1).max(100_000),
  priceMinor: minorUnitsSchema,
  category: text(120).optional(),
})

export const orderDeliverySchema = z.strictObject({
  method: z.enum(['courier', 'branch', 'pickup']).optional(),
  city: text(120).optional(),
  region: text(120).optional(),
  branch: text(200).optional(),
  address: text(300).optional(),
  postalCode: text(20).optional(),
  /** Wished day, ISO 8601 date. */
  date: z.iso.date().optional(),
  comment: text(1000).optional(),
})
export type OrderDelivery = z.infer<typeof orderDeliverySchema>

/** Where an order came from, as the shop measures it. */
export const orderSourceSchema = z.strictObject({
  source: text(200).optional(),
  medium: text(200).optional(),
  campaign: text(200).optional(),
  content: text(200).optional(),
  keyword: text(200).optional(),
})
export type OrderSource = z.infer<typeof orderSourceSchema>

/** Body of `POST /api/v1/orders`. */
export const orderInputSchema = z.strictObject({
  /** The shop's own id: the same one twice is one order. */
  externalId: text(100).min(1),
  /** What people call it, if not the external id. */
  number: text(60).optional(),
  /** When it was placed at the shop; now, if left out. */
  placedAt: momentTextSchema.optional(),
  customer: z.strictObject({
    name: text(200).min(1),
    /** Any spelling; read as a number of the shop's country when it has no country code. */
    phone: text(40).min(3),
    email: z.email().max(200).optional(),
    externalId: text(100).optional(),
  }),
  items: z.array(orderItemSchema).min(1).max(200),
  totalMinor: minorUnitsSchema,
  currency: z.string().regex(/^[A-Z]{3}$/),
  delivery: orderDeliverySchema.default({}),
  comment: text(2000).optional(),
  source: orderSourceSchema.optional(),
  /** The customer agreed to hear offers; without it an order call is service only. */
  marketingConsent: z.boolean().default(false),
})
export type OrderInput = z.infer<typeof orderInputSchema>

/**
 * new: to be called. dialing: an attempt is under way. talking: with an agent. retry: to be called again at
 * nextAttemptAt. confirmed: handed to logistics. cancelled: by the customer or the shop. exhausted: all attempts made.
 */
export const orderStatuses = ['new', 'dialing', 'talking', 'retry', 'confirmed', 'cancelled', 'exhausted'] as const
export type OrderStatus = (typeof orderStatuses)[number]

/** The order's own clock, epoch ms; the promise is 15 minutes from receivedAt to handedOverAt. */
export type OrderClock = {
  placedAt: number
  receivedAt: number
  firstDialAt: number | null
  contactedAt: number | null
  confirmedAt: number | null
  /** When logistics has acknowledged it (2xx). */
  handedOverAt: number | null
  /** When the customer had the goods, as logistics or the shop said. */
  deliveredAt: number | null
}

export type AttemptView = {
  id: string
  number: number
  startedAt: number
  endedAt: number | null
  outcome: AttemptOutcome | null
  /** Q.850 cause, where the network told one. */
  cause: number | null
  callId: string
  agentName: string | null
}

/**
 * How one dial of one number ended. abandoned: a person answered and no agent was there in two seconds. skipped: the
 * agent passed it over before it was dialled.
 */
export const attemptOutcomes = [
  'answered',
  'abandoned',
  'skipped',
  'busy',
  'no-answer',
  'congestion',
  'rejected',
  'unallocated',
  'machine',
  'cancelled',
  'system-failure',
] as const
export type AttemptOutcome = (typeof attemptOutcomes)[number]

export type OrderView = {
  id: string
  clientId: string
  externalId: string
  number: string
  status: OrderStatus
  customer: { id: string; name: string; phone: string; email: string | null }
  items: z.infer<typeof orderItemSchema>[]
  totalMinor: number
  currency: string
  delivery: OrderDelivery
  comment: string | null
  source: OrderSource | null
  clock: OrderClock
  nextAttemptAt: number | null
  attempts: AttemptView[]
  cancelReason: string | null
  responsibleName: string | null
  /** Made by an agent's call to an unknown number: no shop sent it, and no campaign dials it. */
  isByHand?: true | undefined
}

/** null takes it back: it was another order, or a slip. */
export const deliveredInputSchema = z.strictObject({ deliveredAt: momentSchema.nullable() })

/** A line of an order's timeline: calls, attempts, notes, changes of status, in time order. */
export type TimelineEntry = {
  at: number
  kind:
    | 'received'
    | 'attempt'
    | 'call'
    | 'note'
    | 'confirmed'
    | 'cancelled'
    | 'callback'
    | 'webhook'
    | 'handed-over'
    | 'delivered'
    | 'not-delivered'
  text: string
  author: string | null
  callId: string | null
}
