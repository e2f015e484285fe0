import { watch } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import { useFilteredList, type FilteredFetcher, type Filters } from './use-filtered-list.ts'

/**
 * A filtered list that keeps search, filters and page in the address, so that whoever comes back from a record finds it
 * as it was left, and an address can be passed on. For one list on a page. The server checks what the address says.
 */
export function useAddressedList<T, F extends Filters = Filters>(initial: F, fetchPage: FilteredFetcher<T, F>) {
  const route = useRoute()
  const router = useRouter()
  const list = useFilteredList<T, F>(initial, fetchPage, {
    page: pageOf(route.query),
    search: textOf(route.query, 'search') ?? '',
    filters: filtersOf(initial, route.query),
  })
  const { path } = route

  function toQuery(): Record<string, string> {
    const { filters, search, page } = list
    const chosen = Object.entries(filters).filter(([name, value]) => value !== initial[name])
    return {
      ...Object.fromEntries(chosen.map(([name, value]) => [name, value ?? ''])),
      ...(search.value !== '' && { search: search.value }),
      ...(page.value > 1 && { page: `${page.value}` }),
    }
  }

  watch(toQuery, (query) => {
    // A list that is being left must not pull its address onto the next page.
    if (route.path === path) void router.replace({ query, hash: route.hash })
  })

  return list
}

function pageOf(query: LocationQuery): number {
  const page = Number(textOf(query, 'page'))
  return Number.isInteger(page) && page > 0 ? page : 1
}

/** An empty value is a filter that was switched off where it is on at first. */
function filtersOf<F extends Filters>(initial: F, query: LocationQuery): F {
  const named = Object.keys(initial).filter((name) => textOf(query, name) !== undefined)
  return { ...initial, ...Object.fromEntries(named.map((name) => [name, textOf(query, name) || undefined])) }
}

function textOf(query: LocationQuery, name: string): string | undefined {
  const value = query[name]
  return typeof value === 'string' ? value : undefined
}
