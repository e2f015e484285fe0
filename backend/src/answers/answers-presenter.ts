import { toMsOrNull, type AnswersRow } from '@orderline/db'
import type { AnswersView } from '@orderline/domain/contract'
import { withVariables, type Variables } from '@orderline/domain/questionnaire'
import type { BuiltQuestionnaire } from '../questionnaires/questionnaire-service.ts'

/** A filling with the model of its own version, ready for any SurveyJS reader. */
export function presentAnswers(row: AnswersRow, { view }: BuiltQuestionnaire, variables: Variables): AnswersView {
  return {
    id: row.id,
    questionnaireId: view.id,
    purpose: view.purpose,
    title: view.title,
    model: withVariables(view.model, variables),
    revision: row.revision,
    values: row.values,
    completedAt: toMsOrNull(row.completed_at),
  }
}
