import type { Database } from '@orderline/db'
import type { QuestionnairePurpose } from '@orderline/domain/contract'
import { buildConfigIndex, createConfigGetters } from '../config-cache/config-index.ts'
import { createConfigRepository } from '../config-cache/config-repository.ts'

/** Which version is current as it stands in the database at each question, so that nobody needs to be told. */
export function createFreshPublished(db: Database) {
  return {
    configChanged: () => Promise.resolve(),
    async publishedQuestionnaireId(clientId: string, purpose: QuestionnairePurpose): Promise<string | undefined> {
      const index = buildConfigIndex(await createConfigRepository({ db }).read())
      return createConfigGetters(() => index).publishedQuestionnaireId(clientId, purpose)
    },
  }
}
