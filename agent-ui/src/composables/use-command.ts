import { useToast } from '@nuxt/ui/composables'
import { ref } from 'vue'
import { toApiError } from '../api/to-api-error.ts'
import { useErrorText } from './use-error-text.ts'

/** For buttons: runs one command at a time and tells a failure as a toast. True when it succeeded. */
export function useCommand() {
  const toast = useToast()
  const textOf = useErrorText()
  const isBusy = ref(false)

  async function run(command: () => Promise<unknown>): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    try {
      await command()
      return true
    } catch (error) {
      toast.add({ title: textOf(toApiError(error)), color: 'error', icon: 'i-lucide-octagon-alert' })
      return false
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, run }
}
