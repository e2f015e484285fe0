import type { SkillRequirement } from '../contract/index.ts'

/** Whether an agent (skill id → level) has every skill at the level that is asked for. */
export function hasSkills(
  agent: { skills: Readonly<Record<string, number>> },
  required: readonly SkillRequirement[],
): boolean {
  return required.every(({ skillId, minLevel }) => (agent.skills[skillId] ?? 0) >= minLevel)
}
