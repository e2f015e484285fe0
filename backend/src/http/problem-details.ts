import type { Problem } from '@orderline/domain/contract'
import { isDatabaseAway } from '@orderline/db'
import { AppError, isAppError, toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import { errorKind, type ErrorCode } from './error-codes.ts'
import type { HttpMiddleware, HttpState } from './http-types.ts'

/** Answers every error as problem details (RFC 9457). The only place that knows which status an error has. */
export function problemDetails({ log }: { log: Logger }): HttpMiddleware {
  return async (ctx, next) => {
    try {
      await next()
      if (ctx.status === 404 && ctx.body === undefined) throw new AppError<ErrorCode>('request/not-found')
    } catch (thrown) {
      const error = toAppError(thrown)
      const problem = toProblem(error)
      if (problem.status === 500) log.error({ requestId: ctx.state.requestId, err: toError(thrown) }, 'request failed')
      answer(ctx, problem, error)
      // The routers that were asked leave here what they know of the address, which Koa's types do not say.
      if (problem.status === 405) ctx.set('Allow', methodsOf(ctx as { matched?: { methods: string[] }[] }))
    }
  }
}

/** The problem as it is answered. Of the details only those that are meant for the caller leave. */
export function toProblem(error: AppError): Problem {
  const kind = errorKind(error.code) ?? { status: 500, title: 'Something is broken on our side' }
  const { detail, errors, usedBy } = error.details
  return {
    type: `urn:orderline:problem:${error.code}`,
    title: kind.title,
    status: kind.status,
    code: error.code,
    ...(typeof detail === 'string' && { detail }),
    ...(Array.isArray(errors) && { errors: errors as NonNullable<Problem['errors']> }),
    ...(Array.isArray(usedBy) && { usedBy: usedBy as NonNullable<Problem['usedBy']> }),
  }
}

/** What the address takes, which the answer must say (RFC 9110 §15.5.6). */
function methodsOf({ matched = [] }: { matched?: { methods: string[] }[] }): string {
  return [...new Set(matched.flatMap(({ methods }) => methods))].sort().join(', ')
}

type Answerable = {
  state: HttpState
  status: number
  body: unknown
  type: string
  set(field: string, value: string): void
}

function answer(ctx: Answerable, problem: Problem, error: AppError): void {
  ctx.state.problemCode = problem.code
  ctx.status = problem.status
  ctx.body = problem
  ctx.type = 'application/problem+json'
  ctx.set('Cache-Control', 'no-store')
  if (problem.status === 401) ctx.set('WWW-Authenticate', 'Bearer')
  const retryAfter = error.details['retryAfterSeconds'] ?? (problem.status === 503 ? 2 : undefined)
  if (typeof retryAfter === 'number') ctx.set('Retry-After', String(Math.ceil(retryAfter)))
}

function toAppError(thrown: unknown): AppError {
  if (isAppError(thrown)) return thrown
  if (isStorageAway(thrown)) return new AppError<ErrorCode>('storage/away', {}, { cause: thrown })
  const status = thrown instanceof Error && 'status' in thrown ? Number(thrown.status) : 500
  if (status === 404) return new AppError<ErrorCode>('request/not-found')
  if (status === 405 || status === 501) return new AppError<ErrorCode>('request/method-not-allowed')
  if (status >= 400 && status < 500) return new AppError<ErrorCode>('request/refused')
  return new AppError<ErrorCode>('internal', {}, { cause: thrown })
}

/** ioredis tells by these names and texts that a command was not carried out because Redis is away. */
function isStorageAway(error: unknown): boolean {
  if (isDatabaseAway(error)) return true
  if (!(error instanceof Error)) return false
  return (
    error.name === 'MaxRetriesPerRequestError' ||
    error.message === 'Command timed out' ||
    error.message === 'Connection is closed.'
  )
}
