import { ApiError } from '../api/api-error.ts'

/** What a form says at its fields instead of sending: `/number required`. Empty where it would be sent. */
export function fieldProblems(makeRequest: () => unknown): string[] {
  try {
    makeRequest()
    return []
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    return error.fields.map(({ pointer, code }) => `${pointer} ${code}`)
  }
}
