import { beginTalk } from './begin-talk.ts'
import { endCall } from './end-call.ts'
import type { ReservedAgent } from './events.ts'
import { factsOf } from './facts.ts'
import { legFor } from './legs.ts'
import { offered } from './offered.ts'
import type { Step } from './step.ts'
import type { Call, CallFacts, CallIn } from './types.ts'
import type { RoutingDecision } from '../contract/index.ts'

/**
 * How long after the answer an agent must be there (16 CFR 310.4(b)(4)(iii), 47 CFR 64.1200(a)(7): two seconds of the
 * end of the greeting). We count from the answer itself, which is earlier. With machine detection the answer is
 * Asterisk's verdict, which comes when the greeting is over.
 */
export const connectWithinMs = 2_000

/** Higher than any queue: who lost the agent in mid-talk, or was called and found nobody, goes before all. */
export const frontPriority = 1000

/** Also while an agent is asked: the offer may come to nothing. */
export function goFirst(call: Call): Step | undefined {
  return call.priority < frontPriority ? { call: { ...call, priority: frontPriority }, effects: [] } : undefined
}

/** Until when a customer whom we dialled has to have an agent; null when that is over, or never was. */
export function connectDeadline({ customerAnsweredAt }: CallFacts, now: number): number | null {
  if (customerAnsweredAt === null) return null
  const until = customerAnsweredAt + connectWithinMs
  return now < until ? until : null
}

/** A customer whom we dialled is on the line and nobody is reserved. Who was found late has been alone for too long. */
export function awaitAgent(call: Call, foundLate: boolean, now: number): Step {
  const connectBy = connectDeadline(call, now)
  if (foundLate || connectBy === null) return abandon(call, now)
  const wait = { waitingSince: now, welcomed: false, announcedAt: now, offerEndedAt: null }
  return {
    call: { ...factsOf(call), state: 'waiting', since: now, ...wait, connectBy },
    effects: [{ type: 'prepareCard' }],
  }
}

/** Nothing rings and nothing is asked: the customer is in the agent's room, the card comes with the voice. */
export function connect(
  call: CallIn<'waiting'>,
  { agent, routing }: { agent: ReservedAgent; routing: RoutingDecision | null },
  now: number,
): Step | undefined {
  if (agent.roomChannelId === null || call.connectBy === null || now >= call.connectBy) return undefined
  const { facts, leg } = legFor(factsOf(call), agent)
  const talk = beginTalk({ ...call, ...facts }, { leg, hasMusic: false }, now)
  const { agentId } = leg
  return {
    call: talk.call,
    effects: [offered(call.id, { agentId, routing }, now), { type: 'showCard', agentId }, ...talk.effects],
  }
}

/** Nobody came: the customer hears who called, and which number to ring back. */
export function abandon(call: Call, now: number): Step {
  return endCall(call, { outcome: 'abandoned', teardown: [{ type: 'sayFarewell', sentence: 'abandoned' }] }, now)
}
