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

/**
 * The version that `If-Match` names; undefined where there is none, or where any will do. What is no tag of ours names
 * no version that there is: who sends it wants to be held back rather than to write over another's change.
 */
export function ifMatch(ctx: HttpContext): string | undefined {
  const given = ctx.get('if-match').trim()
  if (given === '' || given === '*') return undefined
  return /^(?:W\/)?"([^"]+)"$/.exec(given)?.[1] ?? 'none'
}
