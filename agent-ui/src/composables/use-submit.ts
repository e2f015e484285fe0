import { ref, shallowRef } from 'vue'
import type { ApiError } from '../api/api-error.ts'
import { toApiError } from '../api/to-api-error.ts'

/** Sends a form or a command once at a time and keeps its problem; `useFieldTexts` puts its fields into words. */
export function useSubmit<Args extends unknown[], Answer>(send: (...args: Args) => Promise<Answer>) {
  const isBusy = ref(false)
  const error = shallowRef<ApiError | null>(null)

  /** The answer, or undefined when it failed (then `error` says why) or one is under way already. */
  async function submit(...args: Args): Promise<Answer | undefined> {
    if (isBusy.value) return undefined
    isBusy.value = true
    error.value = null
    try {
      return await send(...args)
    } catch (problem) {
      error.value = toApiError(problem)
      return undefined
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, error, submit }
}
