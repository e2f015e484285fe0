import { factsOf } from './facts.ts'
import type { CallEffect } from './effects.ts'
import { journalFacts } from './journal-facts.ts'
import { callBridgeId, recordingName } from './legs.ts'
import type { Step } from './step.ts'
import type { Call, CallFacts, CallOutcome } from './types.ts'

export type Ending = { outcome: CallOutcome; cause?: number | null; foundLate?: true; teardown: CallEffect[] }

/** The only way into `ended`: what is to be torn down comes with it, since nothing is done for a call afterwards. */
export function endCall(call: Call, { outcome, cause = null, teardown, ...late }: Ending, now: number): Step {
  const facts = factsOf(call)
  return {
    call: { ...facts, state: 'ended', since: now, outcome, cause, ...late },
    effects: [journalEnd(facts, { outcome, cause, at: now }), ...teardown, ...lastBridge(facts)],
  }
}

/** Made by the first conversation over a rung leg, and kept through transfers. */
function lastBridge({ id, ringLegs, answeredAt }: CallFacts): CallEffect[] {
  return ringLegs > 0 && answeredAt !== null ? [{ type: 'destroyBridge', bridgeId: callBridgeId(id) }] : []
}

/** Also written again for a call whose end may have been lost with the process that decided it. */
export function journalEnd(
  call: CallFacts,
  { outcome, cause, at }: { outcome: CallOutcome; cause: number | null; at: number },
): Extract<CallEffect, { type: 'journal' }> {
  return {
    type: 'journal',
    entry: {
      type: 'callEnded',
      callId: call.id,
      at,
      facts: journalFacts(call),
      agentId: call.lastAgentId,
      answeredAt: call.answeredAt,
      status: recordStatus(call),
      outcome,
      cause,
      recording: call.recordings === 0 ? null : `${recordingName({ ...call, recordings: 1 })}.wav`,
      ...(call.recordings > 1 && { recordings: call.recordings }),
    },
  }
}

function recordStatus(call: CallFacts): 'answered' | 'missed' | 'failed' {
  if (call.answeredAt !== null) return 'answered'
  return call.direction === 'inbound' ? 'missed' : 'failed'
}
