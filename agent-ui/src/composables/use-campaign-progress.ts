import type { CampaignProgress } from '@orderline/domain/contract'
import { ref, watch, type Ref } from 'vue'
import { campaignsApi } from '../api/campaigns-api.ts'
import { toApiError } from '../api/to-api-error.ts'
import { usePoll } from './use-poll.ts'

/** How far the campaigns on screen are, by id, asked again and again while somebody looks. */
export function useCampaignProgress(
  ids: () => string[],
  everyMs = 1000,
): { progress: Ref<Map<string, CampaignProgress>>; reload: () => Promise<void> } {
  const progress = ref(new Map<string, CampaignProgress>()) as Ref<Map<string, CampaignProgress>>

  async function ask(id: string): Promise<void> {
    try {
      progress.value.set(id, await campaignsApi.progress(id))
    } catch (problem) {
      // What is shown stays; the page's own list says when the server is away.
      toApiError(problem)
    }
  }

  async function reload(): Promise<void> {
    await Promise.all(ids().map(ask))
  }

  watch(ids, (now, before = []) => void Promise.all(now.filter((id) => !before.includes(id)).map(ask)), {
    immediate: true,
  })
  usePoll(reload, everyMs)
  return { progress, reload }
}
