import { onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { ApiError } from '../api/api-error.ts'
import { toApiError } from '../api/to-api-error.ts'

/** What a detail page shows before it has its record, or instead of it. */
export type RecordState = 'loading' | 'ready' | 'error'

/** One record by its id, read again when the id changes; an answer that was overtaken is dropped. */
export function useRecord<T>(id: () => string, fetchRecord: (id: string) => Promise<T>) {
  const record = shallowRef<T | null>(null)
  const error = shallowRef<ApiError | null>(null)
  const state = ref<RecordState>('loading')
  let question = 0

  async function reload(): Promise<void> {
    const mine = (question += 1)
    try {
      const answer = await fetchRecord(id())
      if (mine !== question) return
      record.value = answer
      error.value = null
      state.value = 'ready'
    } catch (problem) {
      if (mine !== question) return
      error.value = toApiError(problem)
      state.value = record.value === null ? 'error' : 'ready'
    }
  }

  watch(
    id,
    () => {
      record.value = null
      state.value = 'loading'
      void reload()
    },
    { immediate: true },
  )
  onScopeDispose(() => (question += 1))
  return { record, error, state, reload }
}
