import { campaignInputSchema, type CampaignView } from '@orderline/domain/contract'
import { describe, expect, it } from 'vitest'
import { blankAgentless, blankCampaign, toCampaignInput, toCampaignRequest } from './campaign-draft.ts'

const id = '0190a000-0000-7000-8000-000000000001'
const filled = { ...blankCampaign(), name: 'Spring', clientId: id, queueId: id }

describe('a new campaign', () => {
  it('needs only a name, a shop and a queue to be right', () => {
    expect(campaignInputSchema.safeParse(filled).success).toBe(true)
    const problems = campaignInputSchema.safeParse(blankCampaign()).error?.issues.map(({ path }) => path.join('/'))
    expect(problems).toEqual(['name', 'clientId', 'queueId'])
  })

  it('without agents asks for its message; in another mode an empty message is none', () => {
    const draft = { ...filled, agentless: blankAgentless() }
    expect(campaignInputSchema.safeParse(toCampaignRequest(draft)).success).toBe(true)
    const agentless = toCampaignRequest({ ...draft, mode: 'agentless' })
    expect(campaignInputSchema.safeParse(agentless).error?.issues[0]?.path).toEqual(['agentless', 'announcement'])
  })
})

it('takes into the form what can be set, and nothing else that the server says', () => {
  const view: CampaignView = { ...filled, id, status: 'running', createdAt: 1, updatedAt: 2 }
  expect(toCampaignInput(view)).toEqual(filled)
})
