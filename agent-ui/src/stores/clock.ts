import { defineStore } from 'pinia'
import { ref } from 'vue'

/** How far this machine's clock is from the server's: clocks on screen must be right on a machine that is wrong. */
export const useClockStore = defineStore('clock', () => {
  const offset = ref(0)

  /** `serverTime` comes with every snapshot; the way here took a few ms, which does not matter for seconds. */
  function learn(serverTime: number): void {
    offset.value = serverTime - Date.now()
  }

  function now(): number {
    return Date.now() + offset.value
  }

  return { offset, learn, now }
})
