import type { z } from 'zod'
import type { callbackListQuerySchema } from '@orderline/domain/contract'

export type CallbackListQuery = z.infer<typeof callbackListQuerySchema>
