import type { UserView } from '@orderline/domain/contract'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { usersApi } from '../api/admin-api.ts'
import { toApiError } from '../api/to-api-error.ts'

/** Everybody who takes calls, for forms and filters of supervisors. */
export const useAgentsStore = defineStore('agents', () => {
  const agents = shallowRef<UserView[]>([])
  const options = computed(() => agents.value.map(({ id, name }) => ({ value: id, label: name })))

  async function load(): Promise<void> {
    try {
      const { items } = await usersApi.list({ limit: 200 })
      agents.value = items.filter(({ role, active }) => role === 'agent' && active)
    } catch (problem) {
      // Without the names a list still works: nobody can be chosen by name.
      toApiError(problem)
    }
  }

  return { agents, options, load }
})
