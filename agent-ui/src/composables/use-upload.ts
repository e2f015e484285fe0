import type { ImportView } from '@orderline/domain/contract'
import { ref, shallowRef } from 'vue'
import type { ApiError } from '../api/api-error.ts'
import { toApiError } from '../api/to-api-error.ts'
import type { UploadProgress } from '../api/upload-file.ts'

/** Sends one file at a time. `share` is how much of it has left, null when nothing is sent. */
export function useUpload(send: (file: File, onProgress: UploadProgress) => Promise<ImportView>) {
  const share = ref<number | null>(null)
  const error = shallowRef<ApiError | null>(null)

  /** What the server will do with the file, or undefined when it did not take it (then `error` says why). */
  async function upload(file: File): Promise<ImportView | undefined> {
    share.value = 0
    error.value = null
    try {
      return await send(file, (now) => (share.value = now))
    } catch (problem) {
      error.value = toApiError(problem)
      return undefined
    } finally {
      share.value = null
    }
  }

  return { share, error, upload }
}
