import type { CallEffect, Release } from './effects.ts'
import { dropping, recordingName, roomBridgeId } from './legs.ts'
import type { CallIn, Consult } from './types.ts'

/**
 * The agent of a conversation leaves it: the customer is in no bridge. A bridge of the call stays, empty, for its next
 * conversation: Asterisk may keep the name of a destroyed one for as long as a channel lives that was in it.
 */
export function parting(call: CallIn<'talking'>, as: Release): CallEffect[] {
  const { leg, bridgeId } = call
  const effects: CallEffect[] = []
  if (call.recording !== 'off') effects.push({ type: 'stopRecording', name: recordingName(call) })
  if (call.onHold) effects.push({ type: 'unholdCustomer' })
  effects.push({ type: 'removeFromBridge', bridgeId, channelIds: [call.customerChannelId] })
  effects.push(...dropping(leg))
  effects.push({ type: 'releaseAgent', agentId: leg.agentId, as })
  return effects
}

/** The consulted agent leaves: the rung leg ends, a room's leg goes home. */
export function partingConsult(consult: Consult | null, as: Release = 'unused'): CallEffect[] {
  if (!consult) return []
  return [...leaving(consult), { type: 'releaseAgent', agentId: consult.leg.agentId, as }]
}

function leaving({ leg, state }: Consult): CallEffect[] {
  if (leg.kind === 'ring') return dropping(leg)
  // Before the answer a room's leg has not left its room.
  if (state === 'ringing') return []
  return [{ type: 'addToBridge', bridgeId: roomBridgeId(leg.agentId), channelIds: [leg.channelId] }]
}
