import { explainMatch, matchCalls, type Assignment, type CallToMatch } from '@orderline/domain/acd'
import type { Call } from '@orderline/domain/call'
import type { LiveAgent } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import type { AgentsService } from '../agents/agents-service.ts'
import { callToMatch } from './call-to-match.ts'
import type { CallsService } from './calls-service.ts'
import type { Journal } from './journal.ts'

export type CallRouterDeps = {
  calls: Pick<CallsService, 'live' | 'handle'>
  agents: Pick<AgentsService, 'all' | 'apply'>
  journal: Journal
  now: Clock
}
export type CallRouter = ReturnType<typeof createCallRouter>
type Matching = { calls: CallToMatch[]; agents: LiveAgent[] }

/** Brings waiting calls to free agents. The reservation of an agent is the one atomic step; all else follows it. */
export function createCallRouter({ calls, agents, journal, now }: CallRouterDeps) {
  /** Calls and agents of assignments under way: what the mirrors say of them is about to change. */
  const busy = new Set<string>()

  function snapshot(coming: Call | undefined): Matching {
    const waiting: CallToMatch[] = []
    const note = (call: Call) => {
      const toMatch = busy.has(call.id) ? undefined : callToMatch(call)
      if (toMatch) waiting.push(toMatch)
    }
    for (const call of calls.live.values()) note(call)
    if (coming && !calls.live.has(coming.id)) note(coming)
    return { calls: waiting, agents: waiting.length === 0 ? [] : unoccupied() }
  }

  /** Mostly nobody is being assigned, and this is asked for each call over all who are logged in. */
  function unoccupied(): LiveAgent[] {
    const all = agents.all()
    return busy.size === 0 ? all : all.filter(({ id }) => !busy.has(id))
  }

  async function assign(assignment: Assignment, matching: Matching): Promise<void> {
    const { callId, agentId } = assignment
    const call = matching.calls.find(({ id }) => id === callId)
    const agent = call && (await agents.apply(agentId, { type: 'reserve', callId }))
    if (!call || !agent) return
    const routing = explainMatch({ call, agents: matching.agents, assignment }, now())
    const reserved = { agentId, roomChannelId: agent.roomChannelId }
    const accepted = await calls.handle(callId, { type: 'agentReserved', agent: reserved, routing })
    if (!accepted) await agents.apply(agentId, { type: 'released', callId })
  }

  async function assignAlone(assignment: Assignment, matching: Matching): Promise<void> {
    const { callId, agentId } = assignment
    busy.add(callId).add(agentId)
    try {
      await assign(assignment, matching)
    } finally {
      busy.delete(callId)
      busy.delete(agentId)
    }
  }

  return {
    /**
     * Matches everything that waits, and a call that is being saved (`coming`); resolves when the agents who were found
     * are being asked.
     */
    async match(coming?: Call): Promise<void> {
      const matching = snapshot(coming)
      const assignments = matchCalls(matching, now())
      await Promise.all(assignments.map((assignment) => assignAlone(assignment, matching)))
    },

    /** Notes why a call that has just come has to wait. */
    noteWait(callId: string): void {
      const call = calls.live.get(callId)
      const toMatch = call && callToMatch(call)
      if (!toMatch || busy.has(callId)) return
      const routing = explainMatch({ call: toMatch, agents: agents.all(), assignment: undefined }, now())
      void journal.write({ type: 'callQueued', callId, at: now(), routing })
    },
  }
}
