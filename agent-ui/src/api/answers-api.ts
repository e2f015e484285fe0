import type { AnswersPatched, OrderView } from '@orderline/domain/contract'
import { http } from './http.ts'

export const answersApi = {
  save: (id: string, values: Record<string, unknown>) => http.patch<AnswersPatched>(`/api/answers/${id}`, { values }),
  complete: (id: string) => http.post<{ order?: OrderView }>(`/api/answers/${id}/complete`),
}
