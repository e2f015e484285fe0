import type {
  CallbackChange,
  CallbackChoices,
  CallbackInput,
  CallbackOutlook,
  CallbackOutlookInput,
  CallbackView,
  Page,
} from '@orderline/domain/contract'
import type { Query } from './http-client.ts'
import { http } from './http.ts'

export const callbacksApi = {
  list: (query: Query, signal?: AbortSignal) =>
    http.get<Page<CallbackView>>('/api/callbacks', { query, ...(signal && { signal }) }),
  choices: () => http.get<CallbackChoices>('/api/callbacks/choices'),
  create: (input: CallbackInput) => http.post<CallbackView>('/api/callbacks', input),
  outlook: (input: CallbackOutlookInput) => http.post<CallbackOutlook>('/api/callbacks/outlook', input),
  change: (id: string, change: CallbackChange) => http.patch<CallbackView>(`/api/callbacks/${id}`, change),
  cancel: (id: string) => http.delete(`/api/callbacks/${id}`),
}
