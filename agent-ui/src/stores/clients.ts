import type { ClientView } from '@orderline/domain/contract'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { clientsApi } from '../api/admin-api.ts'
import { toApiError } from '../api/to-api-error.ts'
import { useSessionStore } from './session.ts'

/** Names and colours of the shops, for filters and for rows that know only an id. */
export const useClientsStore = defineStore('clients', () => {
  const clients = shallowRef<ClientView[]>([])
  const byId = computed(() => new Map(clients.value.map((client) => [client.id, client])))
  const options = computed(() => clients.value.map(({ id, name }) => ({ value: id, label: name })))

  /** Staff only: a shop's own people and logistics see names where the server sends them. */
  async function load(): Promise<void> {
    if (!useSessionStore().mayAs(['supervisor', 'admin'])) return
    try {
      clients.value = (await clientsApi.list({ limit: 200 })).items
    } catch (problem) {
      // Without the names a list still works: it shows no shop filter.
      toApiError(problem)
    }
  }

  return { clients, byId, options, load }
})
