import { AppError } from '@orderline/runtime/errors'
import type { TelephonyEvent } from '../events.ts'
import type { ChannelVariables, LeftAlone, LegPurpose, Media, TelephonyErrorCode } from '../port.ts'

/** A channel as the fake keeps it: what tests look at. */
export type FakeChannel = {
  channelId: string
  state: 'down' | 'ringing' | 'up'
  /** A customer's, or a leg that was answered: in our hands. */
  entered: boolean
  bridgeId: string | null
  username: string | null
  did: string | null
  callerNumber: string | null
  callerName: string | null
  createdAt: number
  variables: ChannelVariables
  /** Only of channels that we originated. */
  purpose: LegPurpose | null
  detectsMachine: boolean
  /** We told the caller that it rings. */
  toldRinging: boolean
  hearsMoh: boolean
  isHeld: boolean
  muted: { in: boolean; out: boolean }
  dtmfSent: string
  stayLimitSeconds: number | null
  leavesMessage: boolean
}

export type FakeRecording = { name: string; bridgeId: string; state: 'recording' | 'paused' | 'done' }
export type FakePlayback = { playbackId: string; on: string; media: readonly Media[] }

/** The state of the fake, and the rules that commands and parties share. */
export function createFakeExchange(now: () => number) {
  const held = createHeld()
  const { channels, recordings, playbacks } = held
  const listeners = new Set<(event: TelephonyEvent) => void>()
  const stream = { isOpen: false }
  /** Of those that come with Asterisk one is enough; tests add what an installation has recorded. */
  const sounds = new Set<string>(['hello-world'])
  let startedAt = now()

  /** Like the real one, tells nothing while the stream is closed, and never within the command that caused it. */
  function tell(event: TelephonyEvent): void {
    if (!stream.isOpen) return
    queueMicrotask(() => listeners.forEach((listener) => listener(event)))
  }

  function channel(channelId: string): FakeChannel {
    const found = channels.get(channelId)
    if (!found) throw new AppError<TelephonyErrorCode>('telephony/not-found', { channelId })
    return found
  }

  /** A channel that is in our hands; others cannot be bridged, held or played to. */
  function entered(channelId: string): FakeChannel {
    const found = channel(channelId)
    if (!found.entered) throw new AppError<TelephonyErrorCode>('telephony/conflict', { channelId })
    return found
  }

  return {
    ...held,
    listeners,
    stream,
    sounds,
    startedAt: () => startedAt,
    /** A new process in the place of the old one, which told nobody of its end. */
    beginAnew(): void {
      Object.values(held).forEach((each) => each.clear())
      startedAt = now()
    },
    tell,
    channel,
    entered,
    addChannel(facts: Partial<FakeChannel> & { channelId: string }): FakeChannel {
      if (channels.has(facts.channelId)) throw new AppError<TelephonyErrorCode>('telephony/conflict', facts)
      const added: FakeChannel = { ...newChannel(facts.channelId, now()), ...facts }
      channels.set(added.channelId, added)
      return added
    },
    /** Ends a channel and what hangs on it. Gone is fine. */
    dropChannel(channelId: string, cause: number): void {
      const wasUp = channels.get(channelId)?.state === 'up'
      if (!channels.delete(channelId)) return
      for (const playback of [...playbacks.values()]) if (playback.on === channelId) endPlayback(playback.playbackId)
      tell({ type: 'channelGone', channelId, cause, causeText: `cause ${cause}`, wasUp })
    },
    endRecording(name: string): void {
      const recording = recordings.get(name)
      if (!recording || recording.state === 'done') return
      recording.state = 'done'
    },
    endPlayback,
  }

  function endPlayback(playbackId: string): void {
    if (playbacks.delete(playbackId)) tell({ type: 'playbackFinished', playbackId })
  }
}

/** What dies with the exchange. */
function createHeld() {
  return {
    channels: new Map<string, FakeChannel>(),
    bridges: new Set<string>(),
    recordings: new Map<string, FakeRecording>(),
    playbacks: new Map<string, FakePlayback>(),
    accounts: new Map<string, string>(),
    registered: new Set<string>(),
    leftAlone: new Map<string, LeftAlone>(),
  }
}

export type FakeExchange = ReturnType<typeof createFakeExchange>

/** Answered, by the other end or by us; it is told once. */
export function pickUp({ tell }: FakeExchange, channel: FakeChannel): void {
  if (channel.state !== 'up') tell({ type: 'channelUp', channelId: channel.channelId })
  channel.state = 'up'
}

function newChannel(channelId: string, createdAt: number): FakeChannel {
  return {
    channelId,
    state: 'down',
    entered: false,
    bridgeId: null,
    username: null,
    did: null,
    callerNumber: null,
    callerName: null,
    createdAt,
    variables: {},
    purpose: null,
    detectsMachine: false,
    toldRinging: false,
    hearsMoh: false,
    isHeld: false,
    muted: { in: false, out: false },
    dtmfSent: '',
    stayLimitSeconds: null,
    leavesMessage: false,
  }
}
