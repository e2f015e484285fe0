import type { FieldProblem } from '@orderline/domain/contract'
import type { z } from 'zod'

/** What the server would answer (RFC 6901 pointers), before it is asked. */
export function toFieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.map((issue) => ({ pointer: toPointer(issue.path), code: issue.code, detail: issue.message }))
}

function toPointer(path: PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
