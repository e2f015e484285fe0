import { abandonedRate, type CampaignHistoryPoint, type CampaignLive } from '@orderline/domain/contract'
import { computed, shallowRef, watch, type Ref } from 'vue'
import { campaignsApi } from '../../api/campaigns-api.ts'
import { toApiError } from '../../api/to-api-error.ts'
import { usePoll } from '../../composables/use-poll.ts'

const minute = 60_000
/** So many seconds are kept beyond the last whole minute that the server has told. */
const mostLivePoints = 180

/** The points of a campaign's plot: a point a minute as the server keeps them, then each second that was seen here. */
export function useCampaignHistory(campaignId: () => string, live: Ref<CampaignLive | null>) {
  const kept = shallowRef<CampaignHistoryPoint[]>([])
  const seen = shallowRef<CampaignHistoryPoint[]>([])
  const points = computed(() => joinPoints(kept.value, seen.value))

  async function load(): Promise<void> {
    try {
      kept.value = (await campaignsApi.history(campaignId())).items
    } catch (problem) {
      // The plot stays as it was; the page's own record says when the server is away.
      toApiError(problem)
    }
  }

  watch(live, (now) => {
    if (now && now.at !== seen.value.at(-1)?.at) seen.value = [...seen.value, toPoint(now)].slice(-mostLivePoints)
  })
  void load()
  usePoll(load, minute)
  return points
}

function toPoint(live: CampaignLive): CampaignHistoryPoint {
  const { at, ringing, waiting, talking, wrapUp, free, utilisation, abandoned24h } = live
  return { at, ringing, waiting, talking, wrapUp, free, utilisation, abandonedRate: abandonedRate(abandoned24h) }
}

/** What was seen here goes on where what is kept ends. */
export function joinPoints(kept: CampaignHistoryPoint[], seen: CampaignHistoryPoint[]): CampaignHistoryPoint[] {
  const lastAt = kept.at(-1)?.at ?? 0
  return [...kept, ...seen.filter(({ at }) => at > lastAt)]
}
