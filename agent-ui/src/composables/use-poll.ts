import { onScopeDispose } from 'vue'

/** Does something again and again, each time that long after the last one ended; not while the page is hidden. */
export function usePoll(task: () => Promise<void>, everyMs: number): void {
  let timer: ReturnType<typeof setTimeout> | undefined
  let isOver = false

  function plan(): void {
    if (!isOver) timer = setTimeout(() => void run(), everyMs)
  }

  async function run(): Promise<void> {
    if (document.visibilityState === 'visible') await task()
    plan()
  }

  plan()
  onScopeDispose(() => {
    isOver = true
    clearTimeout(timer)
  })
}
