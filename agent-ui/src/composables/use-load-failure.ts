import { useToast } from '@nuxt/ui/composables'
import { watch } from 'vue'
import { useI18n } from 'vue-i18n'
import { useReleaseStore } from '../stores/release.ts'

/** Says why a part of the application could not be loaded, and offers the way out where there is one. */
export function useLoadFailure(): void {
  const { t } = useI18n()
  const toast = useToast()
  const release = useReleaseStore()

  function actions() {
    const look = { color: 'neutral' as const, variant: 'outline' as const, size: 'xs' as const }
    const reload = { ...look, label: t('common.release.reload'), icon: 'i-lucide-refresh-cw', onClick: release.reload }
    return [{ ...reload, 'data-testid': 'release-reload' }]
  }

  watch(
    () => release.failure,
    (failure) => {
      if (!failure) return
      toast.add({
        id: `release-${failure.because}`,
        title: t(`common.release.${failure.because}`),
        color: 'warning',
        icon: 'i-lucide-triangle-alert',
        duration: 15_000,
        ...(failure.mayHelp && { actions: actions() }),
      })
    },
  )
}
