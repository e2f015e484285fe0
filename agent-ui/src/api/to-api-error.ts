import { ApiError } from './api-error.ts'

/** What a call of the api may throw is an ApiError; anything else is a bug and is thrown on. */
export function toApiError(problem: unknown): ApiError {
  if (problem instanceof ApiError) return problem
  throw problem
}
