import { hasSkills } from '../agent/has-skills.ts'
import type { LiveAgent, RoutingDecision } from '../contract/index.ts'
import { canHear } from './suits.ts'
import type { Assignment, CallToMatch, Verdict } from './types.ts'

const shownAgents = 20

export type MatchToExplain = {
  call: CallToMatch
  agents: readonly LiveAgent[]
  /** Undefined: nobody was found. */
  assignment: Assignment | undefined
  /** Agents whom earlier calls got in the same decision. */
  taken?: ReadonlySet<string>
}

/**
 * The entry of a call's routing log: a verdict on each agent, counted over all of them and listed for the first
 * twenty, the chosen one and the nearly chosen first.
 */
export function explainMatch({ call, agents, assignment, taken }: MatchToExplain, now: number): RoutingDecision {
  const counts: Partial<Record<Verdict, number>> = {}
  const near: RoutingDecision['considered'] = []
  const far: RoutingDecision['considered'] = []
  for (const agent of agents) {
    const verdict = judge(agent, { call, assignment, taken })
    counts[verdict] = (counts[verdict] ?? 0) + 1
    if (verdict === 'chosen') near.unshift({ agentId: agent.id, verdict })
    else collect(isNear(verdict) ? near : far, agent, verdict)
  }
  return {
    at: now,
    chosenAgentId: assignment?.agentId ?? null,
    reasons: assignment?.reasons ?? ['nobody-suits'],
    considered: [...near, ...far].slice(0, shownAgents),
    counts,
  }
}

function judge(
  agent: LiveAgent,
  {
    call,
    assignment,
    taken,
  }: Pick<MatchToExplain, 'call' | 'assignment'> & { taken: MatchToExplain['taken'] | undefined },
): Verdict {
  if (agent.id === assignment?.agentId) return 'chosen'
  if (agent.state !== 'ready') return 'not-ready'
  if (!canHear(agent, call)) return 'unreachable'
  if (!hasSkills(agent, call.requiredSkills)) return 'lacks-skill'
  if (taken?.has(agent.id)) return 'taken-by-earlier-call'
  return call.declinedBy.includes(agent.id) ? 'declined-before' : 'idle-for-less'
}

function collect(list: RoutingDecision['considered'], agent: LiveAgent, verdict: Verdict): void {
  if (list.length < shownAgents) list.push({ agentId: agent.id, verdict })
}

function isNear(verdict: Verdict): boolean {
  return verdict !== 'not-ready' && verdict !== 'lacks-skill'
}
