import { z } from 'zod'
import { AppError } from '@orderline/runtime/errors'
import type { FieldProblem } from '@orderline/domain/contract'
import type { ErrorCode } from './error-codes.ts'
import type { HttpContext, RouteMiddleware } from './http-types.ts'

const mostProblems = 50

/** What a route takes. Unknown fields of a query are refused; of a body, by the schema being a strict object. */
export type Shapes = { body?: z.ZodType; query?: z.ZodType; params?: z.ZodType }

/**
 * Refuses a request that breaks its shapes (`request/invalid`, with a JSON pointer for each field) and leaves the
 * parsed values for {@link bodyOf}, {@link queryOf} and {@link paramsOf}.
 */
export function validate(shapes: Shapes): RouteMiddleware {
  const query = shapes.query && strict(shapes.query)
  return async (ctx, next) => {
    const problems: FieldProblem[] = []
    const check = (schema: z.ZodType | undefined, value: unknown, prefix: string): unknown => {
      if (!schema) return undefined
      const parsed = schema.safeParse(value)
      if (parsed.success) return parsed.data
      problems.push(...toFieldProblems(parsed.error, prefix))
      return undefined
    }
    ctx.state.params = check(shapes.params, ctx.params, '')
    if (query) ctx.state.query = check(query, { ...ctx.query }, '?')
    ctx.state.body = check(shapes.body, ctx.request.body ?? {}, '')
    if (problems.length > 0) throw invalidRequest(problems)
    await next()
  }
}

/** The validated body. Give the schema that the route gave to {@link validate}. */
export function bodyOf<S extends z.ZodType>(ctx: HttpContext, _schema: S): z.output<S> {
  // validate() has parsed it by this very schema; the state cannot carry a type of each route.
  return ctx.state.body as z.output<S>
}

/** The validated query; as {@link bodyOf}. */
export function queryOf<S extends z.ZodType>(ctx: HttpContext, _schema: S): z.output<S> {
  return ctx.state.query as z.output<S>
}

/** The validated path parameters; as {@link bodyOf}. */
export function paramsOf<S extends z.ZodType>(ctx: HttpContext, _schema: S): z.output<S> {
  return ctx.state.params as z.output<S>
}

/** The error of a request whose fields are wrong, also for rules that only a service can check. */
export function invalidRequest(errors: FieldProblem[]): AppError<ErrorCode> {
  return new AppError<ErrorCode>('request/invalid', { errors: errors.slice(0, mostProblems) })
}

/** One JSON pointer (RFC 6901) for each broken rule; each unknown field is one of them. */
export function toFieldProblems(error: z.ZodError, prefix = ''): FieldProblem[] {
  return error.issues.flatMap((issue) => {
    // A rule between fields brings a code of its own.
    const code = issue.code === 'custom' ? String(issue.params?.['code'] ?? issue.code) : issue.code
    const problem = (path: PropertyKey[], detail: string) => ({ pointer: toPointer(path, prefix), code, detail })
    if (issue.code !== 'unrecognized_keys') return [problem(issue.path, issue.message)]
    return issue.keys.map((key) => problem([...issue.path, key], 'unknown field'))
  })
}

/** A field of the body is `/a/b`; one of the query is `?a`. */
export function toPointer(path: PropertyKey[], prefix = ''): string {
  const parts = path.map((part) => String(part).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1'))
  return prefix === '' ? parts.map((part) => `/${part}`).join('') : `${prefix}${parts.join('/')}`
}

function strict(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject ? schema.strict() : schema
}
