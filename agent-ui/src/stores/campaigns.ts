import type { CampaignProgress } from '@orderline/domain/contract'
import { defineStore } from 'pinia'
import { computed, ref, type Ref } from 'vue'

/** How far campaigns are, by id, as the server told last; and which of them are on screen. */
export const useCampaignsStore = defineStore('campaigns', () => {
  const progress = ref(new Map()) as Ref<Map<string, CampaignProgress>>
  /** One screen may be drawn before the one that it follows is gone. */
  const screens = ref(new Map<symbol, readonly string[]>())
  const watched = computed(() => [...new Set([...screens.value.values()].flat())])

  /** An answer that was on its way when a later one came tells nothing new. */
  function receive(told: CampaignProgress): void {
    const known = progress.value.get(told.campaignId)
    if (!known || known.at <= told.at) progress.value.set(told.campaignId, told)
  }

  /** Names what a screen shows; without ids it is gone. */
  function show(screen: symbol, ids: readonly string[]): void {
    if (ids.length === 0) screens.value.delete(screen)
    else screens.value.set(screen, ids)
  }

  return { progress, watched, receive, show }
})
