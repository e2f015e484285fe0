import { hasSkills } from '@orderline/domain/agent'
import type { Call } from '@orderline/domain/call'
import { isReachable, type LiveAgent, type QueueGlance, type QueueView } from '@orderline/domain/contract'

export type LiveQueue = QueueGlance & { offered: number; talking: number }
export type QueuesNow = {
  queues: readonly QueueView[]
  calls: Iterable<Call>
  agents: readonly LiveAgent[]
}

/** Every queue at this moment: who waits, since when, and how many agents could take a call. */
export function glanceAtQueues({ queues, calls, agents }: QueuesNow): LiveQueue[] {
  const free = agents.filter((agent) => agent.state === 'ready' && isReachable(agent, 'any'))
  const glances = new Map(queues.map((queue) => [queue.id, emptyGlance(queue, free)]))
  for (const call of calls) {
    const glance = glances.get(call.queueId)
    if (glance) count(glance, call)
  }
  return [...glances.values()]
}

/** What agents are shown of a queue. */
export function toGlance({ id, name, waiting, longestWaitSince, readyAgents }: LiveQueue): QueueGlance {
  return { id, name, waiting, longestWaitSince, readyAgents }
}

/** The queues whose calls this agent may get. */
export function queuesOf(agent: LiveAgent, queues: readonly QueueView[]): QueueView[] {
  return queues.filter((queue) => hasSkills(agent, queue.requiredSkills))
}

function emptyGlance(queue: QueueView, free: LiveAgent[]): LiveQueue {
  const readyAgents = free.filter((agent) => hasSkills(agent, queue.requiredSkills)).length
  return { id: queue.id, name: queue.name, waiting: 0, longestWaitSince: null, readyAgents, offered: 0, talking: 0 }
}

function count(glance: LiveQueue, call: Call): void {
  if (call.state === 'offering') glance.offered += 1
  if (call.state === 'talking') glance.talking += 1
  if (call.state !== 'waiting') return
  glance.waiting += 1
  glance.longestWaitSince = Math.min(glance.longestWaitSince ?? call.waitingSince, call.waitingSince)
}
