import type { Question } from 'survey-core'
import { limits } from './limits.ts'

type Scalar = string | number | boolean
type Choosing = Question & { choices: { value: unknown }[]; hasOther: boolean }

/**
 * Says what is wrong with the shape of a single answer: its type, its size, a choice that is not offered. Rules that
 * depend on other answers or on being complete are not asked here, since an agent saves while typing.
 *
 * @returns a sentence, or undefined when the value may be kept
 */
export function wrongShape(question: Question, value: unknown): string | undefined {
  return shapes[question.getType()]?.(question, value)
}

/** What a question's free text beside it (`<name>-Comment`, for "other") must be. */
export function wrongComment(value: unknown): string | undefined {
  return wrongText(value, limits.commentCharacters)
}

const shapes: Record<string, (question: Question, value: unknown) => string | undefined> = {
  text: wrongLine,
  comment: (_question, value) => wrongText(value, limits.commentCharacters),
  boolean: (_question, value) => (typeof value === 'boolean' ? undefined : 'true or false'),
  rating: (_question, value) => (typeof value === 'number' && Number.isFinite(value) ? undefined : 'a number'),
  dropdown: (question, value) => wrongChoice(question as Choosing, value),
  radiogroup: (question, value) => wrongChoice(question as Choosing, value),
  checkbox(question, value) {
    if (!Array.isArray(value) || value.length > limits.choices) return 'a list of choices'
    return value.map((one) => wrongChoice(question as Choosing, one)).find(Boolean)
  },
}

function wrongLine(question: Question, value: unknown): string | undefined {
  const kind: unknown = question['inputType']
  if (kind === 'number' && typeof value === 'number') return undefined
  if (kind === 'date' && !/^\d{4}-\d{2}-\d{2}$/.test(String(value))) return 'a date as 2026-12-31'
  return wrongText(value, limits.textCharacters)
}

function wrongText(value: unknown, longest: number): string | undefined {
  if (typeof value !== 'string') return 'text'
  return value.length > longest ? `at most ${longest} characters` : undefined
}

function wrongChoice(question: Choosing, value: unknown): string | undefined {
  if (!isScalar(value)) return 'one of the choices'
  const offered = question.choices.some((choice) => choice.value === value)
  const isOther = question.hasOther && (value === 'other' || typeof value === 'string')
  if (isOther) return wrongText(value, limits.textCharacters)
  return offered ? undefined : 'one of the choices'
}

function isScalar(value: unknown): value is Scalar {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
