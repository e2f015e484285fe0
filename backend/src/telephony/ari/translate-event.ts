import type { TelephonyEvent } from '../events.ts'
import type { LegPurpose } from '../port.ts'
import type { AriChannel, AriEvent } from './ari-schemas.ts'
import { cleanText } from './clean-text.ts'

type Started = Extract<AriEvent, { type: 'StasisStart' }>
type Destroyed = Extract<AriEvent, { type: 'ChannelDestroyed' }>

/**
 * Arguments with which an agent's leg that we originate enters the application; read again in its StasisStart. Those of
 * a customer are written by the dialplan.
 */
export function legArguments(purpose: LegPurpose): string {
  const agent = purpose.kind === 'customer' ? [] : [purpose.agentId]
  return ['leg', purpose.kind, purpose.callId, ...agent].join(',')
}

/** The account or trunk that a channel belongs to: `PJSIP/agent-1-0000002a` is of `agent-1`. */
export function endpointOf(channelName: string): string | undefined {
  return /^PJSIP\/(.+)-[0-9a-f]{8,}$/.exec(channelName)?.[1]
}

/** What the dialplan passed to our application; undefined where the channel is not in it. */
export function stasisArguments({ dialplan }: AriChannel, app: string): string[] | undefined {
  const [entered, ...args] = dialplan.app_data.split(',')
  return dialplan.app_name === 'Stasis' && entered === app ? args : undefined
}

/** Says in our words what an ARI event means; undefined when it means nothing to us. Pure. */
export function translateEvent(event: AriEvent): TelephonyEvent | undefined {
  switch (event.type) {
    case 'StasisStart':
      return translateStart(event)
    case 'ChannelStateChange':
      return translateState(event.channel)
    case 'ChannelDestroyed':
      return channelGone(event)
    case 'ChannelDtmfReceived':
      return { type: 'dtmfReceived', channelId: event.channel.id, digit: event.digit }
    case 'RecordingFailed':
      return { type: 'recordingFailed', name: event.recording.name, reason: event.recording.cause ?? '' }
    case 'PlaybackFinished':
      return { type: 'playbackFinished', playbackId: event.playback.id }
    case 'ContactStatusChange':
      return translateContact(event.endpoint.resource, event.contact_info.contact_status)
    case 'ChannelUserevent':
    case 'ApplicationReplaced':
      return undefined
  }
}

function translateState({ id: channelId, state }: AriChannel): TelephonyEvent | undefined {
  if (state === 'Ringing') return { type: 'channelRinging', channelId }
  return state === 'Up' ? { type: 'channelUp', channelId } : undefined
}

function channelGone({ channel, cause, cause_txt: causeText }: Destroyed): TelephonyEvent {
  return { type: 'channelGone', channelId: channel.id, cause, causeText, wasUp: channel.state === 'Up' }
}

/** What the dialplan or {@link legArguments} passed tells who it is. */
function translateStart({ args, channel }: Started): TelephonyEvent | undefined {
  const [kind, second = '', third = '', fourth = '', fifth = ''] = args
  if (kind === 'inbound') return customerArrived(channel, second)
  if (kind === 'agent' && second === 'room') {
    const username = endpointOf(channel.name)
    return username === undefined ? undefined : { type: 'roomEntered', channelId: channel.id, username }
  }
  const purpose = kind === 'leg' ? parsePurpose(second, third, fourth) : undefined
  if (!purpose) return undefined
  const facts = purpose.kind === 'customer' ? answerFacts(fourth, fifth) : {}
  return { type: 'legAnswered', channelId: channel.id, purpose, ...facts }
}

/**
 * AMDSTATUS is HUMAN, MACHINE, NOTSURE, HANGUP, or empty where nobody asked; only a sure machine is taken for one. The
 * second is how long the customer has been alone, where it took the dialplan more than one try to get in.
 */
function answerFacts(amdStatus: string, aloneMs: string): { isMachine?: true; aloneMs?: number } {
  const verdict = amdStatus === 'MACHINE' ? { isMachine: true as const } : {}
  return /^\d+$/.test(aloneMs) ? { ...verdict, aloneMs: Number(aloneMs) } : verdict
}

function customerArrived(channel: AriChannel, did: string): TelephonyEvent {
  return {
    type: 'customerArrived',
    channelId: channel.id,
    did: cleanText(did) ?? '',
    callerNumber: cleanText(channel.caller.number),
    callerName: cleanText(channel.caller.name),
    answered: channel.state === 'Up',
  }
}

function parsePurpose(kind: string, callId: string, agentId: string): LegPurpose | undefined {
  if (kind === 'customer') return { kind, callId }
  if (kind === 'agent' || kind === 'consult') return { kind, callId, agentId }
  return undefined
}

/** A contact that is new is `NonQualified` first, and `Reachable` when the phone has answered OPTIONS. */
function translateContact(username: string, status: string): TelephonyEvent | undefined {
  if (status === 'Reachable') return { type: 'phoneRegistered', username }
  if (status === 'Removed' || status === 'Unreachable') return { type: 'phoneUnregistered', username }
  return undefined
}
