import { agentsOf, type Call } from '@orderline/domain/call'
import type { LiveAgent } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import type { AgentsService } from '../agents/agents-service.ts'
import type { CallsService } from './calls-service.ts'

export type ReleaseStraysDeps = {
  calls: Pick<CallsService, 'get'>
  agents: Pick<AgentsService, 'all' | 'apply'>
  now: Clock
}

/** Between an agent's reservation and the call's there are milliseconds; after this it was a death. */
const graceMs = 5000

/**
 * An agent who is reserved or talks for a call that does not know of it is set free, and one whose call talks
 * without the agent's own state knowing is told: the two steps of a process that died between them.
 */
export function createStrayRelease({ calls, agents, now }: ReleaseStraysDeps) {
  return async function release(): Promise<void> {
    const strays = agents.all().filter((agent) => agent.since + graceMs <= now() && isEngaged(agent))
    await Promise.all(strays.map((agent) => putRight(agent)))
  }

  async function putRight(agent: LiveAgent): Promise<void> {
    if (agent.state !== 'reserved' && agent.state !== 'talking') return
    const { callId } = agent
    const call = calls.get(callId)
    if (!call || !agentsOf(call).includes(agent.id)) {
      await agents.apply(agent.id, freeing(agent.state, call, callId))
    } else if (agent.state === 'reserved' && hears(call, agent.id)) {
      await agents.apply(agent.id, { type: 'answered', callId })
    }
  }
}

function freeing(state: 'reserved' | 'talking', call: Call | undefined, callId: string) {
  if (state === 'reserved') return { type: 'released', callId } as const
  return { type: 'callEnded', callId, wrapUpSeconds: call?.wrapUpSeconds ?? 0 } as const
}

function isEngaged(agent: LiveAgent): boolean {
  return agent.state === 'reserved' || agent.state === 'talking'
}

function hears(call: Call, agentId: string): boolean {
  if (call.state !== 'talking') return false
  return call.leg.agentId === agentId || call.consult?.state !== 'ringing'
}
