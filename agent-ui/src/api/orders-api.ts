import type { OrderListQuery, OrderView, Page, TimelineEntry } from '@orderline/domain/contract'
import { http } from './http.ts'

export type OrderQuery = Partial<OrderListQuery>

export const ordersApi = {
  list: (query: OrderQuery, signal?: AbortSignal) =>
    http.get<Page<OrderView>>('/api/orders', { query, ...(signal && { signal }) }),
  get: (id: string) => http.get<OrderView>(`/api/orders/${id}`),
  timeline: (id: string) => http.get<TimelineEntry[]>(`/api/orders/${id}/timeline`),
  addNote: (id: string, text: string) => http.post<TimelineEntry[]>(`/api/orders/${id}/notes`, { text }),
}
