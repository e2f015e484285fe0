import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { MicrophoneProblem } from '../softphone/microphone.ts'
import type { LegState } from '../softphone/line.ts'
import type { RegistrationState } from '../softphone/registration.ts'

export type Registration = 'off' | RegistrationState

/** Facts about this browser's phone. `owner` other: another tab has it. */
export const usePhoneStore = defineStore('phone', () => {
  const owner = ref<'unknown' | 'this' | 'other'>('unknown')
  const registration = ref<Registration>('off')
  const leg = ref<LegState>('none')
  const legCallId = ref<string | null>(null)
  const isMuted = ref(false)
  const microphone = ref<'unknown' | 'open' | MicrophoneProblem>('unknown')
  /** What it is called that is open in place of the chosen one. */
  const standInMicrophone = ref<string | null>(null)
  const microphoneLevel = ref<number | null>(null)
  const packetLossPercent = ref<number | null>(null)
  const roundTripMs = ref<number | null>(null)
  /** The call whose card is on this screen: before that, nothing may ring. */
  const shownCardCallId = ref<string | null>(null)

  /** Whoever calls now is heard, and hears somebody. */
  const isWorking = computed(
    () => owner.value === 'this' && registration.value === 'registered' && microphone.value === 'open',
  )

  function forget(): void {
    registration.value = 'off'
    leg.value = 'none'
    legCallId.value = null
    isMuted.value = false
    microphone.value = 'unknown'
    standInMicrophone.value = null
    microphoneLevel.value = null
    packetLossPercent.value = null
    roundTripMs.value = null
  }

  return {
    owner,
    registration,
    leg,
    legCallId,
    isMuted,
    microphone,
    standInMicrophone,
    microphoneLevel,
    packetLossPercent,
    roundTripMs,
    shownCardCallId,
    isWorking,
    forget,
  }
})
