import type { Disposition } from '@orderline/domain/contract'
import { computed, ref, watch, type Ref } from 'vue'

export type OutcomeDraft = {
  disposition: Disposition | null
  note: string
  callbackAt: number | null
  callbackFor: 'me' | 'anyone'
  cancelReason: string
}

const prefix = 'orderline.outcome.'
const empty: OutcomeDraft = { disposition: null, note: '', callbackAt: null, callbackFor: 'anyone', cancelReason: '' }

/**
 * What the agent has begun to write about a call's outcome; it survives a reload until `forget`. Drafts of other calls
 * are thrown away: an agent has one call, and the server has closed the others.
 */
export function useOutcomeDraft(callId: string): {
  draft: Ref<OutcomeDraft>
  isComplete: Ref<boolean>
  forget: () => void
} {
  const key = prefix + callId
  const others = Object.keys(localStorage).filter((name) => name.startsWith(prefix) && name !== key)
  for (const name of others) localStorage.removeItem(name)
  const draft = ref<OutcomeDraft>({ ...empty, ...readStored(key) })
  watch(draft, (value) => localStorage.setItem(key, JSON.stringify(value)), { deep: true, flush: 'sync' })

  function forget(): void {
    draft.value = { ...empty }
    localStorage.removeItem(key)
  }

  return { draft, isComplete: computed(() => isCompleteOutcome(draft.value)), forget }
}

/** A callback needs its time and a cancellation its reason. */
export function isCompleteOutcome({ disposition, callbackAt, cancelReason }: OutcomeDraft): boolean {
  if (disposition === null) return false
  if (disposition === 'callback') return callbackAt !== null
  return disposition !== 'cancelled' || cancelReason.trim() !== ''
}

function readStored(key: string): Partial<OutcomeDraft> {
  try {
    return (JSON.parse(localStorage.getItem(key) ?? '{}') ?? {}) as Partial<OutcomeDraft>
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    // Cut off while the browser died: there is nothing to rescue in it.
    return {}
  }
}
