import type { SkillRequirement } from '../contract/index.ts'

/** A ready agent whose audio is open. Skill id → level. */
export type DialableAgent = { id: string; skills: Readonly<Record<string, number>> }

export type DialingQueue = {
  queueId: string
  requiredSkills: readonly SkillRequirement[]
  /** Customers who called and wait in this queue: they are served before anybody is dialled. */
  waitingCalls: number
  /** Dial orders that are placed and have no agent reserved yet. */
  placed: number
  /** Orders that may be dialled now; a lower bound will do once it is more than there are agents. */
  due: number
}

export type DialSnapshot = { agents: readonly DialableAgent[]; queues: readonly DialingQueue[] }

/** How many lines to open now for a queue, and why not more, in a sentence for an operator. */
export type PlannedLines = { queueId: string; lines: number; because: string }

/**
 * Progressive dialling: one line for one free agent who has the skills. Agents are shared by queues and nobody is
 * counted twice: this is a matching of agents with needs, in the order waiting callers, lines that are placed
 * already, new lines. New lines go round the queues, so that one queue's long list does not starve another's.
 */
export function planDials({ agents, queues }: DialSnapshot): PlannedLines[] {
  const seats = createSeats(agents)
  for (const queue of queues) take(seats, queue, queue.waitingCalls)
  for (const queue of queues) take(seats, queue, queue.placed)
  const lines = openInTurns(seats, queues)
  return queues.map((queue) => {
    const opened = lines.get(queue.queueId) ?? 0
    return { queueId: queue.queueId, lines: opened, because: explain(queue, opened, agents.length) }
  })
}

/** Whether an agent has all of these skills at their levels. */
export function hasSkills(agent: DialableAgent, required: readonly SkillRequirement[]): boolean {
  return required.every(({ skillId, minLevel }) => (agent.skills[skillId] ?? 0) >= minLevel)
}

type Seats = {
  agents: readonly DialableAgent[]
  takenBy: Map<DialableAgent, DialingQueue>
}

function createSeats(agents: readonly DialableAgent[]): Seats {
  return { agents, takenBy: new Map() }
}

function take(seats: Seats, queue: DialingQueue, count: number): void {
  for (let index = 0; index < count; index += 1) if (!seat(seats, queue, new Set())) return
}

/** Seats one need, moving others to agents who can serve them as well where that makes room (Kuhn 1955). */
function seat(seats: Seats, queue: DialingQueue, visited: Set<DialableAgent>): boolean {
  const fitting = seats.agents.filter((agent) => !visited.has(agent) && hasSkills(agent, queue.requiredSkills))
  const free = fitting.find((agent) => !seats.takenBy.has(agent))
  if (free) {
    seats.takenBy.set(free, queue)
    return true
  }
  for (const agent of fitting) {
    if (visited.has(agent)) continue
    visited.add(agent)
    const holder = seats.takenBy.get(agent)
    if (!holder || holder === queue || !seat(seats, holder, visited)) continue
    seats.takenBy.set(agent, queue)
    return true
  }
  return false
}

function openInTurns(seats: Seats, queues: readonly DialingQueue[]): Map<string, number> {
  const lines = new Map<string, number>()
  let open = queues.filter((queue) => queue.due > 0)
  while (open.length > 0) {
    open = open.filter((queue) => {
      if (!seat(seats, queue, new Set())) return false
      const opened = (lines.get(queue.queueId) ?? 0) + 1
      lines.set(queue.queueId, opened)
      return opened < queue.due
    })
  }
  return lines
}

function explain(queue: DialingQueue, lines: number, readyAgents: number): string {
  if (queue.due === 0) return 'nothing is due'
  if (lines === queue.due) return `all ${lines} due orders have a free agent`
  if (readyAgents === 0) return 'no agent is ready with audio open'
  return `${lines} free agents for ${queue.due} due orders, ${queue.placed} placed, ${queue.waitingCalls} callers wait`
}
