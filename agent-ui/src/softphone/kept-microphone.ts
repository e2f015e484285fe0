import { openMicrophone, type Microphone, type MicrophoneProblem } from './microphone.ts'

export type MicrophoneFacts = {
  microphone: 'open' | MicrophoneProblem
  /** The name of one that is open in place of another that is not there; null when the right one is. */
  standInMicrophone: string | null
}
type Deps = {
  report: (facts: MicrophoneFacts) => void
  /** A leg that is up must be given the new microphone before the old one closes. */
  onChanged: (stream: MediaStream) => Promise<void>
}

/**
 * One microphone that is open for as long as the page lives. When it goes (the headset is unplugged) the system's takes
 * its place, and when it is there again it is taken back: nobody has to notice that customers hear nothing.
 */
export function keepMicrophone({ report, onChanged }: Deps) {
  let chosen = ''
  /** The system's own went once: whether what took its place is still what the system would give, nobody can tell. */
  let isUnsure = false
  let isMuted = false
  let current: Microphone | undefined
  let latest = 0

  async function open(): Promise<void> {
    latest += 1
    const mine = latest
    const next = await openMicrophone(chosen)
    // Another was chosen, plugged in or unplugged meanwhile, or the phone was closed.
    if (mine !== latest) return typeof next === 'string' ? undefined : next.close()
    if (typeof next === 'string') {
      // One that works is better than the right one.
      if (!current) report({ microphone: next, standInMicrophone: null })
      return
    }
    await take(next)
  }

  async function take(next: Microphone): Promise<void> {
    const previous = current
    current = next
    next.onGone(() => lose(next))
    mute()
    report({ microphone: 'open', standInMicrophone: isStandIn(next) ? next.label : null })
    await onChanged(next.stream)
    previous?.close()
  }

  function lose(which: Microphone): void {
    if (which !== current) return
    current = undefined
    isUnsure = chosen === ''
    which.close()
    void open()
  }

  const isStandIn = ({ deviceId }: Microphone): boolean => chosen !== '' && deviceId !== chosen

  function mute(): void {
    for (const track of current?.stream.getAudioTracks() ?? []) track.enabled = !isMuted
  }

  return {
    /** Opens the one of this id; empty: the system's. */
    choose(deviceId: string): Promise<void> {
      chosen = deviceId
      isUnsure = false
      return open()
    },
    /** Devices changed: the right one may be there again. */
    async findDevice(): Promise<void> {
      if (!current || isUnsure || isStandIn(current)) await open()
    },
    setMuted(muted: boolean): void {
      isMuted = muted
      mute()
    },
    stream: () => current?.stream,
    level: () => current?.level() ?? null,
    close(): void {
      latest += 1
      current?.close()
      current = undefined
    },
  }
}
