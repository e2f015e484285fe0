import {
  agentlessSettingsSchema,
  campaignInputSchema,
  type CampaignInput,
  type CampaignView,
} from '@orderline/domain/contract'

const nil = '00000000-0000-0000-0000-000000000000'

/** A new campaign as the form begins it: the contract's own defaults, and nothing chosen yet. */
export function blankCampaign(): CampaignInput {
  const mode = 'progressive'
  const source = { kind: 'orders' as const }
  const filled = campaignInputSchema.parse({ name: 'new', clientId: nil, queueId: nil, mode, source })
  return { ...filled, name: '', clientId: '', queueId: '' }
}

/** The settings of a campaign without what the server says about it. */
export function toCampaignInput(view: CampaignView): CampaignInput {
  const settings = Object.keys(campaignInputSchema.shape).map((key) => [key, view[key as keyof CampaignInput]])
  return structuredClone(Object.fromEntries(settings) as CampaignInput)
}

/** What is sent: an announcement that nobody named belongs to no mode but the agentless one, which then asks for it. */
export function toCampaignRequest(draft: CampaignInput): CampaignInput {
  const isNameless = draft.agentless?.announcement.trim() === ''
  return draft.mode !== 'agentless' && isNameless ? { ...draft, agentless: null } : draft
}

/** Settings of an agentless campaign as the form begins them. */
export function blankAgentless(): NonNullable<CampaignInput['agentless']> {
  return { ...agentlessSettingsSchema.parse({ announcement: 'none' }), announcement: '' }
}
