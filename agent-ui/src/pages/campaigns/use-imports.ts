import type { ImportView } from '@orderline/domain/contract'
import { computed, ref } from 'vue'
import { campaignsApi } from '../../api/campaigns-api.ts'
import { importsApi } from '../../api/imports-api.ts'
import { toApiError } from '../../api/to-api-error.ts'
import { usePoll } from '../../composables/use-poll.ts'
import { useUpload } from '../../composables/use-upload.ts'

/** The files of a campaign's list, newest first, and the sending of one more; what goes on is looked at each second. */
export function useImports(campaignId: () => string, onDone: () => void) {
  const imports = ref<ImportView[]>([])
  const { share, error, upload } = useUpload((file, onProgress) =>
    importsApi.uploadRecords(campaignId(), file, onProgress),
  )
  const isGoingOn = computed(() => imports.value.some(({ finishedAt }) => finishedAt === null))

  async function load(): Promise<void> {
    try {
      imports.value = (await campaignsApi.imports(campaignId())).items
    } catch (problem) {
      // The page's own record says when the server is away.
      toApiError(problem)
    }
  }

  async function send(file: File): Promise<void> {
    const begun = await upload(file)
    if (begun) imports.value = [begun, ...imports.value]
  }

  async function look(): Promise<void> {
    if (!isGoingOn.value) return
    await load()
    if (!isGoingOn.value) onDone()
  }

  usePoll(look, 1000)
  return { imports, share, error, load, send }
}
