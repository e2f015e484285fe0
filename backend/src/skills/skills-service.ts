import type { SkillInput, SkillView } from '@orderline/domain/contract'
import { createAdministeredService, type AdministeredDeps } from '../administration/administered-service.ts'
import { createSkillsRepository } from './skills-repository.ts'

export type SkillsService = ReturnType<typeof createSkillsService>

/** A skill stays while a queue asks for it or a user has it: taking it away would change whom calls reach. */
export function createSkillsService(deps: AdministeredDeps) {
  const repository = createSkillsRepository(deps)
  return createAdministeredService<SkillInput, SkillView>(
    {
      subject: 'skill',
      notFound: 'skill/not-found',
      table: 'skills',
      repository,
      fieldOfKey: { skills_code_unique: '/code' },
      findUses: repository.findUses,
    },
    deps,
  )
}
