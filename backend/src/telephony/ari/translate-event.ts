import type { TelephonyEvent } from '../events.ts'
import type { LegPurpose } from '../port.ts'
import type { AriChannel, AriEvent } from './ari-schemas.ts'
import { cleanText } from './clean-text.ts'

type Started = Extract<AriEvent, { type: 'StasisStart' }>

/** Says that Asterisk shall listen for a machine before anybody is told of the answer. */
const detect = 'detect'

/** Arguments with which a leg that we originate enters the application; read again in its StasisStart. */
export function legArguments(purpose: LegPurpose, detectMachine = false): string {
  const agent = purpose.kind === 'customer' ? [] : [purpose.agentId]
  return ['leg', purpose.kind, purpose.callId, ...agent, ...(detectMachine ? [detect] : [])].join(',')
}

/** Whether a leg that was answered goes to the dialplan's machine detection now. It enters once more afterwards. */
export function isToBeDetected(args: readonly string[]): boolean {
  const [kind, purpose, , wish] = args
  return kind === 'leg' && purpose === 'customer' && wish === detect
}

/** The account or trunk that a channel belongs to: `PJSIP/agent-1-0000002a` is of `agent-1`. */
export function endpointOf(channelName: string): string | undefined {
  return /^PJSIP\/(.+)-[0-9a-f]{8,}$/.exec(channelName)?.[1]
}

/** Says in our words what an ARI event means; undefined when it means nothing to us. Pure. */
export function translateEvent(event: AriEvent): TelephonyEvent | undefined {
  switch (event.type) {
    case 'StasisStart':
      return translateStart(event)
    case 'ChannelStateChange':
      return event.channel.state === 'Ringing' ? { type: 'channelRinging', channelId: event.channel.id } : undefined
    case 'ChannelDestroyed':
      return { type: 'channelGone', channelId: event.channel.id, cause: event.cause, causeText: event.cause_txt }
    case 'ChannelDtmfReceived':
      return { type: 'dtmfReceived', channelId: event.channel.id, digit: event.digit }
    case 'ChannelHold':
      return { type: 'heldByPhone', channelId: event.channel.id }
    case 'ChannelUnhold':
      return { type: 'resumedByPhone', channelId: event.channel.id }
    case 'RecordingFinished':
      return {
        type: 'recordingFinished',
        name: event.recording.name,
        durationSeconds: event.recording.duration ?? null,
      }
    case 'RecordingFailed':
      return { type: 'recordingFailed', name: event.recording.name, reason: event.recording.cause ?? '' }
    case 'PlaybackFinished':
      return { type: 'playbackFinished', playbackId: event.playback.id }
    case 'ContactStatusChange':
      return translateContact(event.endpoint.resource, event.contact_info.contact_status)
    case 'ApplicationReplaced':
      return undefined
  }
}

/** What the dialplan or {@link legArguments} passed tells who it is. */
function translateStart({ args, channel }: Started): TelephonyEvent | undefined {
  const [kind, second = '', third = '', fourth = ''] = args
  if (kind === 'inbound') return customerArrived(channel, second)
  if (kind === 'agent' && second === 'room') {
    const username = endpointOf(channel.name)
    return username === undefined ? undefined : { type: 'roomEntered', channelId: channel.id, username }
  }
  if (kind !== 'leg' || isToBeDetected(args)) return undefined
  const purpose = parsePurpose(second, third, fourth)
  // The fourth of a customer's is AMDSTATUS: HUMAN, MACHINE, NOTSURE, HANGUP; only a sure machine is taken for one.
  const verdict = purpose?.kind === 'customer' && fourth === 'MACHINE' ? { isMachine: true as const } : {}
  return purpose && { type: 'legAnswered', channelId: channel.id, purpose, ...verdict }
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
