import { hasSkills } from '../agent/has-skills.ts'
import type { SkillRequirement } from '../contract/index.ts'

/** Skill id → level. */
export type SkilledAgent = { id: string; skills: Readonly<Record<string, number>> }

/** What somebody who needs an agent asks: skills, and perhaps one certain person. */
export type AgentNeed = { requiredSkills: readonly SkillRequirement[]; agentId?: string | null }

export function fitsNeed(agent: SkilledAgent, { requiredSkills, agentId }: AgentNeed): boolean {
  return (agentId == null || agent.id === agentId) && hasSkills(agent, requiredSkills)
}

export type Seating<N extends AgentNeed> = ReturnType<typeof createSeating<N>>

/**
 * Gives each agent to one need at most. A need that comes later never takes an agent away from an earlier one, but may
 * move it to another agent who serves it as well (augmenting paths, Kuhn 1955): so a need fails only when no order of
 * seats would have had room for it, and once it failed it always will.
 */
export function createSeating<N extends AgentNeed>(agents: readonly SkilledAgent[]) {
  const holders = new Map<SkilledAgent, N>()
  const fittingOf = new Map<N, readonly SkilledAgent[]>()

  function fitting(need: N): readonly SkilledAgent[] {
    const known = fittingOf.get(need)
    if (known) return known
    const found = agents.filter((agent) => fitsNeed(agent, need))
    fittingOf.set(need, found)
    return found
  }

  function seat(need: N, visited: Set<SkilledAgent>): boolean {
    const free = fitting(need).find((agent) => !holders.has(agent))
    if (free) {
      holders.set(free, need)
      return true
    }
    for (const agent of fitting(need)) {
      const holder = holders.get(agent)
      if (visited.has(agent) || !holder || holder === need) continue
      visited.add(agent)
      if (!seat(holder, visited)) continue
      holders.set(agent, need)
      return true
    }
    return false
  }

  return {
    seat: (need: N): boolean => seat(need, new Set()),
    agentsOf: (need: N): string[] => [...holders].flatMap(([agent, holder]) => (holder === need ? [agent.id] : [])),
  }
}
