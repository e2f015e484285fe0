import { campaignInputSchema, type CampaignView, type EpochMs } from '@orderline/domain/contract'

/** By this name a client's first campaign is found again when its queue changes. */
export const defaultCampaignName = 'New orders'

/** What dials a client's orders when nobody has said anything else: one line for each free agent. */
export function defaultCampaign({ id, clientId, queueId, now }: DefaultCampaign): CampaignView {
  const input = campaignInputSchema.parse({
    name: defaultCampaignName,
    clientId,
    queueId,
    mode: 'progressive',
    source: { kind: 'orders' },
    // At all hours in which the house may call, as orders were dialled before there were campaigns.
    hours: { from: '00:00', until: '24:00' },
  })
  return { ...input, id, status: 'running', createdAt: now, updatedAt: now }
}

export type DefaultCampaign = { id: string; clientId: string; queueId: string; now: EpochMs }
