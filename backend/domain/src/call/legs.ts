import type { CallEffect } from './effects.ts'
import type { ReservedAgent } from './events.ts'
import type { AgentLeg, CallFacts } from './types.ts'

/** The room where a persistent audio leg stays for the shift. */
export function roomBridgeId(agentId: string): string {
  return `room-${agentId}`
}

/** The bridge in which a customer and rung legs meet. */
export function callBridgeId(callId: string): string {
  return `call-${callId}`
}

/** The bridge in which a leg meets the customer: its room, or one made for the call. */
export function bridgeIdFor(callId: string, leg: AgentLeg): string {
  return leg.kind === 'room' ? roomBridgeId(leg.agentId) : callBridgeId(callId)
}

/** The leg that reaches an agent: the open room, else a new one that rings. */
export function legFor(call: CallFacts, agent: ReservedAgent): { facts: CallFacts; leg: AgentLeg } {
  const { agentId, roomChannelId } = agent
  if (roomChannelId !== null) return { facts: call, leg: { agentId, channelId: roomChannelId, kind: 'room' } }
  const facts = { ...call, ringLegs: call.ringLegs + 1 }
  return { facts, leg: { agentId, channelId: `${call.id}-agent-${facts.ringLegs}`, kind: 'ring' } }
}

/** A room needs no ringing: its agent's screen shows the offer. */
export function ringing(leg: AgentLeg, purpose: 'offer' | 'consult'): CallEffect[] {
  return leg.kind === 'ring' ? [{ type: 'ringAgent', leg, for: purpose }] : []
}

/** Ends a leg that was rung for this call; a room stays. */
export function dropping(leg: AgentLeg): CallEffect[] {
  return leg.kind === 'ring' ? [{ type: 'hangUpLeg', channelId: leg.channelId }] : []
}

/** The call as its screens and the journal know the file: the first conversation has the call's own name. */
export function recordingName(call: CallFacts): string {
  return call.recordings <= 1 ? call.id : `${call.id}-${call.recordings}`
}
