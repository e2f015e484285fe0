import type { SkillView } from '@orderline/domain/contract'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { skillsApi } from '../api/admin-api.ts'
import { toApiError } from '../api/to-api-error.ts'

/** All skills, for forms and for names in lists. */
export const useSkillsStore = defineStore('skills', () => {
  const skills = shallowRef<SkillView[]>([])
  const nameById = computed(() => new Map(skills.value.map(({ id, name }) => [id, name])))

  async function load(): Promise<void> {
    try {
      skills.value = (await skillsApi.list({ limit: 200 })).items
    } catch (problem) {
      // The page's own list says that the server is away.
      toApiError(problem)
    }
  }

  return { skills, nameById, load }
})
