import type {
  CampaignAction,
  CampaignHistoryPoint,
  CampaignInput,
  CampaignProgress,
  CampaignView,
  DialRecordView,
  ImportView,
  Page,
  RecordListQuery,
} from '@orderline/domain/contract'
import { createCrudApi } from './crud-api.ts'
import { http } from './http.ts'

export type RecordQuery = Partial<RecordListQuery>

export const campaignsApi = {
  ...createCrudApi<CampaignView, CampaignInput>('/api/campaigns'),
  act: (id: string, action: CampaignAction) => http.post<CampaignView>(`/api/campaigns/${id}/status`, { action }),
  progress: (id: string) => http.get<CampaignProgress>(`/api/campaigns/${id}/progress`),
  history: (id: string) => http.get<Page<CampaignHistoryPoint>>(`/api/campaigns/${id}/history`),
  records: (id: string, query: RecordQuery, signal?: AbortSignal) =>
    http.get<Page<DialRecordView>>(`/api/campaigns/${id}/records`, { query, ...(signal && { signal }) }),
  imports: (id: string) => http.get<Page<ImportView>>(`/api/campaigns/${id}/imports`),
}
