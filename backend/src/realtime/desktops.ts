import { agentCallId } from '@orderline/domain/agent'
import { agentsOf, type Call } from '@orderline/domain/call'
import type { AgentDesktop, CallCard, DayFigures, DesktopCall, LiveAgent } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import type { Redis } from '@orderline/runtime/redis'
import type { AgentsService } from '../agents/agents-service.ts'
import type { CallCards } from '../calls/call-cards.ts'
import type { CallsService } from '../calls/calls-service.ts'
import { cardRequest } from '../calls/card-request.ts'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import { glanceAtQueues, queuesOf, toGlance } from '../queues/live-glance.ts'
import { presentAgent } from './present-agent.ts'
import { presentCall } from './present-call.ts'
import { createRecentGlances } from './recent-glances.ts'

export type DesktopsDeps = {
  agents: Pick<AgentsService, 'get' | 'all'>
  calls: Pick<CallsService, 'get' | 'live'>
  cards: Pick<CallCards, 'show' | 'reload'>
  config: Pick<ConfigCache, 'client' | 'queue' | 'queues'>
  /** From memory; perhaps some seconds old. */
  dayFigures: (agentId: string) => DayFigures
  redis: Redis
  now: Clock
}
export type Desktops = ReturnType<typeof createDesktops>

/** Sequence numbers are kept in Redis: a screen that outlives this process must not see them begin anew. */
const seqKey = 'orderline:desktop-seq'

/** Puts together an agent's whole screen. */
export function createDesktops(deps: DesktopsDeps) {
  const { agents, calls, config, redis, now } = deps
  const glances = createRecentGlances(() =>
    glanceAtQueues({ queues: config.queues(), calls: calls.live.values(), agents: agents.all() }).map(toGlance),
  )

  async function assemble(agent: LiveAgent, isFresh: boolean): Promise<AgentDesktop> {
    const callId = agentCallId(agent)
    const call = callId === null ? undefined : calls.get(callId)
    const shown = call ? present(deps, call, agent) : null
    const card = call && shown ? await findCard(deps, call, { agentId: agent.id, isFresh }) : null
    // The number is drawn after all that takes time, so that a later state never has an earlier number.
    const seq = await redis.hincrby(seqKey, agent.id, 1)
    return {
      seq,
      serverTime: now(),
      agent: presentAgent(agent),
      call: shown,
      card,
      queues: queuesOf(agent, config.queues()).flatMap(({ id }) => glances().get(id) ?? []),
      today: { ...deps.dayFigures(agent.id), missedOffers: agent.missedOffers },
    }
  }

  return {
    /** For a push: with the card as this process has it. Undefined: nobody of this id has ever logged in. */
    async current(agentId: string): Promise<AgentDesktop | undefined> {
      const agent = agents.get(agentId)
      return agent && assemble(agent, false)
    },
    /** For a screen that comes back: with the card from storage. */
    async fresh(agentId: string): Promise<AgentDesktop | undefined> {
      const agent = agents.get(agentId)
      return agent && assemble(agent, true)
    },
  }
}

function present({ agents, config }: DesktopsDeps, call: Call, agent: LiveAgent): DesktopCall | null {
  const agentName = (id: string) => agents.get(id)?.name ?? ''
  return presentCall(call, agent, {
    client: config.client(call.clientId),
    queue: config.queue(call.queueId),
    agentName,
  })
}

async function findCard(
  { cards }: DesktopsDeps,
  call: Call,
  { agentId, isFresh }: { agentId: string; isFresh: boolean },
): Promise<CallCard> {
  const request = cardRequest(call)
  return isFresh ? cards.reload(request) : cards.show(request, { agentId, servedBy: agentsOf(call) })
}
