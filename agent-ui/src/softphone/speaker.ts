/** Plays one stream on a device of choice; the system's device when that one is gone or the browser has no choice. */
export function createSpeaker() {
  const element = new Audio()
  element.autoplay = true

  return {
    async play(stream: MediaStream): Promise<void> {
      element.srcObject = stream
      await element.play().catch(ignoreInterruption)
    },
    stop(): void {
      element.pause()
      element.srcObject = null
    },
    async useDevice(deviceId: string): Promise<void> {
      if (!('setSinkId' in element)) return
      await element.setSinkId(deviceId).catch(() => element.setSinkId(''))
    },
  }
}

/** `play()` is rejected when a new stream or a stop overtakes it, or before the page was touched: nothing is broken then. */
function ignoreInterruption(error: unknown): void {
  const isExpected = error instanceof DOMException && ['AbortError', 'NotAllowedError'].includes(error.name)
  if (!isExpected) throw error
}
