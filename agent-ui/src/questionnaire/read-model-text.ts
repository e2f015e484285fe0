import type { FieldProblem } from '@orderline/domain/contract'
import { checkModel } from '@orderline/domain/questionnaire'

export type ModelText = { model: Record<string, unknown> | null; problems: FieldProblem[] }

/** What an editor's text means: a model that may be published, or the problems that stand in the way. */
export function readModelText(text: string): ModelText {
  const parsed = parse(text)
  if ('problem' in parsed) return { model: null, problems: [parsed.problem] }
  const problems = checkModel(parsed.value)
  return { model: problems.length === 0 ? (parsed.value as Record<string, unknown>) : null, problems }
}

function parse(text: string): { value: unknown } | { problem: FieldProblem } {
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    const detail = error instanceof SyntaxError ? error.message : String(error)
    return { problem: { pointer: '/model', code: 'not-json', detail } }
  }
}
