import { z } from 'zod'
import { e164Schema, idSchema, pageQuerySchema } from '@orderline/domain/contract'

/** Query of `GET /api/do-not-call`. `search` looks into number and note. */
export const doNotCallListQuerySchema = pageQuerySchema.extend({ clientId: idSchema.optional() })
export type DoNotCallListQuery = z.infer<typeof doNotCallListQuerySchema>

/** Body of `POST /api/v1/do-not-call`: a number of the shop's country, or of any. */
export const shopEntrySchema = z.strictObject({
  phone: z.string().trim().min(3).max(40),
  note: z.string().trim().max(300).default(''),
})

/** Its answer. */
export const forbiddenSchema = z.object({
  id: idSchema,
  number: e164Schema,
  note: z.string(),
  createdAt: z.number(),
})
