import type { SipAccountView } from '@orderline/domain/contract'
import type { Leg, LegEvents } from './leg.ts'
import { createLinkQuality, type LinkQuality } from './link-quality.ts'
import { openMicrophone, type Microphone, type MicrophoneProblem } from './microphone.ts'
import { createRetrySchedule } from '../timing/retry-schedule.ts'
import { createRinger } from './ringer.ts'
import { createRoomKeeper } from './room-keeper.ts'
import { createSipAgent, type SipAgent } from './sip-agent.ts'
import { createSpeaker } from './speaker.ts'

/** What the phone tells about itself, a piece at a time. */
export type PhoneFacts = {
  registration: 'off' | 'connecting' | 'registered'
  leg: 'none' | 'incoming' | 'dialing' | 'up'
  isMuted: boolean
  microphone: 'open' | MicrophoneProblem
}

type Deps = {
  fetchAccount: () => Promise<SipAccountView>
  socketUrl: string
  microphoneId: string
  report: (facts: Partial<PhoneFacts>) => void
}

export type Softphone = ReturnType<typeof createSoftphone>

/**
 * The agent's phone: registers by itself and again after every loss, holds one leg at a time (an answered INVITE, or
 * the room that stays for the shift), and keeps one microphone open for all of them. `close()` ends everything.
 */
export function createSoftphone({ fetchAccount, socketUrl, microphoneId, report }: Deps) {
  const speaker = createSpeaker()
  const ringer = createRinger()
  const quality = createLinkQuality()
  const retry = createRetrySchedule(1000, 10_000)
  const keeper = createRoomKeeper({ dial: dialRoom })
  let microphone: Microphone | undefined
  let sipAgent: SipAgent | undefined
  let leg: Leg | undefined
  let account: SipAccountView | undefined
  let isClosed = false
  let isMuted = false

  async function start(): Promise<void> {
    report({ registration: 'connecting' })
    await useMicrophone(microphoneId)
    await register()
  }

  /** The server may have given this login a new account meanwhile (after a login elsewhere): always asks. */
  async function register(): Promise<void> {
    try {
      account = await fetchAccount()
    } catch {
      // No answer, or none yet: the phone has nothing else to do than to ask again.
      retry.again(() => void register())
      return
    }
    if (isClosed) return
    if (sipAgent?.username === account.username) sipAgent.registerAgain()
    else replaceSipAgent(account)
  }

  function replaceSipAgent(next: SipAccountView): void {
    sipAgent?.close()
    sipAgent = createSipAgent(next, socketUrl, { registered, unregistered, invited })
  }

  function registered(): void {
    retry.reset()
    report({ registration: 'registered' })
    keeper.hurry()
  }

  function unregistered(wasRefused: boolean): void {
    if (isClosed) return
    report({ registration: 'connecting' })
    if (wasRefused) retry.again(() => void register())
  }

  function invited(take: (events: LegEvents) => Leg): void {
    const isBusy = leg !== undefined
    const mine: Leg = take({
      up: () => report({ leg: 'up' }),
      ended: () => drop(mine),
      audio: (stream) => void speaker.play(stream),
    })
    if (isBusy) return mine.hangUp()
    leg = mine
    report({ leg: 'incoming' })
  }

  function dialRoom(events: { up: () => void; ended: () => void }): { hangUp: () => void } {
    if (!sipAgent || !microphone || !account) {
      queueMicrotask(events.ended)
      return { hangUp: () => undefined }
    }
    report({ leg: 'dialing' })
    const mine: Leg = sipAgent.call(account.roomExtension, microphone.stream, {
      up: () => {
        report({ leg: 'up' })
        events.up()
      },
      ended: () => {
        drop(mine)
        events.ended()
      },
      audio: (stream) => void speaker.play(stream),
    })
    leg = mine
    return mine
  }

  function drop(which: Leg): void {
    if (leg !== which) return
    leg = undefined
    speaker.stop()
    report({ leg: 'none' })
  }

  function setMuted(muted: boolean): void {
    isMuted = muted
    for (const track of microphone?.stream.getAudioTracks() ?? []) track.enabled = !muted
    report({ isMuted: muted })
  }

  async function useMicrophone(deviceId: string): Promise<void> {
    const next = await openMicrophone(deviceId)
    if (typeof next === 'string') {
      report({ microphone: next })
      return
    }
    const previous = microphone
    if (isClosed) return next.close()
    microphone = next
    setMuted(isMuted)
    report({ microphone: 'open' })
    await leg?.replaceMicrophone(next.stream)
    previous?.close()
  }

  async function readQuality(): Promise<LinkQuality> {
    const stats = await leg?.stats()
    return stats ? quality.read(statsEntries(stats)) : { packetLossPercent: null, roundTripMs: null }
  }

  function close(): void {
    if (isClosed) return
    isClosed = true
    window.removeEventListener('pagehide', close)
    retry.cancel()
    keeper.close()
    leg?.hangUp()
    sipAgent?.close()
    ringer.stop()
    speaker.stop()
    microphone?.close()
  }

  // Say goodbye to the exchange, so that it need not wait for silence to notice.
  window.addEventListener('pagehide', close)
  void start()

  return {
    /** Answers the INVITE that waits; false when there is none, or nothing to speak into. */
    answer(): boolean {
      if (!leg || !microphone) return false
      leg.answer(microphone.stream)
      return true
    },
    /** Ends a rung leg on this side; the room is left alone. */
    hangUpLeg: () => leg?.hangUp(),
    setMuted,
    /** The persistent leg is wanted: on shift in mode `persistent`. */
    wantRoom: (isWanted: boolean) => keeper.want(isWanted),
    ring: (isRinging: boolean) => (isRinging ? ringer.start() : ringer.stop()),
    useMicrophone,
    useSpeaker: (deviceId: string) => speaker.useDevice(deviceId),
    useRinger: (deviceId: string) => ringer.useDevice(deviceId),
    microphoneLevel: () => microphone?.level() ?? null,
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
