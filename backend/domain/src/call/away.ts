import type { CallEffect } from './effects.ts'
import { recordingName } from './legs.ts'
import type { CallIn } from './types.ts'

/** The customer is out of the conversation, with music, while two agents speak. */
export function isAway(call: CallIn<'talking'>): boolean {
  return call.consult !== null && call.consult.state !== 'conference'
}

/** Out of the bridge to music. What two agents say to each other is not the customer's conversation: not recorded. */
export function sendAway(call: CallIn<'talking'>): CallEffect[] {
  const effects: CallEffect[] = []
  if (call.recording === 'on') effects.push({ type: 'pauseRecording', name: recordingName(call) })
  if (call.onHold) effects.push({ type: 'unholdCustomer' })
  effects.push({ type: 'removeFromBridge', bridgeId: call.bridgeId, channelIds: [call.customerChannelId] })
  effects.push({ type: 'startMusic' })
  return effects
}

/** Back into the conversation; music that was started on a channel does not stop by itself in a bridge. */
export function bringBack(call: CallIn<'talking'>): CallEffect[] {
  const effects: CallEffect[] = [
    { type: 'stopMusic' },
    { type: 'addToBridge', bridgeId: call.bridgeId, channelIds: [call.customerChannelId] },
  ]
  if (call.recording === 'on') effects.push({ type: 'resumeRecording', name: recordingName(call) })
  return effects
}
