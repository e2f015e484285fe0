import type { Board } from '@orderline/domain/contract'

export type BoardAgent = Board['agents'][number]
export type BoardFilter = { queue: string | undefined; skill: string | undefined; search: string }

/** In the order in which a supervisor needs them: who works, who is about to, who could, who is away. */
export const agentStates = ['talking', 'wrap-up', 'reserved', 'ready', 'break', 'offline'] as const

export type AgentGroup = { state: BoardAgent['state']; agents: BoardAgent[] }

/** Agents that match, grouped by state; within a group whoever is longest in it comes first. */
export function groupAgents(agents: BoardAgent[], { skill, search }: BoardFilter): AgentGroup[] {
  const wanted = search.trim().toLowerCase()
  const matching = agents.filter(
    (agent) => (!skill || agent.skills.includes(skill)) && agent.name.toLowerCase().includes(wanted),
  )
  return agentStates.map((state) => ({
    state,
    agents: matching.filter((agent) => agent.state === state).sort((one, other) => one.since - other.since),
  }))
}

/** Every skill that somebody has, for the filter. */
export function skillsOf(agents: BoardAgent[]): string[] {
  return [...new Set(agents.flatMap(({ skills }) => skills))].sort((one, other) => one.localeCompare(other))
}
