import type { QueueView } from '@orderline/domain/contract'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { queuesApi } from '../api/admin-api.ts'
import { toApiError } from '../api/to-api-error.ts'

/** All queues, for forms and for names in lists. */
export const useQueuesStore = defineStore('queues', () => {
  const queues = shallowRef<QueueView[]>([])
  const nameById = computed(() => new Map(queues.value.map(({ id, name }) => [id, name])))
  const options = computed(() => queues.value.map(({ id, name }) => ({ value: id, label: name })))

  async function load(): Promise<void> {
    try {
      queues.value = (await queuesApi.list({ limit: 200 })).items
    } catch (problem) {
      // The page's own list says that the server is away.
      toApiError(problem)
    }
  }

  return { queues, nameById, options, load }
})
