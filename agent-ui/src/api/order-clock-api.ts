import type { OrderClockBoard } from '@orderline/domain/contract'
import { http } from './http.ts'

export const orderClockApi = {
  board: (query: { from: number; until: number }) => http.get<OrderClockBoard>('/api/order-clock', { query }),
}
