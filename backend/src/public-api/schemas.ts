import './extend-zod.ts'
import { z } from 'zod'
import {
  attemptOutcomes,
  idSchema,
  momentTextSchema,
  numberFromText,
  orderDeliverySchema,
  orderItemSchema,
  orderSourceSchema,
  orderStatuses,
  type OrderView,
} from '@orderline/domain/contract'

const at = z.number().int().describe('Epoch milliseconds, UTC')

/** {@link OrderView} as a schema, for the documentation; the compiler holds the two together. */
export const orderViewSchema = z.object({
  id: idSchema,
  clientId: idSchema,
  externalId: z.string(),
  number: z.string(),
  status: z.enum(orderStatuses),
  customer: z.object({ id: idSchema, name: z.string(), phone: z.string(), email: z.string().nullable() }),
  items: z.array(orderItemSchema),
  totalMinor: z.number().int(),
  currency: z.string(),
  delivery: orderDeliverySchema,
  comment: z.string().nullable(),
  source: orderSourceSchema.nullable(),
  clock: z.object({
    placedAt: at,
    receivedAt: at,
    firstDialAt: at.nullable(),
    contactedAt: at.nullable(),
    confirmedAt: at.nullable(),
    handedOverAt: at.nullable(),
    deliveredAt: at.nullable().describe('When the customer had the goods, as you or logistics said'),
  }),
  nextAttemptAt: at.nullable(),
  attempts: z.array(
    z.object({
      id: idSchema,
      number: z.number().int(),
      startedAt: at,
      endedAt: at.nullable(),
      outcome: z.enum(attemptOutcomes).nullable(),
      cause: z.number().int().nullable(),
      callId: idSchema,
      agentName: z.string().nullable(),
    }),
  ),
  cancelReason: z.string().nullable(),
  responsibleName: z.string().nullable(),
  isByHand: z.literal(true).optional(),
}) satisfies z.ZodType<OrderView>

/** Problem details (RFC 9457), as the contract has them. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string().describe('Stable; branch on this'),
  detail: z.string().optional(),
  errors: z
    .array(
      z.object({
        pointer: z.string().describe('JSON pointer into the body (RFC 6901); `?name` is a parameter of the query'),
        code: z.string(),
        detail: z.string(),
      }),
    )
    .optional(),
})

export const cancelInputSchema = z.strictObject({ reason: z.string().trim().min(1).max(300) })

export const orderQuerySchema = z.object({
  status: z.enum(orderStatuses).optional(),
  updatedSince: momentTextSchema.optional().describe('Only orders that changed at or after this moment'),
  limit: numberFromText(z.number().int().min(1).max(100)).default(50),
  cursor: z.string().max(200).optional().describe('`nextCursor` of the page before'),
})

export const orderPageSchema = z.object({
  items: z.array(orderViewSchema),
  nextCursor: z.string().nullable().describe('null on the last page'),
})

export const oneOrder = z.object({ id: idSchema })
