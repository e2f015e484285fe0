import { ConditionRunner, Model } from 'survey-core'
import type { z } from 'zod'
import type { FieldProblem } from '../contract/index.ts'
import { variableNames } from './field-names.ts'
import { limits } from './limits.ts'
import { modelSchema } from './model-schema.ts'

/**
 * Checks a questionnaire's SurveyJS model before it may be published: bounded, only what our renderer draws,
 * names that are unique, expressions that can be read.
 *
 * @returns problems with JSON pointers (RFC 6901) below `/model`; none when the model may be used
 */
export function checkModel(model: unknown): FieldProblem[] {
  if (nestingOf(model) > limits.nesting) return [problem('', 'too-deep', `at most ${limits.nesting} levels`)]
  if (JSON.stringify(model).length > limits.modelCharacters) {
    return [problem('', 'too-big', `at most ${limits.modelCharacters} characters`)]
  }
  const parsed = modelSchema.safeParse(model)
  if (!parsed.success) return parsed.error.issues.slice(0, 50).map(fromIssue)
  const unreadable = checkExpressions(model, '')
  return unreadable.length > 0 ? unreadable : checkNames(parsed.data)
}

function checkNames(model: object): FieldProblem[] {
  const names = new Model(model).getAllQuestions(false, true, true).map((question) => question.name)
  if (names.length > limits.questions) return [problem('', 'too-big', `at most ${limits.questions} questions`)]
  const taken = new Set<string>(variableNames)
  const problems: FieldProblem[] = []
  for (const name of names) {
    if (taken.has(name)) problems.push(problem('', 'duplicate-name', `"${name}" is used twice or is a name of ours`))
    taken.add(name)
  }
  return problems
}

function checkExpressions(node: unknown, pointer: string): FieldProblem[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) => {
    const here = `${pointer}/${key}`
    if (typeof value !== 'string') return checkExpressions(value, here)
    const unreadable = /(If|xpression)$/.test(key) && value !== '' && !isReadable(value)
    return unreadable ? [problem(here, 'expression', 'this expression cannot be read')] : []
  })
}

function isReadable(expression: string): boolean {
  return new ConditionRunner(expression).canRun()
}

function nestingOf(node: unknown, depth = 0): number {
  if (typeof node !== 'object' || node === null || depth > limits.nesting) return depth
  return Object.values(node).reduce<number>((deepest, child) => Math.max(deepest, nestingOf(child, depth + 1)), depth)
}

function fromIssue(issue: z.core.$ZodIssue): FieldProblem {
  return problem(issue.path.map((part) => `/${String(part)}`).join(''), issue.code, issue.message)
}

function problem(pointer: string, code: string, detail: string): FieldProblem {
  return { pointer: `/model${pointer}`, code, detail }
}
