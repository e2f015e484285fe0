import type { CampaignProgress } from '@orderline/domain/contract'
import { computed, onScopeDispose, watch } from 'vue'
import { campaignsApi } from '../api/campaigns-api.ts'
import { toApiError } from '../api/to-api-error.ts'
import { useCampaignsStore } from '../stores/campaigns.ts'
import { useConnectionStore } from '../stores/connection.ts'
import { usePoll } from './use-poll.ts'

/** How often is asked where nothing is pushed. */
const fallbackMs = 2000

/** How far the campaigns on screen are, by id: pushed while the socket is there, asked for again and again while not. */
export function useCampaignProgress(
  ids: () => string[],
  fetchProgress: (id: string) => Promise<CampaignProgress> = campaignsApi.progress,
) {
  const store = useCampaignsStore()
  const connection = useConnectionStore()
  const screen = Symbol('campaigns on screen')
  const progress = computed(() => store.progress)

  async function ask(id: string): Promise<void> {
    try {
      store.receive(await fetchProgress(id))
    } catch (problem) {
      // What is shown stays; the page's own list says when the server is away.
      toApiError(problem)
    }
  }

  async function reload(): Promise<void> {
    await Promise.all(ids().map(ask))
  }

  watch(
    () => ids().join(' '),
    (_now, before = '') => {
      store.show(screen, ids())
      const known = before.split(' ')
      void Promise.all(
        ids()
          .filter((id) => !known.includes(id))
          .map(ask),
      )
    },
    { immediate: true },
  )
  watch(
    () => connection.state,
    (state) => {
      if (state === 'connected') void reload()
    },
  )
  usePoll(async () => {
    if (connection.state !== 'connected') await reload()
  }, fallbackMs)
  onScopeDispose(() => store.show(screen, []))
  return { progress, reload }
}
