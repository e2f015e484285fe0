import { doNotCallInputSchema, type DoNotCallInput } from '@orderline/domain/contract'
import { parsePhone } from '@orderline/domain/phone'
import { ApiError } from '../../api/api-error.ts'
import { toFieldProblems } from '../../validation/to-field-problems.ts'

/**
 * The request of what was typed: the number in any spelling, as one of the shop's country where it is meant for one shop.
 * Rejects with what is wrong at each field.
 */
export function toDoNotCallInput(draft: DoNotCallInput, shop: { country: string } | undefined): DoNotCallInput {
  const number = parsePhone(draft.number, shop?.country ?? '') ?? ''
  const checked = doNotCallInputSchema.safeParse({ ...draft, number })
  if (checked.success) return checked.data
  const errors = toFieldProblems(checked.error).map((problem) =>
    problem.pointer === '/number' ? { ...problem, code: problemOf(draft.number, shop) } : problem,
  )
  throw new ApiError({ status: 400, code: 'request/invalid', errors })
}

/** A number for all shops has no country that it could be meant in. */
function problemOf(number: string, shop: { country: string } | undefined): string {
  if (number.trim() === '') return 'required'
  return shop ? 'not-a-number' : 'needs-country'
}
