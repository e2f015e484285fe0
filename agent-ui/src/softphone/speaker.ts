/** Plays one stream on a device of choice; the system's device when that one is gone or the browser has no choice. */
export function createSpeaker() {
  const element = new Audio()
  element.autoplay = true
  let chosen = ''

  async function find(): Promise<void> {
    if (!('setSinkId' in element)) return
    await element.setSinkId(chosen).catch(() => element.setSinkId(''))
  }

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
      chosen = deviceId
      await find()
    },
    /**
     * Devices changed. One that was unplugged plays to nobody and does not say so (Audio Output Devices API §3.1): the
     * chosen one is asked for anew, which is refused while it is not there.
     */
    async findDevice(): Promise<void> {
      if (chosen === '' || !('setSinkId' in element)) return
      await element.setSinkId('')
      await find()
    },
  }
}

/** `play()` is rejected when a new stream or a stop overtakes it, or before the page was touched: nothing is broken then. */
function ignoreInterruption(error: unknown): void {
  const isExpected = error instanceof DOMException && ['AbortError', 'NotAllowedError'].includes(error.name)
  if (!isExpected) throw error
}
