import { beginTalk } from './begin-talk.ts'
import { dialOutcome } from './dial-outcome.ts'
import type { CallEffect } from './effects.ts'
import { endCall } from './end-call.ts'
import type { CallHandlers } from './step.ts'
import type { CallIn } from './types.ts'

/** The customer's phone rings; the agent waits in the room, with the card on screen. */
export const dialing: CallHandlers<'dialing'> = {
  customerAnswered: (call, _event, now) =>
    beginTalk({ ...call, isCustomerUp: true }, { leg: call.leg, hasMusic: false }, now),

  customerHungUp: (call, { cause }, now) =>
    endCall(call, { outcome: dialOutcome(cause), cause, teardown: [releasing(call)] }, now),

  dialFailed: (call, _event, now) =>
    endCall(call, { outcome: 'system-failure', teardown: [hangingUp, releasing(call)] }, now),

  telephonyLost: (call, _event, now) =>
    endCall(call, { outcome: 'system-failure', teardown: [hangingUp, releasing(call)] }, now),

  agentHungUp: (call, { agentId }, now) =>
    agentId === call.leg.agentId
      ? endCall(call, { outcome: 'cancelled', teardown: [hangingUp, releasing(call)] }, now)
      : undefined,

  // Nobody would be there when the customer answers.
  agentLegGone: (call, { channelId }, now) =>
    channelId === call.leg.channelId
      ? endCall(call, { outcome: 'cancelled', teardown: [hangingUp, releasing(call)] }, now)
      : undefined,
}

const hangingUp: CallEffect = { type: 'hangUpCustomer' }

function releasing(call: CallIn<'dialing'>): CallEffect {
  return { type: 'releaseAgent', agentId: call.leg.agentId, as: 'unused' }
}
