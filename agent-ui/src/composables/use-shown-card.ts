import { onScopeDispose, watch } from 'vue'
import { usePhoneStore } from '../stores/phone.ts'

/** Tells the phone whose card is on screen: after it was drawn, and no longer when it goes. */
export function useShownCard(callId: () => string | null): void {
  const phone = usePhoneStore()
  watch(callId, (shown) => (phone.shownCardCallId = shown), { immediate: true, flush: 'post' })
  onScopeDispose(() => {
    if (phone.shownCardCallId === callId()) phone.shownCardCallId = null
  })
}
