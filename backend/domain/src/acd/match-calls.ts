import type { LiveAgent } from '../contract/index.ts'
import { canHear, mayAskAgain, mayServe } from './suits.ts'
import type { Assignment, CallToMatch } from './types.ts'

/** `agents` are all who are logged in; `calls` may be all that wait, or only the one that has just come. */
export type Snapshot = { calls: readonly CallToMatch[]; agents: readonly LiveAgent[] }

/**
 * Proposes an agent for each call that can have one now. Customers whom we called and who answered go before those who
 * called us, and these before numbers to be dialled; then the higher priority, then who waits longest. Among the agents
 * who are ready, can be reached and have every skill, the one who has been idle longest is chosen. `now` is epoch ms.
 *
 * Calls × ready agents steps at worst. The agents are not sorted: mostly one call waits, and that one needs one agent.
 */
export function matchCalls({ calls, agents }: Snapshot, now: number): Assignment[] {
  const free: LiveAgent[] = agents.filter((agent) => agent.state === 'ready')
  if (free.length === 0) return []
  const assignments: Assignment[] = []
  for (const call of [...calls].sort(byUrgency)) {
    if (free.length === 0) break
    const agent = findAgent(call, { free, agents }, now)
    if (!agent) continue
    free.splice(free.indexOf(agent), 1)
    assignments.push({ callId: call.id, agentId: agent.id, reasons: reasonsFor(call, agent) })
  }
  return assignments
}

const ranks: Record<CallToMatch['kind'], number> = { answered: 0, waits: 1, 'to-dial': 2 }

/** The order in which calls are served. */
export function byUrgency(a: CallToMatch, b: CallToMatch): number {
  if (a.kind !== b.kind) return ranks[a.kind] - ranks[b.kind]
  return b.priority - a.priority || a.waitingSince - b.waitingSince || compare(a.id, b.id)
}

function findAgent(
  call: CallToMatch,
  { free, agents }: { free: readonly LiveAgent[]; agents: readonly LiveAgent[] },
  now: number,
): LiveAgent | undefined {
  const suits = (agent: LiveAgent) => canHear(agent, call) && mayServe(agent, call)
  if (call.declinedBy.length === 0) return idleLongest(free, suits)
  const fresh = idleLongest(free, (agent) => !call.declinedBy.includes(agent.id) && suits(agent))
  return fresh || !mayAskAgain(call, agents, now) ? fresh : idleLongest(free, suits)
}

/** Who has been idle for longer is looked at first: whether an agent suits takes more time to find out. */
function idleLongest(agents: readonly LiveAgent[], suits: (agent: LiveAgent) => boolean): LiveAgent | undefined {
  let best: LiveAgent | undefined
  for (const agent of agents) if ((!best || byIdleness(agent, best) < 0) && suits(agent)) best = agent
  return best
}

function reasonsFor(call: CallToMatch, agent: LiveAgent): string[] {
  if (call.onlyAgentId !== undefined) return ['promised']
  const reasons = [call.requiredSkills.length > 0 ? 'has-skills' : 'no-skill-required', 'idle-longest']
  if (call.declinedBy.includes(agent.id)) reasons.push('asked-again-since-nobody-else')
  return reasons
}

function byIdleness(a: LiveAgent, b: LiveAgent): number {
  return a.idleSince - b.idleSince || compare(a.id, b.id)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
