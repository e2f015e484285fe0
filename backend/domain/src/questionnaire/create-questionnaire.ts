import { Model, type Question } from 'survey-core'
import 'survey-core/i18n/russian'
import 'survey-core/i18n/ukrainian'
import type { FieldProblem, Locale } from '../contract/index.ts'
import { wrongComment, wrongShape } from './clean-value.ts'
import { fieldNames, type Variables } from './field-names.ts'
import { bindToConsent } from './requires-consent.ts'

export type Values = Record<string, unknown>
/** An answer as a person reads it, for those who have no questionnaire: logistics, the shop's CRM. */
export type Mark = { name: string; title: string; value: unknown; text: string }
/** What the rules of a questionnaire are asked about. */
export type Filling = { values: Values; variables: Variables; locale?: Locale }
export type Questionnaire = ReturnType<typeof createQuestionnaire>

/**
 * Builds the rules of one published questionnaire. Building costs milliseconds, asking much less: keep it for as long
 * as its version is in use. It holds no filling between two calls.
 */
export function createQuestionnaire(model: Record<string, unknown>) {
  const survey = new Model(bindToConsent(model))
  const questions = new Map(survey.getAllQuestions(false, true, true).map((question) => [question.name, question]))

  function ask<T>({ values, variables, locale = 'en' }: Filling, answer: (visible: Question[]) => T): T {
    survey.locale = locale
    for (const [name, value] of Object.entries(variables)) survey.setVariable(name, value)
    survey.data = known(values)
    const result = answer(survey.getAllQuestions(true, false, true))
    survey.clear(true, true)
    return result
  }

  function known(values: Values): Values {
    return Object.fromEntries(Object.entries(values).filter(([name]) => !problemOfName(name)))
  }

  function problemOfName(name: string): FieldProblem | undefined {
    const base = name.replace(/-Comment$/, '')
    const question = questions.get(base)
    const exists = question && (base === name || question['hasOther'] === true)
    return exists ? undefined : problem(name, 'unknown-field', 'the questionnaire has no such question')
  }

  function problemOfValue(name: string, value: unknown): FieldProblem | undefined {
    const question = questions.get(name)
    const wrong = question ? wrongShape(question, value) : wrongComment(value)
    return wrong ? problem(name, 'wrong-value', `expected ${wrong}`) : undefined
  }

  /** Problems of fields that are about to be saved: unknown names, wrong types, sizes. null empties a field. */
  function cleanAnswers(values: Values): FieldProblem[] {
    return Object.entries(values).flatMap(([name, value]) => {
      const found = problemOfName(name) ?? (value === null ? undefined : problemOfValue(name, value))
      return found ? [found] : []
    })
  }

  return {
    /** Whether the form has this question. */
    has: (name: string): boolean => questions.has(name),

    cleanAnswers,

    /** All rules, as on completion; texts are in the agent's language. None: the answers are complete. */
    validateAnswers(filling: Filling): FieldProblem[] {
      const shape = cleanAnswers(filling.values)
      if (shape.length > 0) return shape
      return ask(filling, (visible) => {
        survey.validate(true, false)
        const problems = visible.flatMap((question) => question.errors.map((error) => fromSurvey(question.name, error)))
        return problems.length > 0 ? problems : notAgreed(visible)
      })
    },

    /** Share of the questions shown now that have an answer, 0 to 1; how far a talk has come. */
    shareAnswered(filling: Filling): number {
      return ask(filling, (visible) => {
        const asked = visible.filter((question) => question.hasInput)
        const answered = asked.filter((question) => !question.isEmpty())
        return asked.length === 0 ? 0 : answered.length / asked.length
      })
    },

    /** The answers that the form shows, in its order: what was hidden by a later answer does not count. */
    readAnswers(filling: Filling): { values: Values; marks: Mark[] } {
      return ask(filling, () => {
        const answered = clearHidden(survey, [...questions.values()]).filter((question) => !question.isEmpty())
        return { values: Object.fromEntries(answered.flatMap(valuesOf)), marks: answered.map(asMark) }
      })
    },
  }
}

/**
 * Takes away what a later answer has hidden, then what only that had shown, in the order of the form as SurveyJS does
 * at completion. Each round takes away one answer, until none is hidden.
 */
function clearHidden(survey: Model, questions: readonly Question[]): Question[] {
  for (const _round of questions) {
    const visible = new Set(survey.getAllQuestions(true, false, true))
    const hidden = questions.find((question) => !visible.has(question) && !question.isEmpty())
    if (!hidden) break
    hidden.clearValue()
  }
  return survey.getAllQuestions(true, false, true)
}

/** The customer said no: that is a cancellation or a callback, not a confirmed order. */
function notAgreed(visible: Question[]): FieldProblem[] {
  const confirmed = visible.find((question) => question.name === fieldNames.confirmed)
  if (!confirmed || confirmed.value === true) return []
  return [problem(fieldNames.confirmed, 'not-confirmed', 'the customer has not confirmed the order')]
}

function valuesOf(question: Question): [string, unknown][] {
  const value: [string, unknown] = [question.name, question.value]
  return question.comment ? [value, [`${question.name}-Comment`, question.comment]] : [value]
}

function asMark(question: Question): Mark {
  const text = question.comment || String(question.displayValue)
  return { name: question.name, title: question.title, value: question.value as unknown, text }
}

function fromSurvey(name: string, error: { getErrorType(): string; getText(): string }): FieldProblem {
  return problem(name, error.getErrorType(), error.getText())
}

function problem(name: string, code: string, detail: string): FieldProblem {
  return { pointer: `/values/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, code, detail }
}
