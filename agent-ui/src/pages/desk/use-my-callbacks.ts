import type { CallbackView } from '@orderline/domain/contract'
import { ref, shallowRef } from 'vue'
import { callbacksApi } from '../../api/callbacks-api.ts'
import { toApiError } from '../../api/to-api-error.ts'
import { usePoll } from '../../composables/use-poll.ts'
import { useSessionStore } from '../../stores/session.ts'

const shown = 4

/** The next calls that this agent has promised, looked at each half minute. */
export function useMyCallbacks() {
  const session = useSessionStore()
  const callbacks = shallowRef<CallbackView[]>([])
  const total = ref(0)

  async function load(): Promise<void> {
    const agentId = session.session?.userId
    if (!agentId) return
    try {
      const page = await callbacksApi.list({ agentId, state: 'open', limit: shown })
      callbacks.value = page.items
      total.value = page.total
    } catch (problem) {
      // The desk says itself when the server is away; the list stays as it was.
      toApiError(problem)
    }
  }

  void load()
  usePoll(load, 30_000)
  return { callbacks, total }
}
