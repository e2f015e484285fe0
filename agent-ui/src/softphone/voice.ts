import { keepMicrophone, type MicrophoneFacts } from './kept-microphone.ts'
import { createRinger } from './ringer.ts'
import { createSpeaker } from './speaker.ts'

type VoiceFacts = MicrophoneFacts & { isMuted: boolean }
type Deps = {
  report: (facts: Partial<VoiceFacts>) => void
  /** A leg that is up must be given the new microphone before the old one closes. */
  onMicrophoneChanged: (stream: MediaStream) => Promise<void>
}

/** The sound of this browser: one microphone for all legs, one speaker, one ringer. */
export function createVoice({ report, onMicrophoneChanged }: Deps) {
  const speaker = createSpeaker()
  const ringer = createRinger()
  const microphone = keepMicrophone({ report, onChanged: onMicrophoneChanged })

  /** Missing where the page did not come over https or from this machine. */
  const devices = 'mediaDevices' in navigator ? navigator.mediaDevices : undefined
  devices?.addEventListener('devicechange', findDevices)

  /** A headset was unplugged, or plugged in: all three may have changed. */
  function findDevices(): void {
    for (const device of [microphone, speaker, ringer]) void device.findDevice()
  }

  function setMuted(isMuted: boolean): void {
    microphone.setMuted(isMuted)
    report({ isMuted })
  }

  function close(): void {
    devices?.removeEventListener('devicechange', findDevices)
    ringer.stop()
    speaker.stop()
    microphone.close()
  }

  return {
    speaker,
    ringer,
    microphoneStream: microphone.stream,
    level: microphone.level,
    setMuted,
    useMicrophone: microphone.choose,
    close,
  }
}
