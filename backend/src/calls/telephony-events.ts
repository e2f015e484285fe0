import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import type { AgentPhones } from '../agents/agent-phones.ts'
import type { Telephony, TelephonyEvent, TelephonyEventOf } from '../telephony/port.ts'
import type { Arrival } from './arrivals.ts'
import type { CallsService } from './calls-service.ts'
import type { ChannelOwners } from './channel-owners.ts'
import { channelsOf } from './channels-of.ts'
import { channelOfFarewell, playOfMessage } from './playbacks.ts'

export type TelephonyEventsDeps = {
  telephony: Pick<Telephony, 'onEvent' | 'hangUp' | 'takeLeftAlone'>
  calls: Pick<CallsService, 'get' | 'handle'>
  phones: AgentPhones
  owners: ChannelOwners
  arrive: (arrival: Arrival) => Promise<void>
  reconcile: () => Promise<void>
  log: Logger
}

/** Turns what the exchange tells into events of calls and agents. Returns the way to stop. */
export function followTelephony(deps: TelephonyEventsDeps): () => void {
  return deps.telephony.onEvent((event) => {
    dispatch(deps, event).catch((error: unknown) => {
      deps.log.error({ event: event.type, err: toError(error) }, 'telephony event failed')
    })
  })
}

async function dispatch(deps: TelephonyEventsDeps, event: TelephonyEvent): Promise<unknown> {
  switch (event.type) {
    case 'connected':
      return deps.reconcile()
    case 'customerArrived':
      return deps.arrive(event)
    case 'roomEntered':
      return deps.phones.enterRoom(event)
    case 'channelUp':
      return channelUp(deps, event)
    case 'legAnswered':
      return legAnswered(deps, event)
    case 'channelGone':
      return channelGone(deps, event)
    case 'dtmfReceived':
      return keyPressed(deps, event)
    case 'playbackFinished':
      return playbackFinished(deps, event)
    case 'recordingFailed':
      return deps.log.error({ recording: event.name, reason: event.reason }, 'recording failed')
    case 'phoneRegistered':
    case 'phoneUnregistered':
      return deps.phones.setRegistered(event.username, event.type === 'phoneRegistered')
    default:
      return undefined // The rest is told for others, or changes nothing here.
  }
}

/** Only where the exchange listens for a machine first: else the answer itself comes in the same moment. */
async function channelUp(
  { calls, owners }: TelephonyEventsDeps,
  { channelId }: TelephonyEventOf<'channelUp'>,
): Promise<void> {
  const call = calls.get(owners.callOf(channelId) ?? '')
  if (call?.state === 'dialing' && call.detectMachines) await calls.handle(call.id, { type: 'listeningBegan' })
}

/** Whoever answers a call that does not want them any more is let go. */
async function legAnswered(
  { calls, telephony, log }: TelephonyEventsDeps,
  { channelId, purpose, isMachine, aloneMs }: TelephonyEventOf<'legAnswered'>,
): Promise<void> {
  if (isBack(calls.get(purpose.callId), channelId)) {
    return void (await calls.handle(purpose.callId, { type: 'foundApart' }))
  }
  const event = isMachine
    ? ({ type: 'machineAnswered', ...(aloneMs !== undefined && { aloneMs }) } as const)
    : answer(purpose, aloneMs)
  const accepted = isWanted(calls.get(purpose.callId), channelId) && (await calls.handle(purpose.callId, event))
  if (!accepted) await telephony.hangUp(channelId)
  if (aloneMs === undefined) return
  // What it says is over. Last, since the customer has two seconds and the note has time.
  await telephony.takeLeftAlone(channelId).catch((error: unknown) => {
    log.warn({ callId: purpose.callId, channelId, err: toError(error) }, 'note of the exchange stays')
  })
}

/** A customer whom we called, whom Asterisk had taken back: waits on, or is brought together with the agent again. */
function isBack(call: ReturnType<CallsService['get']>, channelId: string): boolean {
  return call?.customerChannelId === channelId && call.state !== 'dialing' && call.state !== 'ended'
}

function isWanted(call: ReturnType<CallsService['get']>, channelId: string): boolean {
  return call !== undefined && 'leg' in call && channelsOf(call).includes(channelId)
}

function answer(purpose: TelephonyEventOf<'legAnswered'>['purpose'], aloneMs = 0) {
  if (purpose.kind === 'customer') return { type: 'customerAnswered', aloneMs } as const
  const type = purpose.kind === 'consult' ? 'consultAnswered' : 'agentAnswered'
  return { type, agentId: purpose.agentId } as const
}

async function channelGone(
  { calls, owners, phones }: TelephonyEventsDeps,
  { channelId, cause, wasUp }: TelephonyEventOf<'channelGone'>,
): Promise<void> {
  const agentId = owners.agentOfRoom(channelId)
  if (agentId !== undefined) return phones.leaveRoom(agentId, { channelId, cause })
  const callId = owners.callOf(channelId)
  if (callId === undefined) return
  const call = calls.get(callId)
  const isLeg = call !== undefined && call.customerChannelId !== channelId
  const event = isLeg
    ? ({ type: 'agentLegGone', channelId, cause } as const)
    : ({ type: 'customerHungUp', cause, wasUp } as const)
  await calls.handle(callId, event)
}

/** Only of customers, and only where a key has a meaning: during a talk keys are for others. */
async function keyPressed(
  { calls, owners }: TelephonyEventsDeps,
  { channelId, digit }: TelephonyEventOf<'dtmfReceived'>,
): Promise<void> {
  const callId = owners.callOf(channelId)
  const call = callId === undefined ? undefined : calls.get(callId)
  if (call?.customerChannelId !== channelId) return
  if (call.state === 'announcing' || call.state === 'waiting') {
    await calls.handle(call.id, { type: 'keyPressed', key: digit })
  }
}

async function playbackFinished(
  { telephony, calls }: TelephonyEventsDeps,
  { playbackId }: TelephonyEventOf<'playbackFinished'>,
): Promise<void> {
  const message = playOfMessage(playbackId)
  if (message) return void (await calls.handle(message.callId, { type: 'messageEnded', play: message.play }))
  const channelId = channelOfFarewell(playbackId)
  if (channelId !== undefined) await telephony.hangUp(channelId)
}
