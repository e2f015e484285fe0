import { bodyParser } from '@koa/bodyparser'
import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from './error-codes.ts'
import { isJson } from './csrf.ts'
import type { HttpMiddleware } from './http-types.ts'
import { isUpload } from './uploads.ts'

const deepest = 40

/** Reads a JSON body of at most 1 MB and {@link deepest} levels; any other body is refused. */
export function readBody(): HttpMiddleware[] {
  const parse = bodyParser({ enableTypes: ['json'], jsonLimit: '1mb', encoding: 'utf-8', onError: refuse })
  return [requireJson, parse as HttpMiddleware, boundDepth]
}

const requireJson: HttpMiddleware = async (ctx, next) => {
  const hasBody = ctx.get('transfer-encoding') !== '' || (ctx.request.length ?? 0) > 0
  const isKnown = isJson(ctx.get('content-type')) || isUpload(ctx)
  if (hasBody && !isKnown) throw new AppError<ErrorCode>('request/not-json')
  await next()
}

const boundDepth: HttpMiddleware = async (ctx, next) => {
  if (isDeeper(ctx.request.body, deepest)) throw new AppError<ErrorCode>('request/too-deep')
  await next()
}

/** Errors of the parser carry the status that they mean. */
function refuse(error: Error, ctx: { req: { resume(): unknown } }): never {
  const status = 'status' in error ? error.status : undefined
  // What is left of the body is read and thrown away, so that the client gets to see the answer.
  ctx.req.resume()
  if (status === 413) throw new AppError<ErrorCode>('request/too-large')
  if (status === 415) throw new AppError<ErrorCode>('request/not-json')
  if (status === undefined) throw error
  throw new AppError<ErrorCode>('request/malformed-json')
}

/** Goes no deeper than `levels` itself: the value comes from a stranger. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return levels < 0
  if (levels < 0) return true
  for (const part of Object.values(value)) if (isDeeper(part, levels - 1)) return true
  return false
}
