import { beginDial } from './begin-dial.ts'
import { endCall } from './end-call.ts'
import { factsOf } from './facts.ts'
import type { CallHandlers, Step } from './step.ts'
import type { CallIn, CallOutcome } from './types.ts'

/** An agent reads the card; nothing is dialled before the agent's word, or the end of the time for it. */
export const previewing: CallHandlers<'previewing'> = {
  previewStarted: (call, { agentId }, now) =>
    agentId === call.leg.agentId ? beginDial(factsOf(call), call.leg, now) : undefined,

  previewSkipped: (call, { agentId, reason }, now) =>
    agentId === call.leg.agentId ? skip(call, reason, now) : undefined,

  previewTimedOut(call, _event, now) {
    if (now < call.preview.until) return undefined
    return call.preview.onTimeout === 'dial' ? beginDial(factsOf(call), call.leg, now) : skip(call, 'timed out', now)
  },

  agentHungUp: (call, { agentId }, now) => (agentId === call.leg.agentId ? skip(call, 'hung up', now) : undefined),

  // Not skipped: nobody has decided against this customer, who is chosen again soon.
  agentLegGone: (call, { channelId }, now) =>
    channelId === call.leg.channelId ? finish(call, 'system-failure', now) : undefined,

  telephonyLost: (call, _event, now) => finish(call, 'system-failure', now),
}

function skip(call: CallIn<'previewing'>, reason: string, now: number): Step {
  const { agentId } = call.leg
  const end = finish(call, 'skipped', now)
  const entry = { type: 'previewSkipped', callId: call.id, agentId, at: now, reason: reason.slice(0, 300) } as const
  return { call: end.call, effects: [{ type: 'journal', entry }, ...end.effects] }
}

function finish(call: CallIn<'previewing'>, outcome: CallOutcome, now: number): Step {
  const { agentId } = call.leg
  return endCall(call, { outcome, teardown: [{ type: 'releaseAgent', agentId, as: 'unused' }] }, now)
}
