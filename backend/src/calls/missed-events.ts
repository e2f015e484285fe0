import type { Call, CallEvent } from '@orderline/domain/call'
import type { ChannelSnapshot } from '../telephony/port.ts'

/** What the exchange holds, by channel id. */
export type Exchange = ReadonlyMap<string, ChannelSnapshot>

/** What must have happened to a call while nobody listened, judging by what the exchange holds now. Pure. */
export function missedEvents(call: Call, exchange: Exchange): CallEvent[] {
  const customer = exchange.get(call.customerChannelId)
  if (call.state === 'ended') return []
  if (!customer) return [call.state === 'dialing' ? { type: 'telephonyLost' } : { type: 'customerHungUp', cause: null }]
  if (call.state === 'dialing') return missedInDial(call, customer, exchange)
  if (call.state === 'offering') return missedInOffer(call, exchange)
  return call.state === 'talking' ? missedInTalk(call, customer, exchange) : []
}

function missedInDial(
  call: Extract<Call, { state: 'dialing' }>,
  customer: ChannelSnapshot,
  exchange: Exchange,
): CallEvent[] {
  const events: CallEvent[] = []
  if (customer.state === 'up' && customer.entered) events.push({ type: 'customerAnswered' })
  if (!exchange.has(call.leg.channelId)) events.push(legGone(call.leg.channelId))
  return events
}

function missedInOffer(call: Extract<Call, { state: 'offering' }>, exchange: Exchange): CallEvent[] {
  const leg = exchange.get(call.leg.channelId)
  if (!leg) return [legGone(call.leg.channelId)]
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
  const consulted = consult && exchange.get(consult.leg.channelId)
  if (consult && !consulted) events.push(legGone(consult.leg.channelId))
  if (consult?.state === 'ringing' && consult.leg.kind === 'ring' && consulted?.state === 'up' && consulted.entered) {
    events.push({ type: 'consultAnswered', agentId: consult.leg.agentId })
  }
  const agent = exchange.get(leg.channelId)
  if (!agent) events.push(legGone(leg.channelId))
  const isApart = customer.bridgeId !== bridgeId || agent?.bridgeId !== bridgeId
  if (agent && isApart) events.push({ type: 'foundApart' })
  return events
}

function legGone(channelId: string): CallEvent {
  return { type: 'agentLegGone', channelId, cause: null }
}
