import { AppError } from '@orderline/runtime/errors'
import { hangUpCauses, type MuteDirection, type TelephonyCommands, type TelephonyErrorCode } from '../port.ts'
import { pickUp, type FakeChannel, type FakeExchange } from './fake-exchange.ts'

export type CommandName = keyof TelephonyCommands

/** The commands of the port, done in memory. Written as plain steps; `makeAsync` turns throws into rejections. */
export function createFakeCommands(exchange: FakeExchange, onOriginated: (channel: FakeChannel) => void) {
  const { channels, accounts, registered, channel, entered } = exchange

  const channelSteps = {
    answer: (id: string) => pickUp(exchange, entered(id)),
    ring: (id: string) => void (entered(id).toldRinging = true),
    hangUp: (id: string, cause: keyof typeof hangUpCauses = 'normal') => exchange.dropChannel(id, hangUpCauses[cause]),
    originate(input: Parameters<TelephonyCommands['originate']>[0]) {
      const { endpoint, channelId, purpose, variables, callerName, callerNumber } = input
      const username = endpoint.kind === 'agent' ? endpoint.username : null
      if (username !== null && !registered.has(username)) throw refused('telephony/refused', { username })
      if (input.originator !== undefined) channel(input.originator)
      const detectsMachine = input.detectMachine ?? false
      const caller = { callerName, callerNumber }
      const added = exchange.addChannel({ channelId, username, purpose, variables, detectsMachine, ...caller })
      onOriginated(added)
    },
    startMoh: (id: string) => void (entered(id).hearsMoh = true),
    stopMoh: (id: string) => change(channels.get(id), { hearsMoh: false }),
    limitStay: (id: string, seconds: number | null) => void (channel(id).stayLimitSeconds = seconds),
    hold: (id: string) => void (entered(id).isHeld = true),
    unhold: (id: string) => change(channels.get(id), { isHeld: false }),
    mute: (id: string, direction: MuteDirection) => setMuted(entered(id), direction, true),
    unmute: (id: string, direction: MuteDirection) => setMuted(channels.get(id), direction, false),
    sendDtmf: (id: string, digits: string) => void (entered(id).dtmfSent += digits),
    setVariables: (id: string, variables: FakeChannel['variables']) =>
      void Object.assign(channel(id).variables, variables),
  }

  return makeAsync({
    ...channelSteps,
    ...createBridgeSteps(exchange),
    pushAccount: ({ username, password }: { username: string; password: string }) =>
      void accounts.set(username, password),
    removeAccount(username: string) {
      accounts.delete(username)
      registered.delete(username)
    },
    ...createListingSteps(exchange),
  }) satisfies TelephonyCommands
}

function createBridgeSteps(exchange: FakeExchange) {
  const { bridges, channels, recordings, playbacks, entered } = exchange

  function requireBridge(bridgeId: string): void {
    if (!bridges.has(bridgeId)) throw refused('telephony/not-found', { bridgeId })
  }

  function requireRecording(name: string) {
    const recording = recordings.get(name)
    if (!recording || recording.state === 'done') throw refused('telephony/not-found', { name })
    return recording
  }

  return {
    createBridge: (bridgeId: string) => void bridges.add(bridgeId),
    destroyBridge(bridgeId: string) {
      if (!bridges.delete(bridgeId)) return
      for (const each of channels.values()) if (each.bridgeId === bridgeId) each.bridgeId = null
      for (const { name, bridgeId: recorded } of recordings.values())
        if (recorded === bridgeId) exchange.endRecording(name)
      for (const each of [...playbacks.values()]) if (each.on === bridgeId) exchange.endPlayback(each.playbackId)
    },
    addToBridge(bridgeId: string, channelIds: readonly string[]) {
      requireBridge(bridgeId)
      for (const channel of channelIds.map((channelId) => entered(channelId))) channel.bridgeId = bridgeId
    },
    removeFromBridge(bridgeId: string, channelId: string) {
      const found = channels.get(channelId)
      if (found?.bridgeId === bridgeId) found.bridgeId = null
    },
    play({ playbackId, on, media }: Parameters<TelephonyCommands['play']>[0]) {
      if ('bridgeId' in on) requireBridge(on.bridgeId)
      else entered(on.channelId)
      playbacks.set(playbackId, { playbackId, on: 'bridgeId' in on ? on.bridgeId : on.channelId, media })
    },
    stopPlayback: (playbackId: string) => exchange.endPlayback(playbackId),
    isPlaying: (playbackId: string) => playbacks.has(playbackId),
    recordBridge({ bridgeId, name }: Parameters<TelephonyCommands['recordBridge']>[0]) {
      requireBridge(bridgeId)
      if (recordings.has(name)) throw refused('telephony/conflict', { name })
      recordings.set(name, { name, bridgeId, state: 'recording' })
    },
    pauseRecording: (name: string) => void (requireRecording(name).state = 'paused'),
    resumeRecording: (name: string) => void (requireRecording(name).state = 'recording'),
    stopRecording: (name: string) => exchange.endRecording(name),
  }
}

function createListingSteps(exchange: FakeExchange) {
  const { bridges, channels, registered } = exchange
  return {
    listChannels: () =>
      [...channels.values()].map(
        ({
          purpose: _p,
          detectsMachine: _v,
          toldRinging: _r,
          hearsMoh: _m,
          isHeld: _h,
          muted: _u,
          dtmfSent: _d,
          stayLimitSeconds: _s,
          ...told
        }) => ({
          ...told,
          variables: { ...told.variables },
        }),
      ),
    listBridges: () =>
      [...bridges].map((bridgeId) => ({
        bridgeId,
        channelIds: [...channels.values()].filter((each) => each.bridgeId === bridgeId).map((each) => each.channelId),
      })),
    listRegistered: () => [...registered],
    takeLeftAlone(channelId: string) {
      const left = exchange.leftAlone.get(channelId) ?? null
      exchange.leftAlone.delete(channelId)
      return left
    },
    startedAt: () => exchange.startedAt(),
    hasSound: (name: string) => exchange.sounds.has(name),
  }
}

function refused(code: TelephonyErrorCode, details: Record<string, unknown>) {
  return new AppError<TelephonyErrorCode>(code, details)
}

function change(channel: FakeChannel | undefined, facts: Partial<FakeChannel>): void {
  if (channel) Object.assign(channel, facts)
}

function setMuted(channel: FakeChannel | undefined, direction: MuteDirection, isMuted: boolean): void {
  if (!channel) return
  if (direction !== 'out') channel.muted.in = isMuted
  if (direction !== 'in') channel.muted.out = isMuted
}

type Steps = Record<string, (...args: never[]) => unknown>
type Async<S extends Steps> = { [Name in keyof S]: (...args: Parameters<S[Name]>) => Promise<ReturnType<S[Name]>> }

function makeAsync<S extends Steps>(steps: S): Async<S> {
  const entries = Object.entries(steps).map(([name, step]) => [
    name,
    async (...args: never[]) => Promise.resolve(step(...args)),
  ])
  // The names and types are those of the steps, which Object.fromEntries cannot tell.
  return Object.fromEntries(entries) as Async<S>
}
