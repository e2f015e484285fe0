import type { CampaignProgress } from '@orderline/domain/contract'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useCampaignsStore } from '../stores/campaigns.ts'
import { useConnectionStore } from '../stores/connection.ts'
import { aProgress } from '../testing/a-campaign.ts'
import { useCampaignProgress } from './use-campaign-progress.ts'

const asked: string[] = []

function fetchProgress(campaignId: string): Promise<CampaignProgress> {
  asked.push(campaignId)
  return Promise.resolve(aProgress({ campaignId, at: 1 }))
}

beforeEach(() => {
  setActivePinia(createPinia())
  asked.length = 0
  return () => vi.useRealTimers()
})

function draw(ids = ref(['one'])) {
  const scope = effectScope()
  const shown = scope.run(() => useCampaignProgress(() => ids.value, fetchProgress))!
  return { ids, scope, ...shown }
}

it('is asked for once, and pushed from then on', async () => {
  vi.useFakeTimers()
  useConnectionStore().state = 'connected'
  const { progress, scope } = draw()
  await vi.advanceTimersByTimeAsync(20_000)
  expect([asked, useCampaignsStore().watched]).toEqual([['one'], ['one']])
  useCampaignsStore().receive(aProgress({ campaignId: 'one', at: 2, left: 5 }))
  useCampaignsStore().receive(aProgress({ campaignId: 'one', at: 1, left: 6 }))
  expect(progress.value.get('one')?.left).toBe(5)
  scope.stop()
})

it('is asked for again and again while the socket is away, and once when it is back', async () => {
  vi.useFakeTimers()
  const connection = useConnectionStore()
  connection.state = 'lost'
  const { scope } = draw()
  await vi.advanceTimersByTimeAsync(4_500)
  expect(asked).toEqual(['one', 'one', 'one'])
  connection.state = 'connected'
  await nextTick()
  await vi.advanceTimersByTimeAsync(20_000)
  expect(asked).toHaveLength(4)
  scope.stop()
})

it('goes on for the next screen when the one before it is gone', () => {
  const before = draw()
  const { scope } = draw(ref(['two']))
  before.scope.stop()
  expect(useCampaignsStore().watched).toEqual(['two'])
  scope.stop()
  expect(useCampaignsStore().watched).toEqual([])
})
