import type { Board } from '@orderline/domain/contract'
import { http } from './http.ts'

export const boardApi = { get: () => http.get<Board>('/api/board') }
