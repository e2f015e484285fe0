import type { CallbackChoices } from '@orderline/domain/contract'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { callbacksApi } from '../api/callbacks-api.ts'

/** Whose customers one may promise a call, in which queue and by whom. */
export const useCallbackChoicesStore = defineStore('callback-choices', () => {
  const choices = shallowRef<CallbackChoices>({ clients: [], queues: [], agents: [] })
  const shopById = computed(() => new Map(choices.value.clients.map((client) => [client.id, client])))

  /** Rejects with what went wrong; what was known before stays. */
  async function load(): Promise<void> {
    choices.value = await callbacksApi.choices()
  }

  return { choices, shopById, load }
})
