import { useToast } from '@nuxt/ui/composables'
import { ref } from 'vue'
import { toApiError } from '../api/to-api-error.ts'
import { useErrorText } from './use-error-text.ts'

/** For buttons: runs one command at a time and tells a failure as a toast. */
export function useCommand() {
  const toast = useToast()
  const textOf = useErrorText()
  const isBusy = ref(false)
  let last: Promise<unknown> = Promise.resolve()

  /** True when it succeeded; false, too, when another one is under way: a second press is no second command. */
  async function run(command: Command): Promise<boolean> {
    if (isBusy.value) return false
    isBusy.value = true
    const running = carryOut(command)
    last = running
    return running
  }

  /** For what must not get lost: waits for the one under way. */
  async function runNext(command: Command): Promise<boolean> {
    await last
    return run(command)
  }

  async function carryOut(command: Command): Promise<boolean> {
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

  return { isBusy, run, runNext }
}

type Command = () => Promise<unknown>
