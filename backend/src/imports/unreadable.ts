import { AppError, isAppError } from '@orderline/runtime/errors'

const unreadableCodes = ['no-number-column', 'empty', 'too-many-rows', 'too-much-inside', 'broken-file'] as const
type UnreadableCode = (typeof unreadableCodes)[number]

/** A file that as a whole is not what it should be; `code` is one of an import's errors. */
export type UnreadableUpload = AppError & { code: UnreadableCode }

export function isUnreadable(error: unknown): error is UnreadableUpload {
  return isAppError(error) && unreadableCodes.some((code) => code === error.code)
}

export function unreadable(code: UnreadableCode, detail: string): AppError {
  return new AppError<UnreadableCode>(code, { detail })
}
