import { useEventListener } from '@vueuse/core'
import { ref, shallowRef } from 'vue'
import { onBeforeRouteLeave, onBeforeRouteUpdate } from 'vue-router'

/**
 * Asks before unsaved changes are left: `isAsking` opens the dialog, `answer` closes it. A closing tab is asked about
 * by the browser itself.
 */
export function useUnsavedGuard(isDirty: () => boolean) {
  const isAsking = ref(false)
  const pending = shallowRef<((mayLeave: boolean) => void) | null>(null)

  function mayLeave(): Promise<boolean> {
    if (!isDirty()) return Promise.resolve(true)
    pending.value?.(false)
    isAsking.value = true
    return new Promise((resolve) => (pending.value = resolve))
  }

  function answer(isYes: boolean): void {
    isAsking.value = false
    pending.value?.(isYes)
    pending.value = null
  }

  onBeforeRouteLeave(mayLeave)
  onBeforeRouteUpdate((to, from) => to.path === from.path || mayLeave())
  useEventListener(window, 'beforeunload', (event) => {
    if (isDirty()) event.preventDefault()
  })
  return { isAsking, mayLeave, answer }
}
