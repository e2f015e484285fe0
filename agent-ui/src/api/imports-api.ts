import type { ImportView } from '@orderline/domain/contract'
import { http } from './http.ts'
import { uploadFile, type UploadProgress } from './upload-file.ts'

/** Uploads of lists and of do-not-call numbers; each goes on at the server after its file has arrived. */
export const importsApi = {
  get: (id: string) => http.get<ImportView>(`/api/imports/${id}`),
  errorsUrl: (id: string) => `/api/imports/${id}/errors.csv`,
  uploadRecords: (campaignId: string, file: File, onProgress: UploadProgress) =>
    uploadFile<ImportView>(`/api/campaigns/${campaignId}/imports`, { file, onProgress }),
  uploadDoNotCall: (clientId: string | null, file: File, onProgress: UploadProgress) =>
    uploadFile<ImportView>('/api/do-not-call/imports', { file, onProgress, query: { clientId } }),
}
