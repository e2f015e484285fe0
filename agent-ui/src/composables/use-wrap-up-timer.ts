import { computed, watch, type Ref } from 'vue'
import { useNow } from './use-now.ts'

/** Before the server ends the wrap-up itself: what was written must be on its way by then. */
const lastMomentMs = 2500

/** The wrap-up's countdown; `onLastMoment` comes once for each end that is announced. */
export function useWrapUpTimer(until: Ref<number | null>, onLastMoment: () => void) {
  const now = useNow()
  let announced: number | null = null

  const leftMs = computed(() => (until.value === null ? null : Math.max(0, until.value - now.value)))

  watch([leftMs, until], ([left]) => {
    if (left === null || left > lastMomentMs || announced === until.value) return
    announced = until.value
    onLastMoment()
  })

  return { leftMs }
}
