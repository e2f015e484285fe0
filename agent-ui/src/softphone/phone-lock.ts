const lockName = 'orderline.phone'

export type PhoneLock = { takeOver: () => void; close: () => void }

/**
 * Several tabs, one phone: the tab that holds the Web Lock has it. A tab that is closed or crashes lets go by itself,
 * and the next one in line gets it. Without Web Locks (a page over plain http) every tab believes to be alone.
 */
export function holdPhoneLock(onChange: (isOurs: boolean) => void): PhoneLock {
  const locks = (navigator as { locks?: LockManager }).locks
  if (!locks) {
    onChange(true)
    return { takeOver: () => undefined, close: () => undefined }
  }
  let release: (() => void) | undefined
  let waiting = new AbortController()

  function hold(): Promise<void> {
    onChange(true)
    return new Promise((resolve) => (release = resolve))
  }

  function request(options: LockOptions): void {
    locks?.request(lockName, options, hold).catch((error: unknown) => {
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
      // Given up by us while waiting, or taken by another tab: then wait in line again.
      if (options.signal?.aborted) return
      onChange(false)
      queueUp()
    })
  }

  function queueUp(): void {
    waiting = new AbortController()
    request({ signal: waiting.signal })
  }

  onChange(false)
  queueUp()

  return {
    takeOver() {
      waiting.abort()
      request({ steal: true })
    },
    close() {
      waiting.abort()
      release?.()
    },
  }
}
