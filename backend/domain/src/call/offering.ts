import { endCall } from './end-call.ts'
import { factsOf } from './facts.ts'
import { beginTalk } from './begin-talk.ts'
import { dropping } from './legs.ts'
import { endingOfRing } from './ending-of-ring.ts'
import type { CallHandlers, Step } from './step.ts'
import type { CallIn } from './types.ts'

/** One agent is asked to take the call; the customer still hears music, or the ringing. */
export const offering: CallHandlers<'offering'> = {
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
        outcome: call.answeredAt === null ? 'abandoned' : 'completed',
        cause,
        teardown: [...dropping(call.leg), { type: 'releaseAgent', agentId: call.leg.agentId, as: 'unused' }],
      },
      now,
    ),
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
      declinedBy: [...new Set([...call.declinedBy, leg.agentId])],
    },
    effects: [
      ...dropping(leg),
      { type: 'releaseAgent', agentId: leg.agentId, as },
      { type: 'journal', entry: { type: 'offerEnded', callId: call.id, agentId: leg.agentId, at: now, reason } },
    ],
  }
}
