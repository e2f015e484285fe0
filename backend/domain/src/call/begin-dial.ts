import { journalFacts } from './journal-facts.ts'
import type { Step } from './step.ts'
import type { AgentLeg, CallFacts } from './types.ts'

/** The customer's phone begins to ring. */
export function beginDial(facts: CallFacts, leg: AgentLeg | null, now: number): Step {
  const agentId = leg?.agentId ?? null
  const entry = { type: 'callDialed', callId: facts.id, agentId, at: now, facts: journalFacts(facts) } as const
  return {
    call: { ...facts, state: 'dialing', since: now, leg },
    effects: [
      { type: 'journal', entry },
      { type: 'dialCustomer', agentId },
    ],
  }
}
