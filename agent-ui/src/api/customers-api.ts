import type { CustomerDetailView, CustomerPatch, CustomerView, Page } from '@orderline/domain/contract'
import { http } from './http.ts'
import type { Query } from './http-client.ts'

export const customersApi = {
  list: (query: Query, signal?: AbortSignal) =>
    http.get<Page<CustomerView>>('/api/customers', { query, ...(signal && { signal }) }),
  get: (id: string) => http.get<CustomerDetailView>(`/api/customers/${id}`),
  patch: (id: string, patch: CustomerPatch) => http.patch<CustomerView>(`/api/customers/${id}`, patch),
}
