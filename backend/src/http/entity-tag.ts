import { createHash } from 'node:crypto'
import type { HttpContext } from './http-types.ts'

/** Changes whenever what is shown of a record changes; an entity tag without its quotes. */
export function versionOf(view: object): string {
  return createHash('sha256').update(JSON.stringify(view)).digest('base64url').slice(0, 22)
}

/** Answers a record with its entity tag, by which a later PUT says which version it changes (RFC 9110 §13.1.1). */
export function answerTagged(ctx: HttpContext, view: object): void {
  ctx.body = view
  ctx.set('ETag', `"${versionOf(view)}"`)
}

/** The version that `If-Match` names; undefined where it names none. */
export function ifMatch(ctx: HttpContext): string | undefined {
  return /^(?:W\/)?"([^"]+)"$/.exec(ctx.get('if-match'))?.[1]
}
