import { endCall } from './end-call.ts'
import type { CallEffect } from './effects.ts'
import { factsOf } from './facts.ts'
import { gaveUp } from './gave-up.ts'
import { beginTalk } from './begin-talk.ts'
import { goFirst } from './connecting.ts'
import { dropping } from './legs.ts'
import { endingOfRing } from './ending-of-ring.ts'
import { partAgain } from './parting.ts'
import type { CallHandlers, Step } from './step.ts'
import type { CallIn } from './types.ts'

/** One agent is asked to take the call; the customer still hears music, or the ringing. */
export const offering: CallHandlers<'offering'> = {
  owedAnAgent: goFirst,

  agentAnswered: (call, { agentId }, now) =>
    agentId === call.leg.agentId ? beginTalk(call, { leg: call.leg, hasMusic: call.welcomed }, now) : undefined,

  offerDeclined: (call, { agentId }, now) =>
    agentId === call.leg.agentId ? endOffer(call, 'declined', now) : undefined,

  offerRangOut: (call, { agentId }, now) => (agentId === call.leg.agentId ? endOffer(call, 'missed', now) : undefined),

  agentLegGone: (call, { channelId, cause }, now) =>
    channelId === call.leg.channelId ? endOffer(call, endingOfRing(call, cause, now), now) : undefined,

  customerHungUp: (call, { cause }, now) =>
    endCall(
      call,
      {
        outcome: gaveUp(call),
        cause,
        teardown: letGo(call),
      },
      now,
    ),

  foundInBridge: partAgain,

  telephonyLost: (call, _event, now) => endCall(call, { outcome: 'system-failure', teardown: letGo(call) }, now),
}

function letGo({ leg }: CallIn<'offering'>): CallEffect[] {
  return [...dropping(leg), { type: 'releaseAgent', agentId: leg.agentId, as: 'unused' }]
}

/** Back into the queue, in the old place; this agent comes last when the call is offered again. */
function endOffer(call: CallIn<'offering'>, as: 'declined' | 'missed', now: number): Step {
  const { leg, waitingSince, welcomed, announcedAt } = call
  const reason = as === 'declined' ? 'declined' : 'ring-timeout'
  return {
    call: {
      ...factsOf(call),
      state: 'waiting',
      since: now,
      waitingSince,
      welcomed,
      announcedAt,
      offerEndedAt: now,
      connectBy: null,
      declinedBy: [...new Set([...call.declinedBy, leg.agentId])],
    },
    effects: [
      ...dropping(leg),
      { type: 'releaseAgent', agentId: leg.agentId, as },
      { type: 'journal', entry: { type: 'offerEnded', callId: call.id, agentId: leg.agentId, at: now, reason } },
    ],
  }
}
