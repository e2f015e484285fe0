import type { FieldProblem } from '@orderline/domain/contract'
import type { z } from 'zod'

/** What the server would answer (RFC 6901 pointers), before it is asked. */
export function toFieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.map((issue) => ({ pointer: toPointer(issue.path), code: codeOf(issue), detail: issue.message }))
}

/**
 * A text of which one sign is asked has none: that is another matter than one that is too short. A rule between fields
 * brings a code of its own.
 */
function codeOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return String(issue.params?.['code'] ?? issue.code)
  const isEmpty = issue.code === 'too_small' && issue.origin === 'string' && issue.minimum === 1
  return isEmpty ? 'required' : issue.code
}

function toPointer(path: PropertyKey[]): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
