import type { AgentEvent } from '@orderline/domain/agent'
import { agentsOf, talkersOf } from '@orderline/domain/call'
import type { LiveAgent } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import type { AgentsService } from '../agents/agents-service.ts'
import type { CallsService } from './calls-service.ts'
import type { SerialQueue } from './serial-queue.ts'

export type ReleaseStraysDeps = {
  calls: Pick<CallsService, 'get'>
  agents: Pick<AgentsService, 'all' | 'get' | 'apply'>
  /** The calls' own queue. */
  serial: SerialQueue
  now: Clock
}
type Engaged = Extract<LiveAgent, { state: 'reserved' | 'talking' }>

/** Between an agent's reservation and the call's there are milliseconds; after this it was a death. */
const graceMs = 5000

/**
 * An agent who is reserved or talks for a call that does not know of it is set free, and one whose call talks
 * without the agent's own state knowing is told: the two steps of a process that died between them.
 */
export function createStrayRelease({ calls, agents, serial, now }: ReleaseStraysDeps) {
  return async function release(): Promise<void> {
    const strays = agents.all().filter((agent): agent is Engaged => isEngaged(agent) && missing(agent) !== undefined)
    await Promise.all(strays.map(({ id, callId }) => serial.run(callId, () => putRight(id))))
  }

  /** In the call's turn: while the exchange is slow, the word that its agent is reserved may wait there for longer. */
  async function putRight(agentId: string): Promise<void> {
    const agent = agents.get(agentId)
    const event = agent && isEngaged(agent) ? missing(agent) : undefined
    if (event) await agents.apply(agentId, event)
  }

  /** What the agent should have been told by now. */
  function missing({ id, state, since, callId }: Engaged): AgentEvent | undefined {
    if (now() < since + graceMs) return undefined
    const call = calls.get(callId)
    if (call && agentsOf(call).includes(id)) {
      return state === 'reserved' && talkersOf(call).includes(id) ? { type: 'answered', callId } : undefined
    }
    if (state === 'reserved') return { type: 'released', callId }
    return { type: 'callEnded', callId, wrapUpSeconds: call?.wrapUpSeconds ?? 0 }
  }
}

function isEngaged(agent: LiveAgent): agent is Engaged {
  return agent.state === 'reserved' || agent.state === 'talking'
}
