import { defineStore } from 'pinia'
import { computed } from 'vue'
import { useDesktopStore } from './desktop.ts'
import { usePhoneStore } from './phone.ts'

/**
 * The gate before the ring: an offered call rings, and may be answered, only when its card is on this screen, its
 * audio is here (an INVITE that waits, or the open room) and this tab has the phone.
 */
export const useOfferStore = defineStore('offer', () => {
  const desktop = useDesktopStore()
  const phone = usePhoneStore()

  const offered = computed(() => (desktop.call?.state === 'offering' ? desktop.call : null))
  /** The INVITE is of this very call, not of one whose offer has just ended. A desk phone's exchange may name none. */
  const isInvited = computed(
    () => phone.leg === 'incoming' && (phone.legCallId === null || phone.legCallId === offered.value?.id),
  )
  const hasAudio = computed(() => (offered.value?.audio === 'ring' ? isInvited.value : phone.leg === 'up'))
  const isRinging = computed(
    () =>
      offered.value !== null && phone.owner === 'this' && phone.shownCardCallId === offered.value.id && hasAudio.value,
  )

  return { offered, isRinging }
})
