import { useToast } from '@nuxt/ui/composables'
import type { CampaignAction, CampaignView } from '@orderline/domain/contract'
import { ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { campaignsApi } from '../../api/campaigns-api.ts'
import { toApiError } from '../../api/to-api-error.ts'
import { useErrorText } from '../../composables/use-error-text.ts'

/** Starts, pauses, drains and stops campaigns, one at a time; says how it went. */
export function useCampaignActions(onDone: (campaign: CampaignView) => void) {
  const { t } = useI18n()
  const toast = useToast()
  const textOf = useErrorText()
  const busyId = ref<string | null>(null)

  async function act(id: string, action: CampaignAction): Promise<void> {
    if (busyId.value !== null) return
    busyId.value = id
    try {
      onDone(await campaignsApi.act(id, action))
      toast.add({ title: t(`campaigns.acted.${action}`), color: 'success', icon: 'i-lucide-check' })
    } catch (problem) {
      toast.add({ title: textOf(toApiError(problem)), color: 'error', icon: 'i-lucide-octagon-alert' })
    } finally {
      busyId.value = null
    }
  }

  return { busyId, act }
}
