import { shortestRingMs } from '@orderline/domain/call'
import { computed } from 'vue'
import { agentApi } from '../api/agent-api.ts'
import { ApiError } from '../api/api-error.ts'
import { useDesktopStore } from '../stores/desktop.ts'
import { useOfferStore } from '../stores/offer.ts'
import { usePhoneStore } from '../stores/phone.ts'
import { useCommand } from './use-command.ts'
import { useNow } from './use-now.ts'
import { currentSoftphone } from './use-softphone.ts'

/** What may be done with the call now, and the doing. Every command goes to the server; only mute is ours alone. */
export function useCallControls() {
  const desktop = useDesktopStore()
  const offer = useOfferStore()
  const phone = usePhoneStore()
  const now = useNow()
  const { isBusy, run, runNext } = useCommand()

  const call = computed(() => desktop.call)
  const isPreviewing = computed(() => call.value?.state === 'previewing')
  const isTalking = computed(() => call.value?.state === 'talking')
  /** The server lets nobody silence the customer's phone before it has rung that long. */
  const mustRing = computed(() => call.value?.state === 'dialing' && now.value < call.value.since + shortestRingMs)
  const may = computed(() => ({
    answer: offer.isRinging || isPreviewing.value,
    // A previewed customer is not on the line: there the agent skips, and says why.
    hangUp: call.value !== null && call.value.state !== 'ended' && !isPreviewing.value && !mustRing.value,
    hold: isTalking.value,
    mute: isTalking.value && phone.leg === 'up',
    keypad: isTalking.value,
    transfer: isTalking.value,
    pauseRecording: isTalking.value && call.value?.recording !== 'off',
  }))

  /** The INVITE is answered here; an offer in the open room is answered by telling the server, as a preview is started. */
  async function answer(): Promise<void> {
    if (!may.value.answer) return
    if (isPreviewing.value) await run(agentApi.startCall)
    else if (call.value?.audio === 'ring') currentSoftphone()?.answer()
    else await run(agentApi.answer)
  }

  async function hangUp(): Promise<void> {
    if (!may.value.hangUp) return
    await runNext(async () => {
      // The customer may have gone while the command before was under way.
      if (!may.value.hangUp) return
      try {
        await (call.value?.state === 'offering' ? agentApi.decline() : agentApi.hangUp())
      } catch (error) {
        // The server is away, but a leg of its own can be ended from here.
        if (!(error instanceof ApiError && error.isTemporary && call.value?.audio === 'ring')) throw error
        currentSoftphone()?.hangUpLeg()
      }
    })
  }

  async function toggleHold(): Promise<void> {
    if (may.value.hold) await run(() => agentApi.hold(!call.value?.onHold))
  }

  function toggleMute(): void {
    if (may.value.mute) currentSoftphone()?.setMuted(!phone.isMuted)
  }

  async function toggleRecording(): Promise<void> {
    if (may.value.pauseRecording) await run(() => agentApi.pauseRecording(call.value?.recording === 'on'))
  }

  return { call, may, mustRing, isBusy, run, answer, hangUp, toggleHold, toggleMute, toggleRecording }
}
