import { defineStore } from 'pinia'
import { computed, ref } from 'vue'

/** What stands on the browser's tab: a call that waits for an answer, else the page, and whose product it is. */
export const usePageTitleStore = defineStore('pageTitle', () => {
  const page = ref('')
  const call = ref('')
  const text = computed(() => call.value || [page.value, 'Orderline'].filter((part) => part !== '').join(' · '))
  return { page, call, text }
})
