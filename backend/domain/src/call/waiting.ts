import { abandon, connect, goFirst } from './connecting.ts'
import { endCall } from './end-call.ts'
import { factsOf } from './facts.ts'
import { gaveUp } from './gave-up.ts'
import { offered } from './offered.ts'
import { legFor, ringing } from './legs.ts'
import { partAgain } from './parting.ts'
import type { CallHandlers, Step } from './step.ts'
import type { CallIn } from './types.ts'

/** The key by which a customer in the queue keeps the place and is called back. */
const callbackKey = '1'

/** A customer waits for an agent. One who was dialled and answered does so for two seconds, in silence. */
export const waiting: CallHandlers<'waiting'> = {
  waitBegan: (call, _event, now) =>
    call.welcomed || call.connectBy !== null
      ? undefined
      : {
          call: { ...call, welcomed: true, isCustomerUp: true, announcedAt: now },
          effects: [{ type: 'welcomeCustomer' }],
        },

  positionDue: (call, { position }, now) =>
    call.welcomed && now - call.announcedAt >= call.announcePositionSeconds * 1000
      ? {
          call: { ...call, announcedAt: now },
          effects: [{ type: 'announcePosition', position, offersCallback: call.customerNumber !== null }],
        }
      : undefined,

  owedAnAgent: goFirst,

  agentReserved(call, { agent, routing }, now) {
    if (call.connectBy !== null) return connect(call, { agent, routing }, now)
    const { facts, leg } = legFor(factsOf(call), agent)
    const { waitingSince, welcomed, announcedAt } = call
    return {
      call: { ...facts, state: 'offering', since: now, waitingSince, welcomed, announcedAt, leg },
      effects: [offered(call.id, { agentId: leg.agentId, routing }, now), ...ringing(leg, 'offer')],
    }
  },

  connectTimedOut: (call, _event, now) =>
    call.connectBy !== null && now >= call.connectBy ? abandon(call, now) : undefined,

  keyPressed: (call, { key }, now) => (key === callbackKey ? promiseCallback(call, now) : undefined),

  waitedTooLong: (call, _event, now) =>
    endCall(call, { outcome: 'timeout', teardown: [{ type: 'sayFarewell', sentence: 'waited-too-long' }] }, now),

  queueWasFull: (call, _event, now) =>
    call.welcomed || call.connectBy !== null
      ? undefined
      : endCall(call, { outcome: 'queue-full', teardown: [{ type: 'sayFarewell', sentence: 'all-busy' }] }, now),

  customerHungUp: (call, { cause }, now) =>
    // Who leaves within the two seconds counts as abandoned: nobody was there, and it cannot be told from impatience.
    endCall(call, { outcome: call.connectBy === null ? gaveUp(call) : 'abandoned', cause, teardown: [] }, now),

  foundInBridge: partAgain,

  telephonyLost: (call, _event, now) => endCall(call, { outcome: 'system-failure', teardown: [] }, now),
}

/** Only of one who called us, hears the music and can be called: the others have not been asked. */
function promiseCallback(call: CallIn<'waiting'>, now: number): Step | undefined {
  const { id: callId, clientId, customerId, queueId, customerNumber: number, waitingSince } = call
  if (call.direction !== 'inbound' || !call.welcomed || number === null) return undefined
  const end = endCall(
    call,
    { outcome: 'callback-asked', teardown: [{ type: 'sayFarewell', sentence: 'callback-promised' }] },
    now,
  )
  const entry = { type: 'callbackAsked', callId, at: now, clientId, customerId, number, queueId, waitingSince } as const
  return { call: end.call, effects: [{ type: 'journal', entry }, ...end.effects] }
}
