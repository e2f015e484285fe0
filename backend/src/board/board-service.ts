import type { Call } from '@orderline/domain/call'
import { agentsOf } from '@orderline/domain/call'
import { agentCallId } from '@orderline/domain/agent'
import type { Board, LiveAgent } from '@orderline/domain/contract'
import type { Clock } from '@orderline/runtime/clock'
import type { AgentsService } from '../agents/agents-service.ts'
import type { CallsService } from '../calls/calls-service.ts'
import type { ConfigCache } from '../config-cache/config-cache.ts'
import { glanceAtQueues } from '../queues/live-glance.ts'
import { presentAgent } from '../realtime/present-agent.ts'
import type { TodayFigures } from './today-figures.ts'

export type BoardServiceDeps = {
  agents: Pick<AgentsService, 'all' | 'get'>
  calls: Pick<CallsService, 'get' | 'live'>
  config: Pick<ConfigCache, 'client' | 'queue' | 'queues' | 'skill'>
  figures: Pick<TodayFigures, 'centre'>
  now: Clock
}
export type BoardService = ReturnType<typeof createBoardService>

/** More calls than a person can look at. */
const mostCalls = 500

/** The supervisor's board, put together from the live state. */
export function createBoardService(deps: BoardServiceDeps) {
  return {
    current(): Board {
      const { agents, calls, config, figures, now } = deps
      const live = [...calls.live.values()]
      return {
        serverTime: now(),
        agents: agents.all().map((agent) => boardAgent(deps, agent)),
        queues: glanceAtQueues({ queues: config.queues(), calls: live, agents: agents.all() }),
        calls: live.flatMap((call) => boardCall(deps, call)).slice(0, mostCalls),
        today: figures.centre(),
      }
    },
  }
}

function boardAgent({ calls, config }: BoardServiceDeps, agent: LiveAgent): Board['agents'][number] {
  const callId = agentCallId(agent)
  const call = callId === null ? undefined : calls.get(callId)
  return {
    ...presentAgent(agent),
    skills: Object.keys(agent.skills).flatMap((id) => config.skill(id)?.name ?? []),
    callClientName: call ? (config.client(call.clientId)?.name ?? null) : null,
  }
}

function boardCall({ agents, config }: BoardServiceDeps, call: Call): Board['calls'] {
  if (call.state === 'ended') return []
  const [agentId] = agentsOf(call)
  const client = config.client(call.clientId)
  return [
    {
      id: call.id,
      direction: call.direction,
      state: call.state,
      clientName: client?.name ?? '',
      clientColor: client?.color ?? '',
      queueName: config.queue(call.queueId)?.name ?? '',
      customerNumber: call.customerNumber,
      agentName: agentId === undefined ? null : (agents.get(agentId)?.name ?? null),
      since: call.state === 'waiting' ? call.waitingSince : call.since,
    },
  ]
}
