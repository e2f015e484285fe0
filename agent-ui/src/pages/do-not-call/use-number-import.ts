import type { ImportView } from '@orderline/domain/contract'
import { ref } from 'vue'
import { importsApi } from '../../api/imports-api.ts'
import { toApiError } from '../../api/to-api-error.ts'
import { usePoll } from '../../composables/use-poll.ts'
import { useUpload } from '../../composables/use-upload.ts'

/** The file of numbers that was sent last from here, looked at each second until it is read. */
export function useNumberImport(clientId: () => string | null, onDone: () => void) {
  const last = ref<ImportView | null>(null)
  const { share, error, upload } = useUpload((file, onProgress) =>
    importsApi.uploadDoNotCall(clientId(), file, onProgress),
  )

  async function send(file: File): Promise<void> {
    last.value = (await upload(file)) ?? last.value
  }

  async function look(): Promise<void> {
    if (last.value === null || last.value.finishedAt !== null) return
    try {
      last.value = await importsApi.get(last.value.id)
    } catch (problem) {
      // It is looked at again in a second.
      toApiError(problem)
    }
    if (last.value.finishedAt !== null) onDone()
  }

  usePoll(look, 1000)
  return { last, share, error, send }
}
