import { openMicrophone, type Microphone, type MicrophoneProblem } from './microphone.ts'
import { createRinger } from './ringer.ts'
import { createSpeaker } from './speaker.ts'

type VoiceFacts = { isMuted: boolean; microphone: 'open' | MicrophoneProblem }
type Deps = {
  report: (facts: Partial<VoiceFacts>) => void
  /** A leg that is up must be given the new microphone before the old one closes. */
  onMicrophoneChanged: (stream: MediaStream) => Promise<void>
}

/** The sound of this browser: one microphone for all legs, one speaker, one ringer. */
export function createVoice({ report, onMicrophoneChanged }: Deps) {
  const speaker = createSpeaker()
  const ringer = createRinger()
  let microphone: Microphone | undefined
  let isMuted = false
  let isClosed = false

  function setMuted(muted: boolean): void {
    isMuted = muted
    for (const track of microphone?.stream.getAudioTracks() ?? []) track.enabled = !muted
    report({ isMuted: muted })
  }

  async function useMicrophone(deviceId: string): Promise<void> {
    const next = await openMicrophone(deviceId)
    if (typeof next === 'string') return report({ microphone: next })
    if (isClosed) return next.close()
    const previous = microphone
    microphone = next
    setMuted(isMuted)
    report({ microphone: 'open' })
    await onMicrophoneChanged(next.stream)
    previous?.close()
  }

  function close(): void {
    isClosed = true
    ringer.stop()
    speaker.stop()
    microphone?.close()
  }

  return {
    speaker,
    ringer,
    microphoneStream: () => microphone?.stream,
    level: () => microphone?.level() ?? null,
    setMuted,
    useMicrophone,
    close,
  }
}
