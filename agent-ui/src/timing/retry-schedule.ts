/** Waits that grow from `firstMs` to `lastMs`, doubling; `reset` after a success. */
export function createRetrySchedule(firstMs: number, lastMs: number) {
  let next = firstMs
  let timer: ReturnType<typeof setTimeout> | undefined

  return {
    /** Runs the action after the next wait; a second call replaces the first. */
    again(action: () => void): void {
      clearTimeout(timer)
      timer = setTimeout(action, next)
      next = Math.min(lastMs, next * 2)
    },
    reset(): void {
      next = firstMs
    },
    cancel(): void {
      clearTimeout(timer)
    },
  }
}
