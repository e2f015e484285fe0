/**
 * The telephony port: what the centre needs of a telephone exchange, in the centre's words. `ari/` does it with
 * Asterisk, `fake/` in memory; `conformance.ts` is the suite that both pass.
 *
 * Ids of channels, bridges, playbacks and recordings are chosen by us, so that an answer that got lost does not
 * lose the thing. Whoever starts something registers its own state before the request: events overtake answers.
 */
import type { TelephonyEvent } from './events.ts'

export type * from './events.ts'

export type ChannelId = string
export type BridgeId = string

export type TelephonyErrorCode =
  /** No connection, or no answer in time: it is not known whether the request was carried out. */
  | 'telephony/unavailable'
  /** The channel, bridge, playback or recording is gone (or never was), and without it the request has no sense. */
  | 'telephony/not-found'
  /** It exists but is not in a state for this: a channel that has not entered yet, a recording that has ended. */
  | 'telephony/conflict'
  /** The exchange refused or failed: details hold what it said. */
  | 'telephony/refused'

export type Endpoint =
  /** A phone that registered with a pushed account. */
  | { kind: 'agent'; username: string }
  /** Out to the telephone network; E.164. */
  | { kind: 'trunk'; number: string }

/** Text of the program about a channel, kept by the exchange and told again by `listChannels`. */
export type ChannelVariables = Partial<Record<ChannelVariable, string>>
export const channelVariables = ['ORDERLINE_CALL', 'ORDERLINE_AGENT', 'ORDERLINE_ROLE'] as const
export type ChannelVariable = (typeof channelVariables)[number]

export type OriginateInput = {
  /** Chosen by us. */
  channelId: ChannelId
  endpoint: Endpoint
  /** What the called party sees. */
  callerNumber: string | null
  callerName: string | null
  /** After it the channel goes with cause 19 (or 18). */
  timeoutSeconds: number
  /** Comes back in `legAnswered`. */
  purpose: LegPurpose
  variables: ChannelVariables
  /** A channel whose codec the new one takes, so that nothing is transcoded: the customer's, for an agent's leg. */
  originator?: ChannelId
  /** The exchange listens for a machine first: `legAnswered` comes with its verdict, some seconds after the answer. */
  detectMachine?: boolean
  /** What the exchange itself says to a customer who answers while nobody listens, and for two seconds nobody does. */
  farewell?: readonly Media[]
}

/**
 * What an exchange did with a customer who answered while nobody listened: `waits`, or did so when hanging up; `told`:
 * has heard the farewell, or hears it; `machine`: was taken for one, and hung up on.
 */
export type LeftAlone = 'waits' | 'told' | 'machine'

/** Why we called somebody. */
export type LegPurpose =
  | { kind: 'customer'; callId: string }
  | { kind: 'agent'; callId: string; agentId: string }
  | { kind: 'consult'; callId: string; agentId: string }

/** A sound of the exchange by its name (`queue-thankyou`), a number read out, digits or letters one by one. */
export type Media = { sound: string } | { number: number } | { digits: string } | { letters: string }

export type PlayInput = {
  /** Chosen by us. */
  playbackId: string
  on: { channelId: ChannelId } | { bridgeId: BridgeId }
  /** Played one after the other. */
  media: readonly Media[]
}

export type RecordInput = {
  bridgeId: BridgeId
  /** The file's name without its ending (`wav`), and the id of the recording. A second one of this name is refused. */
  name: string
}

export type SipAccount = { username: string; password: string }

/** What the exchange has at this moment; for reconciliation after a gap. */
export type ChannelSnapshot = {
  channelId: ChannelId
  state: 'down' | 'ringing' | 'up'
  /** In our hands: its `customerArrived`, `roomEntered` or `legAnswered` has been (or would have been) told. */
  entered: boolean
  /** Where it is; null when in no bridge. */
  bridgeId: BridgeId | null
  /** Who is at the other end: an account's username, or null for the trunk. */
  username: string | null
  /** The DID that a customer dialled; null on channels that we originated and on agents' own. */
  did: string | null
  callerNumber: string | null
  callerName: string | null
  createdAt: number
  variables: ChannelVariables
  /** Of a customer for whom nobody came: the exchange takes a message, and hangs up then. */
  leavesMessage: boolean
}

export type BridgeSnapshot = { bridgeId: BridgeId; channelIds: ChannelId[] }

/** Q.850 causes that we give when we hang up. The network's own come in `channelGone` and may be any. */
export const hangUpCauses = {
  unallocated: 1,
  normal: 16,
  busy: 17,
  noAnswer: 19,
  rejected: 21,
  congestion: 34,
} as const
export type HangUpCause = keyof typeof hangUpCauses

/**
 * Commands. Each resolves when the exchange has accepted it (not when it is done: a customer that is being hung up
 * is gone with `channelGone`), and rejects with an AppError of {@link TelephonyErrorCode}. "Gone is fine" means that
 * a thing which is not there (any more) counts as success, so the command may be repeated.
 */
export type TelephonyCommands = {
  /** Picks up a channel that came in. Answering twice is fine. */
  answer(channelId: ChannelId): Promise<void>
  /** Tells a caller that it rings (180). */
  ring(channelId: ChannelId): Promise<void>
  /** Ends a channel, also one that still rings. Gone is fine. */
  hangUp(channelId: ChannelId, cause?: HangUpCause): Promise<void>
  /**
   * Calls somebody. Resolves when the channel exists; then come `channelRinging` (perhaps), `legAnswered`, or
   * `channelGone` with the cause why not. An unregistered agent is `telephony/refused` or a `channelGone` at once;
   * an originator that is gone is `telephony/not-found`, and nothing is dialled.
   */
  originate(input: OriginateInput): Promise<void>

  /** Makes a mixing bridge for a conversation or a room. One that exists already is fine. */
  createBridge(bridgeId: BridgeId): Promise<void>
  /** Its channels stay up, in no bridge. Gone is fine. It may be listed some milliseconds longer. */
  destroyBridge(bridgeId: BridgeId): Promise<void>
  /**
   * Takes the channels out of the bridges where they were, if any. They must have entered; when one has not, or is gone,
   * none is moved.
   */
  addToBridge(bridgeId: BridgeId, channelIds: readonly ChannelId[]): Promise<void>
  /** Gone, or not in that bridge, is fine. */
  removeFromBridge(bridgeId: BridgeId, channelId: ChannelId): Promise<void>

  /** Hold music to a channel in no bridge. Putting the channel into a bridge does NOT stop it. */
  startMoh(channelId: ChannelId): Promise<void>
  /** Gone is fine. */
  stopMoh(channelId: ChannelId): Promise<void>
  /**
   * For how long from now we answer for a customer; null: for ever, as at the beginning. Past it the exchange takes the
   * customer back, out of a bridge too: one who is listened to arrives again at once (whom we called: is told as
   * `legAnswered` again), as the same channel; else there is music, and at last a message is taken (whom we called hears
   * the farewell). Gone is `telephony/not-found`.
   */
  limitStay(channelId: ChannelId, seconds: number | null): Promise<void>
  /** Hold music to one channel in a bridge, without a word to its phone. Alone it does not stop what it says: mute it too. */
  hold(channelId: ChannelId): Promise<void>
  /** Gone is fine. */
  unhold(channelId: ChannelId): Promise<void>
  /** `in`: what the channel says is not heard; `out`: it hears nothing; seen from the exchange. */
  mute(channelId: ChannelId, direction: MuteDirection): Promise<void>
  /** Gone is fine. */
  unmute(channelId: ChannelId, direction: MuteDirection): Promise<void>

  /** Ends with `playbackFinished` (also when stopped, or when the channel went). Several on one channel queue up. */
  play(input: PlayInput): Promise<void>
  /** Gone is fine. */
  stopPlayback(playbackId: string): Promise<void>
  /** Whether it has begun, or waits for another on its channel, and has not finished. */
  isPlaying(playbackId: string): Promise<boolean>
  /** Whether the exchange has a sound of this name, in the language of the callers. */
  hasSound(name: string): Promise<boolean>
  /** `0-9*#A-D`, at most 32. */
  sendDtmf(channelId: ChannelId, digits: string): Promise<void>

  /**
   * Records everybody in a bridge as one mono file, until it is stopped or its bridge is destroyed. `recordingFailed`
   * tells when it could not go on.
   */
  recordBridge(input: RecordInput): Promise<void>
  /** Cuts the time out of the file until resumed. Pausing twice is fine. */
  pauseRecording(name: string): Promise<void>
  resumeRecording(name: string): Promise<void>
  /** Keeps the file. Gone is fine (a recording ends with its bridge). */
  stopRecording(name: string): Promise<void>

  /** Gone is `telephony/not-found`. */
  setVariables(channelId: ChannelId, variables: ChannelVariables): Promise<void>

  /** Lets a phone register with this name and password, from now until removed or until the exchange restarts. */
  pushAccount(account: SipAccount): Promise<void>
  /** REGISTER and INVITE of this name are refused from now on; a running call lives on. Gone is fine. */
  removeAccount(username: string): Promise<void>

  /** Null when nobody was left alone on this channel. It is told once. */
  takeLeftAlone(channelId: ChannelId): Promise<LeftAlone | null>

  listChannels(): Promise<ChannelSnapshot[]>
  listBridges(): Promise<BridgeSnapshot[]>
  /** The accounts whose phone is registered now. */
  listRegistered(): Promise<string[]>
  /** When the exchange began (epoch ms): what is older is gone. */
  startedAt(): Promise<number>
}

export type MuteDirection = 'in' | 'out' | 'both'

export type Telephony = TelephonyCommands & {
  /**
   * Opens the event stream, and opens it again for ever when it breaks, until `stop`. Only the process that holds
   * the lease of this exchange does so: the exchange has one listener. Commands work without it. Idempotent.
   */
  start(): void
  /**
   * Closes the event stream; commands still work. Idempotent. Resolves when the exchange has let go of it, which takes a
   * second at most: one that another process opens before may hear nothing.
   */
  stop(): Promise<void>
  /** Hears every event, in the order in which they came. A listener that throws is logged. Returns the way to stop. */
  onEvent(listener: (event: TelephonyEvent) => void): () => void
  /** Resolves when the exchange answers a request, rejects with `telephony/unavailable`. */
  check(): Promise<void>
  /** Stops, and lets go of everything. Idempotent. */
  close(): Promise<void>
}
