import type { DemoView } from '@orderline/domain/contract'
import { onScopeDispose, ref, shallowRef } from 'vue'
import type { DemoCall } from '../../components/demo/demo-call.ts'
import type { Leg, LegEvents } from '../../softphone/leg.ts'
import { openMicrophone, type Microphone } from '../../softphone/microphone.ts'
import { createRinger } from '../../softphone/ringer.ts'
import { createSipAgent } from '../../softphone/sip-agent.ts'
import { createSpeaker } from '../../softphone/speaker.ts'
import { createSilence } from './create-silence.ts'

type Voice = Pick<Microphone, 'stream' | 'close'>

/** The demo customer's phone: a SIP phone of its own at the carrier, which can be called and can call. */
export function useDemoPhone(account: DemoView['phone']) {
  const isOnline = ref(false)
  const isMuted = ref(false)
  /** No microphone was given: the other side hears silence, and the rest works. */
  const isSilent = ref(false)
  const call = shallowRef<DemoCall | null>(null)
  const ringer = createRinger()
  const speaker = createSpeaker()
  let leg: Leg | undefined
  let voice: Voice | undefined

  const agent = createSipAgent({ ...account, roomExtension: '', iceServers: [] }, socketUrl(), {
    registered: () => (isOnline.value = true),
    unregistered: () => (isOnline.value = false),
    invited: (take, callerNumber) => receive(take, callerNumber),
  })

  function receive(take: (events: LegEvents) => Leg, number: string): void {
    const invitation = take(listeners(() => leg === invitation))
    if (leg) {
      invitation.hangUp()
      return
    }
    leg = invitation
    call.value = { direction: 'incoming', state: 'ringing', number, since: Date.now() }
    ringer.start()
  }

  function listeners(isOurs: () => boolean): LegEvents {
    return {
      up: () => isOurs() && begin(),
      ended: () => isOurs() && finish(),
      audio: (stream) => void speaker.play(stream),
    }
  }

  function begin(): void {
    ringer.stop()
    if (call.value) call.value = { ...call.value, state: 'talking', since: Date.now() }
  }

  function finish(): void {
    ringer.stop()
    speaker.stop()
    voice?.close()
    leg = undefined
    voice = undefined
    call.value = null
    isMuted.value = false
  }

  async function openVoice(): Promise<Voice> {
    const microphone = await openMicrophone('')
    isSilent.value = typeof microphone === 'string'
    voice = typeof microphone === 'string' ? createSilence() : microphone
    return voice
  }

  async function answer(): Promise<void> {
    const answered = leg
    ringer.stop()
    const { stream } = await openVoice()
    if (answered && leg === answered) answered.answer(stream)
  }

  async function dial(number: string): Promise<void> {
    if (leg || call.value) return
    call.value = { direction: 'outgoing', state: 'ringing', number, since: Date.now() }
    const { stream } = await openVoice()
    const dialled: Leg = agent.call(
      number,
      stream,
      listeners(() => leg === dialled),
    )
    leg = dialled
  }

  function hangUp(): void {
    leg?.hangUp()
  }

  function toggleMute(): void {
    isMuted.value = !isMuted.value
    for (const track of voice?.stream.getAudioTracks() ?? []) track.enabled = !isMuted.value
  }

  onScopeDispose(() => {
    hangUp()
    finish()
    agent.close()
  })
  return { isOnline, isMuted, isSilent, call, answer, dial, hangUp, toggleMute }
}

function socketUrl(): string {
  return `${location.origin.replace(/^http/, 'ws')}/demo-sip`
}
