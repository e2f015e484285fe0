import type { TaskPage } from '@orderline/domain/contract'
import type { Query } from './http-client.ts'
import { http } from './http.ts'

export const tasksApi = {
  list: (query: Query, signal?: AbortSignal) => http.get<TaskPage>('/api/tasks', { query, ...(signal && { signal }) }),
  done: (id: string) => http.post<unknown>(`/api/tasks/${id}/done`),
}
