import { useToast } from '@nuxt/ui/composables'
import type { CallbackView, MissedCallView } from '@orderline/domain/contract'
import { shallowRef } from 'vue'
import { callsApi } from '../../api/calls-api.ts'
import { toApiError } from '../../api/to-api-error.ts'
import { useErrorText } from '../../composables/use-error-text.ts'
import { useClockStore } from '../../stores/clock.ts'
import { useSessionStore } from '../../stores/session.ts'

/** Missed calls; "handled" shows at once and is taken back, with the reason, when the server refuses. */
export function useMissedCalls() {
  const toast = useToast()
  const textOf = useErrorText()
  const session = useSessionStore()
  const clock = useClockStore()
  const calls = shallowRef<MissedCallView[]>([])
  /** Counts changes made here: an answer to a question from before one does not know of it. */
  let changes = 0

  async function load(): Promise<void> {
    const before = changes
    try {
      const { items } = await callsApi.missed()
      if (changes === before) calls.value = items
    } catch (problem) {
      // The board says itself when the server is away; the list stays as it was.
      toApiError(problem)
    }
  }

  function change(callId: string, facts: Partial<MissedCallView>): void {
    changes += 1
    calls.value = calls.value.map((call) => (call.callId === callId ? { ...call, ...facts } : call))
  }

  async function markHandled(callId: string): Promise<void> {
    change(callId, { handledAt: clock.now(), handledBy: session.session?.name ?? null })
    try {
      await callsApi.markHandled(callId)
    } catch (problem) {
      change(callId, { handledAt: null, handledBy: null })
      toast.add({ title: textOf(toApiError(problem)), color: 'error', icon: 'i-lucide-undo-2' })
    }
  }

  /** A call was promised for it, which handles it, too; one for another shop has nothing to do with it. */
  function markPromised(callId: string, { clientId, callback }: CallbackView): void {
    if (calls.value.find((call) => call.callId === callId)?.clientId !== clientId) return
    const promise = callback && { at: callback.at, agentName: callback.agentName }
    change(callId, { handledAt: clock.now(), handledBy: session.session?.name ?? null, promise })
  }

  return { calls, load, markHandled, markPromised }
}
