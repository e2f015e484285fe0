import { z } from 'zod'
import { pageQuerySchema, roles } from '@orderline/domain/contract'

/** Query of `GET /api/admin/users`. `search` looks into login and name. */
export const userListQuerySchema = pageQuerySchema.extend({ role: z.enum(roles).optional() })
export type UserListQuery = z.infer<typeof userListQuerySchema>
