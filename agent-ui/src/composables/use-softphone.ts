import { useTimeoutFn } from '@vueuse/core'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { agentApi } from '../api/agent-api.ts'
import { emitRealtime } from '../realtime/realtime.ts'
import { holdPhoneLock } from '../softphone/phone-lock.ts'
import { createSoftphone, type Softphone } from '../softphone/softphone.ts'
import { useConnectionStore } from '../stores/connection.ts'
import { useDesktopStore } from '../stores/desktop.ts'
import { useDevicesStore } from '../stores/devices.ts'
import { usePhoneStore } from '../stores/phone.ts'
import { useOfferStore } from '../stores/offer.ts'

const healthIntervalMs = 5000
const levelIntervalMs = 200
const disbeliefMs = 3000

const softphone = shallowRef<Softphone | undefined>()
let takeOverPhone = (): void => undefined

/** The running phone for commands of the screen; undefined while another tab has it. */
export function currentSoftphone(): Softphone | undefined {
  return softphone.value
}

export function takeOverPhoneHere(): void {
  takeOverPhone()
}

/** Runs the phone of this tab for as long as the calling component lives, and joins it to the stores. */
export function useSoftphone(): void {
  const phone = usePhoneStore()

  const lock = holdPhoneLock((isOurs) => {
    phone.owner = isOurs ? 'this' : 'other'
    if (isOurs) open()
    else close()
  })
  takeOverPhone = () => lock.takeOver()

  function open(): void {
    const devices = useDevicesStore()
    softphone.value ??= createSoftphone({
      fetchAccount: agentApi.sipAccount,
      socketUrl: `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/sip`,
      microphoneId: devices.microphoneId,
      report: (facts) => Object.assign(phone, facts),
    })
    void softphone.value.useSpeaker(devices.speakerId)
    void softphone.value.useRinger(devices.ringerId)
  }

  function close(): void {
    softphone.value?.close()
    softphone.value = undefined
    phone.forget()
  }

  useRoom()
  useRing()
  useDeviceChoice()
  useHealthReport()
  onScopeDispose(() => {
    lock.close()
    close()
  })
}

/** The room is wanted from the first state that is not offline to the end of the shift. */
function useRoom(): void {
  const desktop = useDesktopStore()
  const phone = usePhoneStore()
  const isWanted = computed(() => {
    const agent = desktop.agent
    // A headset that was unplugged in mid-talk is plugged in again in a moment; nobody new is put through meanwhile.
    const canSpeak = phone.microphone === 'open' || agent?.state === 'talking'
    return agent?.audioMode === 'persistent' && agent.state !== 'offline' && canSpeak
  })
  watch([softphone, isWanted], () => softphone.value?.wantRoom(isWanted.value), { immediate: true })
  // The exchange was restarted: this side still believes in a leg of which the other knows nothing. Hang up; the
  // keeper dials again.
  const isGhost = computed(() => isWanted.value && phone.leg === 'up' && desktop.agent?.roomReady === false)
  const hangUpGhost = useTimeoutFn(() => softphone.value?.hangUpLeg(), disbeliefMs, { immediate: false })
  watch(isGhost, (isNow) => (isNow ? hangUpGhost.start() : hangUpGhost.stop()))
  // Nobody begins a conversation muted by the one before.
  watch(
    () => desktop.call?.id,
    () => softphone.value?.setMuted(false),
  )
}

function useRing(): void {
  const offer = useOfferStore()
  watch(
    () => offer.isRinging,
    (isRinging) => softphone.value?.ring(isRinging),
    { immediate: true },
  )
}

function useDeviceChoice(): void {
  const devices = useDevicesStore()
  watch(
    () => devices.microphoneId,
    (id) => void softphone.value?.useMicrophone(id),
  )
  watch(
    () => devices.speakerId,
    (id) => void softphone.value?.useSpeaker(id),
  )
  watch(
    () => devices.ringerId,
    (id) => void softphone.value?.useRinger(id),
  )
}

/** Tells the server how the phone is: each 5 s, and at once when it comes or goes, or the socket is back. */
function useHealthReport(): void {
  const phone = usePhoneStore()
  const connection = useConnectionStore()
  const desktop = useDesktopStore()

  const isRoomUp = computed(() => phone.leg === 'up' && desktop.agent?.audioMode === 'persistent')

  function send(): void {
    if (phone.owner !== 'this') return
    emitRealtime('phone', {
      registered: phone.isWorking,
      roomUp: isRoomUp.value,
      microphoneLevel: phone.microphoneLevel,
      packetLossPercent: phone.packetLossPercent,
      roundTripMs: phone.roundTripMs,
    })
  }

  async function measure(): Promise<void> {
    const quality = await softphone.value?.readQuality()
    phone.packetLossPercent = quality?.packetLossPercent ?? null
    phone.roundTripMs = quality?.roundTripMs ?? null
    send()
  }

  const levels = setInterval(
    () => (phone.microphoneLevel = softphone.value?.microphoneLevel() ?? null),
    levelIntervalMs,
  )
  const reports = setInterval(() => void measure(), healthIntervalMs)
  watch(() => [phone.isWorking, isRoomUp.value, connection.state, phone.owner], send)
  onScopeDispose(() => {
    clearInterval(levels)
    clearInterval(reports)
  })
}
