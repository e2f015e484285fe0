import type { Page } from '@orderline/domain/contract'
import { useDebounceFn } from '@vueuse/core'
import { computed, onScopeDispose, ref, shallowRef, watch } from 'vue'
import type { ApiError } from '../api/api-error.ts'
import { toApiError } from '../api/to-api-error.ts'

export type PageFetcher<T> = (
  query: { limit: number; offset: number; search: string },
  signal: AbortSignal,
) => Promise<Page<T>>

/** What a list page shows and steers. */
export type PageList<T> = ReturnType<typeof usePageList<T>>

/** `loading` only while there is nothing to show yet: a reload keeps the old rows on screen. */
export type ListState = 'loading' | 'ready' | 'error'

/** Where a list begins that was left before. */
export type ListStart = { page?: number; search?: string }
type ListOptions = { limit?: number; start?: ListStart }

/**
 * One page of a server-side list. Changing `search` (debounced) or `page` fetches; answers that were overtaken by a
 * newer question are dropped.
 */
export function usePageList<T>(fetchPage: PageFetcher<T>, { limit = 50, start = {} }: ListOptions = {}) {
  const items = shallowRef<T[]>([])
  const total = ref(0)
  const page = ref(start.page ?? 1)
  const search = ref(start.search ?? '')
  const isNarrowed = computed(() => search.value !== '')
  const state = ref<ListState>('loading')
  const isFetching = ref(false)
  const error = shallowRef<ApiError | null>(null)
  let running: AbortController | undefined

  async function reload(): Promise<void> {
    running?.abort()
    const mine = (running = new AbortController())
    isFetching.value = true
    try {
      const query = { limit, offset: (page.value - 1) * limit, search: search.value }
      const answer = await fetchPage(query, mine.signal)
      if (mine.signal.aborted) return
      items.value = answer.items
      total.value = answer.total
      error.value = null
      state.value = 'ready'
    } catch (problem) {
      if (mine.signal.aborted) return
      error.value = toApiError(problem)
      state.value = items.value.length > 0 ? 'ready' : 'error'
    } finally {
      if (running === mine) isFetching.value = false
    }
  }

  const searchAgain = useDebounceFn(() => {
    if (page.value === 1) void reload()
    else page.value = 1
  }, 250)
  watch(search, () => void searchAgain())
  watch(page, () => void reload())
  onScopeDispose(() => running?.abort())
  void reload()

  const pages = computed(() => Math.max(1, Math.ceil(total.value / limit)))
  return { items, total, page, pages, limit, search, isNarrowed, state, isFetching, error, reload }
}
