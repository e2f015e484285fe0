import { z } from 'zod'
import { campaignStatuses, dialModes, idSchema, pageQuerySchema } from '@orderline/domain/contract'

/** Query of `GET /api/campaigns`. `search` looks into the name. */
export const campaignListQuerySchema = pageQuerySchema.extend({
  clientId: idSchema.optional(),
  status: z.enum(campaignStatuses).optional(),
  mode: z.enum(dialModes).optional(),
})
export type CampaignListQuery = z.infer<typeof campaignListQuerySchema>
