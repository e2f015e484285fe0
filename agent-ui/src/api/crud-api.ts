import type { Page } from '@orderline/domain/contract'
import type { Query } from './http-client.ts'
import { http } from './http.ts'

/** What every noun of the administration can do: `GET` list and one, `POST`, `PUT`, `DELETE`. */
export function createCrudApi<View extends { id: string }, Input>(path: string) {
  return {
    list: (query: Query, signal?: AbortSignal) => http.get<Page<View>>(path, { query, ...(signal && { signal }) }),
    get: (id: string) => http.get<View>(`${path}/${id}`),
    create: (input: Input) => http.post<View>(path, input),
    /** `seen`: the record as `get` or a write answered it; a version in between is not written over. */
    replace: (id: string, input: Input, seen?: View) => http.put<View>(`${path}/${id}`, input, { seen }),
    remove: (id: string) => http.delete(`${path}/${id}`),
  }
}

export type CrudApi<View extends { id: string }, Input> = ReturnType<typeof createCrudApi<View, Input>>
