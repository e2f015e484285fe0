import type { FieldProblem } from '@orderline/domain/contract'
import type { z } from 'zod'
import { ApiError } from '../api/api-error.ts'
import { toFieldProblems } from './to-field-problems.ts'

/** A problem of the request as the form says it: at another field, or by another code. */
export type Retell = (problem: FieldProblem) => FieldProblem

/** The request; rejects what the server would refuse by its looks, with the `ApiError` that the server would answer. */
export function checkedInput<Input>(schema: z.ZodType<Input>, value: unknown, retell?: Retell): Input {
  const checked = schema.safeParse(value)
  if (checked.success) return checked.data
  const problems = toFieldProblems(checked.error)
  throw new ApiError({ status: 400, code: 'request/invalid', errors: retell ? problems.map(retell) : problems })
}

/** What is wrong with the telephone number at `/number`: none was typed, or, `otherwise`, it could not be read as one. */
export function retellNumber(typed: string, otherwise = 'not-a-number'): Retell {
  const code = typed.trim() === '' ? 'required' : otherwise
  return (problem) => (problem.pointer === '/number' ? { ...problem, code } : problem)
}
