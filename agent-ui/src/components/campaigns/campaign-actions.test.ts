import { campaignActions, campaignStatuses } from '@orderline/domain/contract'
import { applyCampaignAction } from '@orderline/domain/campaign'
import { describe, expect, it } from 'vitest'
import { actionsOf } from './campaign-actions.ts'

describe.each(campaignStatuses)('a campaign that is %s', (status) => {
  it('offers only what the server would do', () => {
    expect(actionsOf(status).filter((action) => applyCampaignAction(status, action) === undefined)).toEqual([])
  })

  it('offers a way to each state that can be reached from it, but for giving up a draft, which is deleted', () => {
    const reached = (actions: readonly (typeof campaignActions)[number][]) =>
      new Set(actions.map((action) => applyCampaignAction(status, action)).filter((next) => next !== undefined))
    const all = reached(campaignActions)
    if (status === 'draft') all.delete('stopped')
    expect(reached(actionsOf(status))).toEqual(all)
  })
})
