import type { Release } from './effects.ts'
import { factsOf } from './facts.ts'
import { bringBack, sendAway } from './away.ts'
import { consultEntry } from './consult-entry.ts'
import { legFor, ringing } from './legs.ts'
import { partingConsult } from './parting.ts'
import type { CallHandlers, Step } from './step.ts'
import { takeOver } from './take-over.ts'
import type { CallIn, Consult } from './types.ts'

const releaseAfter = { declined: 'declined', 'ring-timeout': 'missed', left: 'unused' } as const

/**
 * A second agent is asked. The customer hears music meanwhile; the two agents speak where the first one is.
 *
 *   ringing ──consultAnswered──▶ talking ──conferenceStarted──▶ conference
 *
 * From any of them: consultEnded and consultCancelled bring the customer back to the first agent. From the latter
 * two: consultCompleted leaves the customer with the second.
 */
export const consulting: CallHandlers<'talking'> = {
  consultStarted(call, { agentId, target }, now) {
    if (agentId !== call.leg.agentId || call.consult || target.agentId === agentId) return undefined
    const { facts, leg } = legFor(factsOf(call), target)
    const consult: Consult = { leg, state: 'ringing', since: now }
    return {
      call: { ...call, ringLegs: facts.ringLegs, onHold: false, consult },
      effects: [...sendAway(call), ...ringing(leg, 'consult'), consultEntry(call, { consult, state: 'ringing' }, now)],
    }
  },

  consultAnswered(call, { agentId }, now) {
    const { consult, bridgeId } = call
    if (consult?.state !== 'ringing' || agentId !== consult.leg.agentId) return undefined
    return {
      call: { ...call, consult: { ...consult, state: 'talking', since: now } },
      effects: [
        { type: 'addToBridge', bridgeId, channelIds: [consult.leg.channelId] },
        { type: 'engageAgent', agentId },
        consultEntry(call, { consult, state: 'talking' }, now),
      ],
    }
  },

  conferenceStarted(call, { agentId }, now) {
    const { consult } = call
    if (consult?.state !== 'talking' || agentId !== call.leg.agentId) return undefined
    return {
      call: { ...call, consult: { ...consult, state: 'conference', since: now } },
      effects: [...bringBack(call), consultEntry(call, { consult, state: 'conference' }, now)],
    }
  },

  consultCompleted(call, { agentId }, now) {
    const { consult } = call
    if (!consult || consult.state === 'ringing' || agentId !== call.leg.agentId) return undefined
    return takeOver(call, consult, now)
  },

  consultCancelled: (call, { agentId }, now) =>
    call.consult && agentId === call.leg.agentId
      ? endConsult(call, { consult: call.consult, as: 'unused' }, now)
      : undefined,

  consultEnded(call, { agentId, reason }, now) {
    const { consult } = call
    if (!consult || agentId !== consult.leg.agentId) return undefined
    if (reason !== 'left' && consult.state !== 'ringing') return undefined
    return endConsult(call, { consult, as: releaseAfter[reason] }, now)
  },
}

/** The second agent goes, customer and first agent are together again. */
function endConsult(call: CallIn<'talking'>, { consult, as }: { consult: Consult; as: Release }, now: number): Step {
  return {
    call: { ...call, consult: null },
    effects: [
      ...partingConsult(consult, as),
      ...(consult.state === 'conference' ? [] : bringBack(call)),
      consultEntry(call, { consult, state: 'ended' }, now),
    ],
  }
}
