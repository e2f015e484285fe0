import { endCall } from './end-call.ts'
import { factsOf } from './facts.ts'
import { offered } from './offered.ts'
import { legFor, ringing } from './legs.ts'
import type { CallHandlers } from './step.ts'

/** A customer waits for an agent. */
export const waiting: CallHandlers<'waiting'> = {
  waitBegan: (call, _event, now) =>
    call.welcomed
      ? undefined
      : {
          call: { ...call, welcomed: true, isCustomerUp: true, announcedAt: now },
          effects: [{ type: 'welcomeCustomer' }],
        },

  positionDue: (call, { position }, now) =>
    call.welcomed && now - call.announcedAt >= call.announcePositionSeconds * 1000
      ? { call: { ...call, announcedAt: now }, effects: [{ type: 'announcePosition', position }] }
      : undefined,

  agentReserved(call, { agent, routing }, now) {
    const { facts, leg } = legFor(factsOf(call), agent)
    const { waitingSince, welcomed, announcedAt } = call
    return {
      call: { ...facts, state: 'offering', since: now, waitingSince, welcomed, announcedAt, leg },
      effects: [offered(call.id, { agentId: leg.agentId, routing }, now), ...ringing(leg, 'offer')],
    }
  },

  waitedTooLong: (call, _event, now) =>
    endCall(call, { outcome: 'timeout', teardown: [{ type: 'sayFarewell', sentence: 'waited-too-long' }] }, now),

  queueWasFull: (call, _event, now) =>
    call.welcomed
      ? undefined
      : endCall(call, { outcome: 'queue-full', teardown: [{ type: 'sayFarewell', sentence: 'all-busy' }] }, now),

  customerHungUp: (call, { cause }, now) =>
    endCall(call, { outcome: call.answeredAt === null ? 'abandoned' : 'completed', cause, teardown: [] }, now),
}
