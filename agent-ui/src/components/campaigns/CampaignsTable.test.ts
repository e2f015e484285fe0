import { campaignInputSchema, type CampaignView } from '@orderline/domain/contract'
import { expect, it } from 'vitest'
import { usePageList } from '../../composables/use-page-list.ts'
import { mountComponent } from '../../testing/mount-component.ts'
import CampaignsTable from './CampaignsTable.vue'

const clientId = '0190f3a0-0000-7000-8000-000000000001'
const basics = { name: 'New orders', clientId, queueId: clientId, mode: 'progressive', source: { kind: 'orders' } }
const paused: CampaignView = {
  ...campaignInputSchema.parse(basics),
  ...{ id: 'campaign-1', status: 'paused', createdAt: 1, updatedAt: 1 },
}

async function draw(campaign: CampaignView) {
  const list = usePageList<CampaignView>(() => Promise.resolve({ items: [campaign], total: 1 }))
  await list.reload()
  const facts = { clients: new Map(), progress: new Map(), busyId: null, mayRun: true }
  return mountComponent(CampaignsTable, { list, ...facts })
}

it('says why a campaign rests that no person has paused', async () => {
  const resting = await draw({ ...paused, pausedBecause: 'client-without-queue' })
  expect(resting.text()).toContain('The shop has no queue')
  expect((await draw(paused)).has('paused-because')).toBe(false)
})
