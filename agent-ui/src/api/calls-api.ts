import type { CallDetailView, CallListQuery, CallRecordView, MissedCallView, Page } from '@orderline/domain/contract'
import { http } from './http.ts'

export type CallQuery = Partial<CallListQuery>

export const callsApi = {
  list: (query: CallQuery, signal?: AbortSignal) =>
    http.get<Page<CallRecordView>>('/api/calls', { query, ...(signal && { signal }) }),
  get: (id: string) => http.get<CallDetailView>(`/api/calls/${id}`),
  missed: (signal?: AbortSignal) =>
    http.get<Page<MissedCallView>>('/api/calls/missed', { query: { limit: 200 }, ...(signal && { signal }) }),
  markHandled: (id: string) => http.post(`/api/calls/${id}/handled`),
  /** Addresses for the browser's own player, which asks for byte ranges. */
  recordingUrl: (id: string, number: number) => `/api/calls/${id}/recordings/${number}`,
  voicemailUrl: (id: string) => `/api/calls/${id}/voicemail`,
}
