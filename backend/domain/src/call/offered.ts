import type { RoutingDecision } from '../contract/index.ts'
import type { CallEffect } from './effects.ts'

/** The journal's line about an offer; no routing where a person chose the agent. */
export function offered(
  callId: string,
  { agentId, routing }: { agentId: string; routing: RoutingDecision | null },
  at: number,
): CallEffect {
  return { type: 'journal', entry: { type: 'callOffered', callId, agentId, at, routing } }
}
