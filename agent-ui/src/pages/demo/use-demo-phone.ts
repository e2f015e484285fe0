import type { DemoView } from '@orderline/domain/contract'
import { onScopeDispose, ref, shallowRef } from 'vue'
import type { DemoCall } from '../../components/demo/demo-call.ts'
import type { Leg, LegEvents } from '../../softphone/leg.ts'
import { createSipAgent, type Invite } from '../../softphone/sip-agent.ts'
import { createDemoVoice } from './create-demo-voice.ts'

/** The demo customer's phone: a SIP phone of its own at the carrier, which can be called and can call. */
export function useDemoPhone(account: DemoView['phone']) {
  const isOnline = ref(false)
  const call = shallowRef<DemoCall | null>(null)
  const voice = createDemoVoice()
  let leg: Leg | undefined

  const agent = createSipAgent({ ...account, roomExtension: '', iceServers: [] }, socketUrl(), {
    registered: () => (isOnline.value = true),
    unregistered: () => (isOnline.value = false),
    invited: receive,
  })

  function receive({ take, callerNumber }: Invite): void {
    const invitation: Leg = take(listeners(() => leg === invitation))
    if (call.value) return invitation.hangUp()
    leg = invitation
    call.value = ringing('incoming', callerNumber)
    voice.ringer.start()
  }

  /** What an earlier leg still has to say concerns nobody. */
  function listeners(isOurs: () => boolean): LegEvents {
    return {
      up: () => isOurs() && begin(),
      ended: () => isOurs() && finish(),
      audio: (stream) => void voice.speaker.play(stream),
    }
  }

  function begin(): void {
    voice.ringer.stop()
    if (call.value) call.value = { ...call.value, state: 'talking', since: Date.now() }
  }

  function finish(): void {
    leg = undefined
    call.value = null
    voice.close()
  }

  async function answer(): Promise<void> {
    const answered = leg
    const stream = await voice.open()
    if (answered && leg === answered) answered.answer(stream)
    else voice.close()
  }

  async function dial(number: string): Promise<void> {
    if (call.value) return
    const dialled = (call.value = ringing('outgoing', number))
    const stream = await voice.open()
    if (call.value !== dialled) return voice.close()
    const outgoing: Leg = agent.call(
      number,
      stream,
      listeners(() => leg === outgoing),
    )
    leg = outgoing
  }

  const hangUp = (): void => (leg ? leg.hangUp() : finish())

  onScopeDispose(() => {
    leg?.hangUp()
    finish()
    agent.close()
  })
  const { isMuted, isSilent, toggleMute } = voice
  return { isOnline, isMuted, isSilent, call, answer, dial, hangUp, toggleMute }
}

function ringing(direction: DemoCall['direction'], number: string): DemoCall {
  return { direction, state: 'ringing', number, since: Date.now() }
}

function socketUrl(): string {
  return `${location.origin.replace(/^http/, 'ws')}/demo-sip`
}
