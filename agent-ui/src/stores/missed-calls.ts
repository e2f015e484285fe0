import { defineStore } from 'pinia'
import { ref } from 'vue'

/** How many missed calls nobody has looked after, of the shops that this person sees; pushed by the server. */
export const useMissedCallsStore = defineStore('missed-calls', () => {
  const open = ref(0)

  function receive(count: number): void {
    open.value = count
  }

  /** One more or one less by what was done on this screen; the server's own number follows. */
  function count(change: 1 | -1): void {
    open.value = Math.max(0, open.value + change)
  }

  return { open, receive, count }
})
