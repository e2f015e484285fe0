import { reactive, watch } from 'vue'
import { usePageList, type PageFetcher } from './use-page-list.ts'

export type Filters = Record<string, string | undefined>

type FilteredFetcher<T, F> = (
  query: Parameters<PageFetcher<T>>[0] & F,
  signal: AbortSignal,
) => ReturnType<PageFetcher<T>>

/** A page list with filters beside the search: a changed filter leads to the first page. */
export function useFilteredList<T, F extends Filters>(initial: F, fetchPage: FilteredFetcher<T, F>) {
  const filters = reactive({ ...initial }) as F
  const list = usePageList<T>((query, signal) => fetchPage({ ...query, ...filters }, signal))
  watch(
    () => ({ ...filters }),
    () => {
      if (list.page.value === 1) void list.reload()
      else list.page.value = 1
    },
  )
  return { ...list, filters }
}
