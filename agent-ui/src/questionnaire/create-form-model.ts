import type { Locale } from '@orderline/domain/contract'
import { Model } from 'survey-core'
import 'survey-core/i18n/russian'
import 'survey-core/i18n/ukrainian'
import type { Values } from './answers-draft.ts'

/** Builds the questionnaire's logic; drawing is ours, so all its pages are shown as one. */
export function createFormModel(json: Record<string, unknown>, values: Values, locale: Locale): Model {
  const model = new Model(json)
  model.locale = locale
  model.textUpdateMode = 'onTyping'
  model.checkErrorsMode = 'onValueChanged'
  model.clearInvisibleValues = 'none'
  model.data = values
  return model
}

/** The questionnaire's problems by field, in the agent's language; empty when it may be completed. */
export function problemsOf(model: Model): Record<string, string> {
  model.validate(true, false)
  const faulty = model.getAllQuestions(true).filter(({ errors }) => errors.length > 0)
  return Object.fromEntries(faulty.map((question) => [question.name, question.errors[0]?.getText() ?? '']))
}
