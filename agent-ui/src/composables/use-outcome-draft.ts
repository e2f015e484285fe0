import type { Disposition } from '@orderline/domain/contract'
import { useLocalStorage } from '@vueuse/core'
import { computed, type Ref } from 'vue'

export type OutcomeDraft = {
  disposition: Disposition | null
  note: string
  callbackAt: number | null
  cancelReason: string
}

const empty: OutcomeDraft = { disposition: null, note: '', callbackAt: null, cancelReason: '' }

/** What the agent has begun to write about a call's outcome; it survives a reload until the wrap-up is finished. */
export function useOutcomeDraft(callId: string): {
  draft: Ref<OutcomeDraft>
  isComplete: Ref<boolean>
  forget: () => void
} {
  const draft = useLocalStorage<OutcomeDraft>(`orderline.outcome.${callId}`, { ...empty }, { writeDefaults: false })
  const isComplete = computed(() => isCompleteOutcome(draft.value))
  return { draft, isComplete, forget: () => (draft.value = null as never) }
}

/** A callback needs its time and a cancellation its reason. */
export function isCompleteOutcome({ disposition, callbackAt, cancelReason }: OutcomeDraft): boolean {
  if (disposition === null) return false
  if (disposition === 'callback') return callbackAt !== null
  return disposition !== 'cancelled' || cancelReason.trim() !== ''
}
