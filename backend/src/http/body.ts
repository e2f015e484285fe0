import { bodyParser } from '@koa/bodyparser'
import type { FieldProblem } from '@orderline/domain/contract'
import { AppError } from '@orderline/runtime/errors'
import type { ErrorCode } from './error-codes.ts'
import { isJson } from './csrf.ts'
import type { HttpMiddleware } from './http-types.ts'
import { isUpload } from './uploads.ts'
import { invalidRequest, toPointer } from './validate.ts'

const deepest = 40

/**
 * Reads a JSON body of at most 1 MB and {@link deepest} levels, of text that is Unicode without control characters; any
 * other body is refused.
 */
export function readBody(): HttpMiddleware[] {
  const parse = bodyParser({ enableTypes: ['json'], jsonLimit: '1mb', encoding: 'utf-8', onError: refuse })
  return [requireJson, parse as HttpMiddleware, boundDepth, requireText]
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

/**
 * What is no text is not stored as it came: bytes that are no UTF-8, as of an older code page, half a surrogate pair,
 * and control characters, which no person types and which mean something to terminals and to programs that read CSV.
 */
const requireText: HttpMiddleware = async (ctx, next) => {
  const { rawBody = '', body } = ctx.request
  if (rawBody.includes('\ufffd') && isMended(ctx, rawBody)) {
    throw new AppError<ErrorCode>('request/malformed-json', { detail: 'The bytes are not UTF-8.' })
  }
  // JSON has neither of them but by an escape, so most bodies need not be walked through.
  const broken = /\\(b|u[dD][89a-fA-F]|u00[01])/.test(rawBody) ? findBroken(body) : undefined
  if (broken !== undefined) throw invalidRequest([broken])
  await next()
}

/** The sign that stands for a wrong byte is longer than the byte. What came without a length is taken as it is. */
function isMended(ctx: { get(field: string): string }, text: string): boolean {
  const length = ctx.get('content-encoding') === '' ? Number(ctx.get('content-length')) : 0
  return length > 0 && Buffer.byteLength(text) > length
}

/** The first text that may not be stored, by its name or its value. */
function findBroken(value: unknown): FieldProblem | undefined {
  if (typeof value === 'string') return problemOfText(value)
  if (typeof value !== 'object' || value === null) return undefined
  for (const [name, part] of Object.entries(value)) {
    const problem = findBroken(name) ?? findBroken(part)
    if (problem !== undefined) return { ...problem, pointer: toPointer([name]) + problem.pointer }
  }
  return undefined
}

/** Ends of lines and tabs are text, also those that word processors paste. */
function problemOfText(text: string): FieldProblem | undefined {
  if (/\p{Surrogate}/u.test(text)) {
    return { pointer: '', code: 'not-unicode', detail: 'half of a surrogate pair (RFC 8259 §8.2)' }
  }
  if (!/[^\P{Cc}\t-\r\x7f-\x9f]/u.test(text)) return undefined
  return { pointer: '', code: 'control-character', detail: 'a control character that is no end of a line and no tab' }
}

/** Errors of the parser carry the status that they mean. */
function refuse(error: Error, ctx: { req: { resume(): unknown } }): never {
  const status = 'status' in error ? error.status : undefined
  // What is left of the body is read and thrown away, so that the client gets to see the answer.
  ctx.req.resume()
  if (status === 413) throw new AppError<ErrorCode>('request/too-large')
  if (status === 415) throw new AppError<ErrorCode>('request/not-json')
  if (isOfCompression(error)) {
    throw new AppError<ErrorCode>('request/malformed-json', { detail: 'The bytes are not as Content-Encoding says.' })
  }
  if (status === undefined) throw error
  throw new AppError<ErrorCode>('request/malformed-json')
}

/** zlib names its errors Z_DATA_ERROR, Z_BUF_ERROR and so on; those of brotli begin with ERR__ERROR_. */
function isOfCompression(error: Error): boolean {
  return 'code' in error && /^(Z_|ERR__ERROR_)/.test(String(error.code))
}

/** Goes no deeper than `levels` itself: the value comes from a stranger. */
function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return levels < 0
  if (levels < 0) return true
  for (const part of Object.values(value)) if (isDeeper(part, levels - 1)) return true
  return false
}
