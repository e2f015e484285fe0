import { z } from 'zod'
import { idSchema, momentQuerySchema, pageQuerySchema } from '@orderline/domain/contract'

/** Query of `GET /api/admin/audit`. `search` looks into the person's name and the action. */
export const auditQuerySchema = pageQuerySchema.extend({
  subject: z.string().max(60).optional(),
  subjectId: idSchema.optional(),
  userId: idSchema.optional(),
  /** At or after, epoch ms. */
  from: momentQuerySchema.optional(),
})
export type AuditQuery = z.infer<typeof auditQuerySchema>
