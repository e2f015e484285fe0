import { ref } from 'vue'
import { openMicrophone } from '../../softphone/microphone.ts'
import { createRinger } from '../../softphone/ringer.ts'
import { createSpeaker } from '../../softphone/speaker.ts'
import { createSilence } from './create-silence.ts'

/** The sound of the demo customer's phone. Its microphone is open during calls only. */
export function createDemoVoice() {
  const isMuted = ref(false)
  /** No microphone was given: the other side hears silence, and the rest works. */
  const isSilent = ref(false)
  const ringer = createRinger()
  const speaker = createSpeaker()
  let source: { stream: MediaStream; close: () => void } | undefined

  /** For a call that is answered or dialled: nothing rings any more. */
  async function open(): Promise<MediaStream> {
    ringer.stop()
    const microphone = await openMicrophone('')
    isSilent.value = typeof microphone === 'string'
    source = typeof microphone === 'string' ? createSilence() : microphone
    return source.stream
  }

  function toggleMute(): void {
    isMuted.value = !isMuted.value
    for (const track of source?.stream.getAudioTracks() ?? []) track.enabled = !isMuted.value
  }

  function close(): void {
    ringer.stop()
    speaker.stop()
    source?.close()
    source = undefined
    isMuted.value = false
  }

  return { isMuted, isSilent, ringer, speaker, open, toggleMute, close }
}
