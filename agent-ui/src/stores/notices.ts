import type { Notice } from '@orderline/domain/contract'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'

/** What the server tells a person in passing; shown as toasts. */
export const useNoticesStore = defineStore('notices', () => {
  const latest = shallowRef<Notice | null>(null)

  function receive(notice: Notice): void {
    latest.value = notice
  }

  return { latest, receive }
})
