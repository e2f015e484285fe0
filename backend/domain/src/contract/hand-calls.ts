import { z } from 'zod'
import { e164Schema, idSchema } from './common.ts'

/** What an agent enters of somebody who is called by hand and whom the shop does not know. */
export const handCardSchema = z.strictObject({
  name: z.string().trim().min(1).max(200),
  /** What the call is about, in the agent's words. */
  about: z.string().trim().max(500).default(''),
  /** Of an order of the shop; one that it does not have stays a word on the task. */
  orderNumber: z.string().trim().max(100).default(''),
})
export type HandCard = z.infer<typeof handCardSchema>

/** `POST /api/hand-calls`: the agent who asks is put through to this number. `card` may be entered later, in the call. */
export const handCallInputSchema = z.strictObject({
  clientId: idSchema,
  number: e164Schema,
  card: handCardSchema.nullable().default(null),
})
export type HandCallInput = z.infer<typeof handCallInputSchema>

/** `GET /api/hand-calls/customer`: who has this number at this shop. */
export const handCallCustomerQuerySchema = z.strictObject({ clientId: idSchema, number: e164Schema })
/** `makesOrder`: dialling this number makes a customer and an order, for it is unknown and the shop wants that. */
export type HandCallCustomer = { name: string | null; isKnown: boolean; makesOrder: boolean }

export type HandCallView = {
  id: string
  clientId: string
  number: string
  customerId: string | null
  orderId: string | null
  name: string
  about: string
  orderNumber: string
}
