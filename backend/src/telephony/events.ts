import type { ChannelId, LegPurpose } from './port.ts'

/**
 * What the exchange tells. Events of one channel come in order; between channels there is no order to rely on, and
 * an event may come before the answer to the command that caused it. What happens while the stream is down is
 * never told: after each `connected` list channels and bridges, and compare.
 */
export type TelephonyEvent =
  /** The stream is open (again). Events before it may be lost; pushed accounts may be gone. */
  | { type: 'connected' }
  /** `replaced`: another process listens now; this one has stood down until `start` is called again. */
  | { type: 'disconnected'; reason: 'lost' | 'replaced' | 'stopped' }
  /**
   * A customer called one of our numbers. Not answered yet (unless it waited in the fallback while nobody
   * listened: then `answered` is true). Number and name are a stranger's text: at most 80 characters, no control
   * characters, never to be trusted as markup; null when hidden or empty.
   * The same channel may arrive again after a gap; it is then the same customer.
   */
  | {
      type: 'customerArrived'
      channelId: ChannelId
      did: string
      callerNumber: string | null
      callerName: string | null
      answered: boolean
    }
  /** An agent's phone called the room extension, to open its persistent audio leg. Not answered yet. */
  | { type: 'roomEntered'; channelId: ChannelId; username: string }
  /**
   * The one whom we called answered and is in our hands: from now on the channel may be bridged. `isMachine` only where
   * it was asked for, and the exchange is sure. `aloneMs`: since the answer, where nobody listened at first.
   */
  | { type: 'legAnswered'; channelId: ChannelId; purpose: LegPurpose; isMachine?: true; aloneMs?: number }
  /** The phone at the other end of a channel that we originated rings. Not every network tells. */
  | { type: 'channelRinging'; channelId: ChannelId }
  /**
   * A channel was answered: by the other end, or by us. Before `legAnswered` where somebody was called: long before,
   * while the exchange listens for a machine.
   */
  | { type: 'channelUp'; channelId: ChannelId }
  /**
   * A channel is no more: hung up by whomever, or never answered. Told once for each channel that we originated
   * or that arrived. `cause` is Q.850 (17 busy, 19 no answer, 34 congestion, 1 unallocated, 21 rejected, 16 normal).
   * `wasUp`: it had been answered, as far as the exchange had come to know.
   */
  | { type: 'channelGone'; channelId: ChannelId; cause: number; causeText: string; wasUp: boolean }
  /** A key was pressed; told when it is let go. */
  | { type: 'dtmfReceived'; channelId: ChannelId; digit: string }
  /** A recording that had begun could not go on. That one ends well is not told: Asterisk does not always know in time. */
  | { type: 'recordingFailed'; name: string; reason: string }
  /** Also for a playback that was stopped or whose channel went. */
  | { type: 'playbackFinished'; playbackId: string }
  /** A phone registered with a pushed account and answers. Not told again for each refresh. */
  | { type: 'phoneRegistered'; username: string }
  /** A phone unregistered, lost its connection, or answers no more. Not told when its account is removed. */
  | { type: 'phoneUnregistered'; username: string }

export type TelephonyEventType = TelephonyEvent['type']
export type TelephonyEventOf<Type extends TelephonyEventType> = Extract<TelephonyEvent, { type: Type }>
