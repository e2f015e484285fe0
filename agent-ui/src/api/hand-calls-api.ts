import type { HandCallCustomer, HandCallInput, HandCallView, HandCard } from '@orderline/domain/contract'
import { http } from './http.ts'

export const handCallsApi = {
  customer: (query: { clientId: string; number: string }) =>
    http.get<HandCallCustomer>('/api/hand-calls/customer', { query }),
  create: (input: HandCallInput) => http.post<HandCallView>('/api/hand-calls', input),
  enterCard: (id: string, card: HandCard) => http.put<HandCallView>(`/api/hand-calls/${id}/card`, card),
}
