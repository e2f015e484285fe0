import type { OrderClockBoard, TaskPage } from '@orderline/domain/contract'
import { http } from './http.ts'

export const orderClockApi = {
  board: (query: { from: number; until: number }) => http.get<OrderClockBoard>('/api/order-clock', { query }),
}

export const tasksApi = {
  open: () => http.get<TaskPage>('/api/tasks', { query: { limit: 100 } }),
  done: (id: string) => http.post<unknown>(`/api/tasks/${id}/done`),
}
