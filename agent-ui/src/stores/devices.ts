import { useLocalStorage } from '@vueuse/core'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'

/** Chosen sound devices of this browser (empty: the system's) and those that there are. */
export const useDevicesStore = defineStore('devices', () => {
  const microphoneId = useLocalStorage('orderline.device.microphone', '')
  const speakerId = useLocalStorage('orderline.device.speaker', '')
  const ringerId = useLocalStorage('orderline.device.ringer', '')
  const devices = shallowRef<MediaDeviceInfo[]>([])

  const microphones = computed(() => devices.value.filter(({ kind }) => kind === 'audioinput'))
  const speakers = computed(() => devices.value.filter(({ kind }) => kind === 'audiooutput'))

  async function refresh(): Promise<void> {
    if ('mediaDevices' in navigator) devices.value = await navigator.mediaDevices.enumerateDevices()
  }

  return { microphoneId, speakerId, ringerId, microphones, speakers, refresh }
})
