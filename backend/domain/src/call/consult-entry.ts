import type { CallEffect } from './effects.ts'
import type { CallIn, Consult } from './types.ts'

/** The journal's line about a consultation, in the first agent's name. */
export function consultEntry(
  call: CallIn<'talking'>,
  { consult, state }: { consult: Consult; state: Consult['state'] | 'ended' },
  at: number,
): CallEffect {
  const who = { callId: call.id, agentId: call.leg.agentId, consultedAgentId: consult.leg.agentId }
  return { type: 'journal', entry: { type: 'consultChanged', ...who, at, state } }
}
