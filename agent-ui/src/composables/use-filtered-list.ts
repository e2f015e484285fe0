import { computed, reactive, watch } from 'vue'
import { usePageList, type ListStart, type PageFetcher } from './use-page-list.ts'

export type Filters = Record<string, string | undefined>

export type FilteredFetcher<T, F> = (
  query: Parameters<PageFetcher<T>>[0] & F,
  signal: AbortSignal,
) => ReturnType<PageFetcher<T>>

/** A page list with filters beside the search: a changed filter leads to the first page. */
export function useFilteredList<T, F extends Filters>(
  initial: F,
  fetchPage: FilteredFetcher<T, F>,
  start: ListStart & { filters?: F } = {},
) {
  const filters = reactive({ ...initial, ...start.filters }) as F
  const list = usePageList<T>((query, signal) => fetchPage({ ...query, ...filters }, signal), { start })
  /** A filter that is on from the beginning is a view of the list, and always has a value. */
  const isNarrowed = computed(
    () => list.isNarrowed.value || Object.keys(initial).some((name) => !initial[name] && filters[name] !== undefined),
  )
  watch(
    () => ({ ...filters }),
    () => {
      if (list.page.value === 1) void list.reload()
      else list.page.value = 1
    },
  )
  return { ...list, isNarrowed, filters }
}
