import type { DeliveryView, Page } from '@orderline/domain/contract'
import type { Query } from './http-client.ts'
import { http } from './http.ts'

export const deliveriesApi = {
  list: (query: Query, signal?: AbortSignal) =>
    http.get<Page<DeliveryView>>('/api/deliveries', { query, ...(signal && { signal }) }),
  /** Epoch ms; null takes it back. */
  setDelivered: (orderId: string, deliveredAt: number | null) =>
    http.put(`/api/deliveries/${orderId}/delivered`, { deliveredAt }),
}
