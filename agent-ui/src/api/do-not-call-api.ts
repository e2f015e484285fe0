import type { DoNotCallInput, DoNotCallView, Page } from '@orderline/domain/contract'
import type { Query } from './http-client.ts'
import { http } from './http.ts'

export const doNotCallApi = {
  list: (query: Query, signal?: AbortSignal) =>
    http.get<Page<DoNotCallView>>('/api/do-not-call', { query, ...(signal && { signal }) }),
  add: (input: DoNotCallInput) => http.post<DoNotCallView>('/api/do-not-call', input),
  remove: (id: string) => http.delete(`/api/do-not-call/${id}`),
}
