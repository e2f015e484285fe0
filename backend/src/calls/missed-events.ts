import type { AgentLeg, Call, CallEvent } from '@orderline/domain/call'
import type { ChannelSnapshot, LeftAlone } from '../telephony/port.ts'

/** What the exchange holds, by channel id; and since when it has been up (epoch ms): older calls died with the last one. */
export type Exchange = {
  channels: ReadonlyMap<string, ChannelSnapshot>
  startedAt: number
  /** By channel: customers who answered a dial of ours in the gap. */
  leftAlone: ReadonlyMap<string, LeftAlone>
  /** When it was asked, epoch ms. */
  askedAt: number
}

/** For so long after its call was saved a channel may still be made: the rules, the sounds and Asterisk are asked first. */
const longestMakingMs = 10_000

/** Whether the exchange may have looked after the customer of this call: nobody listened, and this was not the end of it. */
export function mayBeAlone(call: Call, channels: Exchange['channels']): boolean {
  const customer = channels.get(call.customerChannelId)
  return call.state === 'dialing' && (!customer || isInDialplan(customer))
}

/** Answered, and not in our hands: the dialplan looks after it, and ends it. */
export function isInDialplan({ state, entered }: ChannelSnapshot): boolean {
  return state === 'up' && !entered
}

/**
 * Whether nobody can say yet what became of a phone that this call has rung: a channel that is not there may have gone, or
 * not be made yet, also by another backend. The exchange is to be asked again.
 */
export function isInDoubt(call: Call, exchange: Exchange): boolean {
  if (call.state === 'dialing')
    return mayStillCome(dialOf(call), exchange) && !exchange.leftAlone.has(call.customerChannelId)
  if (call.state === 'offering') return mayStillCome(ringOf(call.leg, call.since), exchange)
  if (call.state !== 'talking' || call.consult?.state !== 'ringing') return false
  return mayStillCome(ringOf(call.consult.leg, call.consult.since), exchange)
}

type Ring = { channelId: string; since: number }

function dialOf({ customerChannelId: channelId, since }: Call): Ring {
  return { channelId, since }
}

/** Null for a room, which is there already. */
function ringOf({ kind, channelId }: AgentLeg, since: number): Ring | null {
  return kind === 'ring' ? { channelId, since } : null
}

/** What was to ring before the exchange began died with the one before. */
function mayStillCome(ring: Ring | null, { channels, startedAt, askedAt }: Exchange): boolean {
  if (ring === null || channels.has(ring.channelId)) return false
  return ring.since >= startedAt && askedAt < ring.since + longestMakingMs
}

/** What must have happened to a call while nobody listened, judging by what the exchange holds now. Pure. */
export function missedEvents(call: Call, exchange: Exchange): CallEvent[] {
  const customer = exchange.channels.get(call.customerChannelId)
  if (call.state === 'ended') return []
  if (call.state === 'previewing') return missedLeg(call.leg.channelId, exchange)
  if (call.state === 'dialing' && isInDoubt(call, exchange)) return []
  // Who leaves a message has given up: a missed call is made of it.
  if (!customer || customer.leavesMessage) return [whyGone(call, exchange)]
  if (call.state === 'dialing') return missedInDial(call, customer, exchange)
  if (call.state === 'talking') return missedInTalk(call, customer, exchange)
  const missed = call.state === 'offering' ? missedInOffer(call, exchange) : []
  return customer.bridgeId === null ? missed : [{ type: 'foundInBridge', bridgeId: customer.bridgeId }, ...missed]
}

/** A dial that nobody answered has no end that could be told: the network's cause is lost with the event. */
function whyGone(call: Call, { startedAt, leftAlone }: Exchange): CallEvent {
  const left = call.state === 'dialing' ? leftAlone.get(call.customerChannelId) : undefined
  if (left) return aloneEvent(left)
  if (call.createdAt < startedAt) return { type: 'telephonyLost' }
  return call.state === 'dialing' ? { type: 'dialVanished' } : { type: 'customerHungUp', cause: null }
}

function aloneEvent(left: LeftAlone): CallEvent {
  return { type: left === 'machine' ? 'machineLeftAlone' : 'customerLeftAlone' }
}

function missedInDial(
  call: Extract<Call, { state: 'dialing' }>,
  customer: ChannelSnapshot,
  exchange: Exchange,
): CallEvent[] {
  const left = exchange.leftAlone.get(call.customerChannelId)
  // One who waits is still to be let in.
  if (left && left !== 'waits') return [aloneEvent(left)]
  const isAnswered = customer.state === 'up' && customer.entered
  const events: CallEvent[] = isAnswered ? [{ type: 'customerAnswered', foundLate: true }] : []
  return call.leg ? [...events, ...missedLeg(call.leg.channelId, exchange)] : events
}

function missedInOffer(call: Extract<Call, { state: 'offering' }>, exchange: Exchange): CallEvent[] {
  const leg = exchange.channels.get(call.leg.channelId)
  if (!leg) return isInDoubt(call, exchange) ? [] : [legGone(call.leg.channelId)]
  const isAnswered = call.leg.kind === 'ring' && leg.state === 'up' && leg.entered
  return isAnswered ? [{ type: 'agentAnswered', agentId: call.leg.agentId }] : []
}

function missedInTalk(
  call: Extract<Call, { state: 'talking' }>,
  customer: ChannelSnapshot,
  exchange: Exchange,
): CallEvent[] {
  const events: CallEvent[] = []
  const { leg, consult, bridgeId } = call
  const consulted = consult && exchange.channels.get(consult.leg.channelId)
  if (consult && !consulted && !isInDoubt(call, exchange)) events.push(legGone(consult.leg.channelId))
  if (consult?.state === 'ringing' && consult.leg.kind === 'ring' && consulted?.state === 'up' && consulted.entered) {
    events.push({ type: 'consultAnswered', agentId: consult.leg.agentId })
  }
  const agent = exchange.channels.get(leg.channelId)
  if (!agent) events.push(legGone(leg.channelId))
  const isApart = customer.bridgeId !== bridgeId || agent?.bridgeId !== bridgeId
  if (agent && isApart) events.push({ type: 'foundApart' })
  return events
}

function missedLeg(channelId: string, { channels }: Exchange): CallEvent[] {
  return channels.has(channelId) ? [] : [legGone(channelId)]
}

function legGone(channelId: string): CallEvent {
  return { type: 'agentLegGone', channelId, cause: null }
}
