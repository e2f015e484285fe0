export type MicrophoneProblem = 'denied' | 'missing'
export type Microphone = ReturnType<typeof withLevel>

/** Opens the chosen microphone, or the system's when that one is gone. */
export async function openMicrophone(deviceId: string): Promise<Microphone | MicrophoneProblem> {
  // Browsers offer no devices to pages that did not come over https or from this machine.
  if (!('mediaDevices' in navigator)) return 'denied'
  try {
    return withLevel(await capture(deviceId))
  } catch (error) {
    if (!(error instanceof DOMException)) throw error
    if (error.name === 'NotAllowedError') return 'denied'
    return deviceId ? openMicrophone('') : 'missing'
  }
}

function capture(deviceId: string): Promise<MediaStream> {
  const quality = { echoCancellation: true, noiseSuppression: true, autoGainControl: true }
  return navigator.mediaDevices.getUserMedia({
    audio: deviceId ? { ...quality, deviceId: { exact: deviceId } } : quality,
  })
}

function withLevel(stream: MediaStream) {
  const [track] = stream.getAudioTracks()
  const context = new AudioContext()
  const analyser = context.createAnalyser()
  const samples = new Float32Array(analyser.fftSize)
  context.createMediaStreamSource(stream).connect(analyser)

  return {
    stream,
    deviceId: track?.getSettings().deviceId ?? '',
    /** What the system calls it. */
    label: track?.label ?? '',
    /** It was unplugged, or the browser lets us have it no longer; not when it is closed here. */
    onGone: (gone: () => void) => track?.addEventListener('ended', gone, { once: true }),
    /** The peak of the last moment, 0–1; null while the browser has not let the page hear itself. */
    level(): number | null {
      if (context.state !== 'running') {
        void context.resume()
        return null
      }
      analyser.getFloatTimeDomainData(samples)
      return samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)
    },
    close(): void {
      for (const track of stream.getTracks()) track.stop()
      void context.close()
    },
  }
}
