import { z } from 'zod'
import {
  attemptOutcomes,
  idSchema,
  orderDeliverySchema,
  orderItemSchema,
  questionnairePurposes,
} from '@orderline/domain/contract'

const at = z.string().describe('ISO 8601, UTC')
const order = { orderId: idSchema, externalId: z.string(), number: z.string() }

const mark = z.object({
  name: z.string().describe('of the question'),
  title: z.string(),
  value: z.unknown(),
  text: z.string().describe('the value as people read it'),
})
const note = z.object({ at, author: z.string().nullable(), text: z.string() })

const confirmed = z.object({
  ...order,
  revision: z.number().int().describe('the highest one holds, in whatever order they arrive'),
  shop: z.object({ code: z.string(), name: z.string() }),
  recipient: z.object({ name: z.string(), phone: z.string(), email: z.string().nullable() }),
  items: z.array(orderItemSchema),
  totalMinor: z.number().int(),
  currency: z.string(),
  delivery: orderDeliverySchema.describe('what was agreed'),
  orderComment: z.string().nullable(),
  marks: z.array(mark).describe('every answer of the questionnaire'),
  notes: z.array(note),
  confirmedBy: z.string().nullable(),
  receivedAt: at,
  confirmedAt: at,
})
const delivery = confirmed.extend({ deliveryId: idSchema })

/** What `data` of each message holds: the builders of messages are held to it by the compiler, shops read it as OpenAPI. */
export const webhookData = {
  'order.confirmed': confirmed.extend({ status: z.literal('confirmed') }),
  'order.cancelled': z.object({
    ...order,
    status: z.literal('cancelled'),
    reason: z.string(),
    cancelledBy: z.enum(['centre', 'shop']),
    cancelledAt: at,
  }),
  'order.attempted': z.object({
    orderId: idSchema.nullable(),
    externalId: z.string().nullable(),
    attempt: z.object({
      number: z.number().int().nullable(),
      startedAt: at.nullable(),
      endedAt: at,
      outcome: z.enum(attemptOutcomes),
      cause: z.number().int().nullable().describe('Q.850, where the network told one'),
    }),
    isExhausted: z.boolean().describe('nobody dials it again'),
    nextAttemptAt: at.nullable(),
  }),
  'order.delivered': z.object({ ...order, deliveredAt: at.nullable() }),
  'call.ended': z.object({
    callId: idSchema,
    direction: z.enum(['inbound', 'outbound']),
    orderId: idSchema.nullable(),
    customerNumber: z.string().nullable(),
    shopNumber: z.string().nullable(),
    startedAt: at,
    answeredAt: at.nullable(),
    endedAt: at.nullable(),
    status: z.string(),
    outcome: z.string().nullable(),
  }),
  'answers.completed': z.object({
    answersId: idSchema,
    orderId: idSchema.nullable(),
    callId: idSchema.nullable(),
    customerId: idSchema.nullable(),
    questionnaire: z.object({ purpose: z.enum(questionnairePurposes), title: z.string(), version: z.number().int() }),
    values: z.record(z.string(), z.unknown()),
    marks: z.array(mark),
    completedAt: at,
  }),
  'delivery.requested': delivery,
  'delivery.updated': delivery,
}

export type WebhookType = keyof typeof webhookData
/** What shop and logistics may hear of. */
export const webhookTypes = Object.keys(webhookData) as WebhookType[]
export type WebhookData<T extends WebhookType> = z.infer<(typeof webhookData)[T]>
