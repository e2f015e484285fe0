import type { CallEffect, Release } from './effects.ts'
import { dropping, recordingName, roomBridgeId } from './legs.ts'
import type { Step } from './step.ts'
import type { CallIn, Consult } from './types.ts'

/**
 * The agent of a conversation leaves it: the customer is in no bridge. A bridge of the call stays, empty, for its next
 * conversation: Asterisk may keep the name of a destroyed one for as long as a channel lives that was in it.
 */
export function parting(call: CallIn<'talking'>, as: Release): CallEffect[] {
  const { bridgeId, customerChannelId } = call
  const away: CallEffect[] = call.onHold ? [{ type: 'unholdCustomer' }] : []
  away.push({ type: 'removeFromBridge', bridgeId, channelIds: [customerChannelId] })
  return [...stopping(call), ...away, ...freeing(call, as)]
}

/** As `parting` of a customer whose channel has ended: nothing can be asked of it. */
export function partingAlone(call: CallIn<'talking'>, as: Release): CallEffect[] {
  return [...stopping(call), ...freeing(call, as)]
}

/** `parting` again, of a customer who waits already: whoever had decided it may have died before all of it was done. */
export function partAgain(call: CallIn<'waiting' | 'offering'>, { bridgeId }: { bridgeId: string }): Step {
  const customer = [call.customerChannelId]
  return {
    call,
    effects: [
      { type: 'stopRecording', name: recordingName(call) },
      { type: 'unholdCustomer' },
      { type: 'removeFromBridge', bridgeId, channelIds: customer },
      ...(call.welcomed ? [{ type: 'startMusic' } as const] : []),
    ],
  }
}

function stopping(call: CallIn<'talking'>): CallEffect[] {
  return call.recording === 'off' ? [] : [{ type: 'stopRecording', name: recordingName(call) }]
}

function freeing({ leg }: CallIn<'talking'>, as: Release): CallEffect[] {
  return [...dropping(leg), { type: 'releaseAgent', agentId: leg.agentId, as }]
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
