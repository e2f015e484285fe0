import type { SipAccountView } from '@orderline/domain/contract'
import type { MicrophoneFacts } from './kept-microphone.ts'
import { createLine, type LegState } from './line.ts'
import { createLinkQuality, type LinkQuality } from './link-quality.ts'
import { createRegistration, type RegistrationState } from './registration.ts'
import { createRoomKeeper } from './room-keeper.ts'
import { createVoice } from './voice.ts'

/** What the phone tells about itself, a piece at a time. */
export type PhoneFacts = MicrophoneFacts & {
  registration: RegistrationState
  leg: LegState
  /** The call that the leg's INVITE names. */
  legCallId: string | null
  isMuted: boolean
}

type Deps = {
  fetchAccount: () => Promise<SipAccountView>
  socketUrl: string
  microphoneId: string
  report: (facts: Partial<PhoneFacts>) => void
}

export type Softphone = ReturnType<typeof createSoftphone>

/**
 * The agent's phone: an account that stays registered, a line with one leg (an answered INVITE, or the room that stays
 * for the shift), and one microphone open for all of them. `close()` ends everything, but not the customer's call.
 */
export function createSoftphone({ fetchAccount, socketUrl, microphoneId, report }: Deps) {
  const voice = createVoice({ report, onMicrophoneChanged: (stream) => line.replaceMicrophone(stream).then() })
  const line = createLine({ onState: (leg, legCallId) => report({ leg, legCallId }), onAudio: play })
  const registration = createRegistration({
    fetchAccount,
    socketUrl,
    onState: tell,
    // The same person has logged in once more, in this browser: the customer is not hung up on for it.
    onReplacing: line.leave,
    onInvited: line.takeInvite,
  })
  const quality = createLinkQuality()
  const keeper = createRoomKeeper({
    dial: (events) => {
      const microphone = voice.microphoneStream()
      return line.dialRoom((legEvents) => microphone && registration.callRoom(microphone, legEvents), events)
    },
  })

  function tell(state: RegistrationState): void {
    report({ registration: state })
    if (state === 'registered') keeper.hurry()
  }

  function play(stream: MediaStream | null): void {
    if (stream) void voice.speaker.play(stream)
    else voice.speaker.stop()
  }

  function answer(): boolean {
    const microphone = voice.microphoneStream()
    return microphone !== undefined && line.answer(microphone)
  }

  async function readQuality(): Promise<LinkQuality> {
    const stats = await line.stats()
    return stats ? quality.read(statsEntries(stats)) : { packetLossPercent: null, roundTripMs: null }
  }

  function close(): void {
    window.removeEventListener('pagehide', close)
    line.leave()
    keeper.close()
    registration.close()
    voice.close()
  }

  // Say goodbye to the exchange, so that it need not wait for silence to notice.
  window.addEventListener('pagehide', close)
  void voice.useMicrophone(microphoneId)

  return {
    /** Answers the INVITE that waits; false when there is none, or nothing to speak into. */
    answer,
    /** Ends the leg on this side; a room that is still wanted is dialled again. */
    hangUpLeg: () => line.hangUp(),
    setMuted: voice.setMuted,
    /** The persistent leg is wanted: on shift in mode `persistent`. */
    wantRoom: (isWanted: boolean) => keeper.want(isWanted),
    ring: (isRinging: boolean) => (isRinging ? voice.ringer.start() : voice.ringer.stop()),
    useMicrophone: voice.useMicrophone,
    useSpeaker: (deviceId: string) => voice.speaker.useDevice(deviceId),
    useRinger: (deviceId: string) => voice.ringer.useDevice(deviceId),
    microphoneLevel: voice.level,
    readQuality,
    close,
  }
}

/** RTCStatsReport is a map whose values the DOM library types as `any`. */
function statsEntries(report: RTCStatsReport): [string, Record<string, unknown>][] {
  const entries: [string, Record<string, unknown>][] = []
  report.forEach((value: Record<string, unknown>, key: string) => entries.push([key, value]))
  return entries
}
