/** Facts about an error that help the one who reads it: ids and limits, never secrets or personal data. */
export type ErrorDetails = Record<string, unknown>

/**
 * An outcome that a caller can act on. `code` is stable and one of a union of the program that throws it
 * (`order/not-found`); the HTTP edge alone knows which status a code has.
 */
export class AppError<Code extends string = string> extends Error {
  readonly code: Code
  readonly details: ErrorDetails

  constructor(code: Code, details: ErrorDetails = {}, options?: ErrorOptions) {
    super(code, options)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }
}

/** Whether `error` is an {@link AppError}, and of this code when one is given. */
export function isAppError<Code extends string>(error: unknown, code?: Code): error is AppError<Code> {
  return error instanceof AppError && (code === undefined || error.code === code)
}

/** Makes an Error of whatever was thrown, so that it can be logged with a stack. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}
