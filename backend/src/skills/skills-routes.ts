import { skillInputSchema } from '@orderline/domain/contract'
import { createAdministeredRoutes } from '../administration/administered-routes.ts'
import type { HttpGuards } from '../http/http-guards.ts'
import type { SkillsService } from './skills-service.ts'

export function createSkillsRoutes({ guards, skills }: { guards: HttpGuards; skills: SkillsService }) {
  return createAdministeredRoutes({ path: '/api/admin/skills', guards, service: skills, inputSchema: skillInputSchema })
}
