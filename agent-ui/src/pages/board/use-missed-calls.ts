import { useToast } from '@nuxt/ui/composables'
import type { CallbackView, MissedCallView } from '@orderline/domain/contract'
import { computed, ref, shallowRef } from 'vue'
import { callsApi } from '../../api/calls-api.ts'
import { toApiError } from '../../api/to-api-error.ts'
import { useErrorText } from '../../composables/use-error-text.ts'
import { useClockStore } from '../../stores/clock.ts'
import { useMissedCallsStore } from '../../stores/missed-calls.ts'
import { useSessionStore } from '../../stores/session.ts'

/** Missed calls; "handled" shows at once and is taken back, with the reason, when the server refuses. */
export function useMissedCalls() {
  const toast = useToast()
  const textOf = useErrorText()
  const session = useSessionStore()
  const clock = useClockStore()
  const missed = useMissedCallsStore()
  const calls = shallowRef<MissedCallView[]>([])
  const openCount = computed(() => calls.value.filter(({ handledAt }) => handledAt === null).length)
  const isLoaded = ref(false)
  /** Counts changes made here: an answer to a question from before one does not know of it. */
  let changes = 0

  async function load(): Promise<void> {
    const before = changes
    try {
      const { items, total } = await callsApi.missed()
      if (changes === before) receive(items, total)
      isLoaded.value = true
    } catch (problem) {
      // The board says itself when the server is away; the list stays as it was.
      toApiError(problem)
    }
  }

  function receive(items: MissedCallView[], total: number): void {
    calls.value = items
    // Where this is all of the list, the number beside it is known before the server tells it.
    if (items.length === total) missed.receive(openCount.value)
  }

  function change(callId: string, facts: Partial<MissedCallView>): void {
    changes += 1
    calls.value = calls.value.map((call) => (call.callId === callId ? { ...call, ...facts } : call))
  }

  async function markHandled(callId: string): Promise<void> {
    change(callId, { handledAt: clock.now(), handledBy: session.session?.name ?? null })
    missed.count(-1)
    try {
      await callsApi.markHandled(callId)
    } catch (problem) {
      change(callId, { handledAt: null, handledBy: null })
      missed.count(1)
      toast.add({ title: textOf(toApiError(problem)), color: 'error', icon: 'i-lucide-undo-2' })
    }
  }

  /** A call was promised for it, which handles it, too; one for another shop has nothing to do with it. */
  function markPromised(callId: string, { clientId, callback }: CallbackView): void {
    if (calls.value.find((call) => call.callId === callId)?.clientId !== clientId) return
    const promise = callback && { at: callback.at, agentName: callback.agentName }
    change(callId, { handledAt: clock.now(), handledBy: session.session?.name ?? null, promise })
    missed.count(-1)
  }

  return { calls, openCount, isLoaded, load, markHandled, markPromised }
}
