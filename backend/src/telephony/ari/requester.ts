import { createId } from '@orderline/runtime/ids'
import type { AriOptions } from './ari-options.ts'
import { openRequestLine, type AriRequest } from './request-line.ts'
import { nameOf, parseBody, refusal } from './telephony-error.ts'

/** Asterisk does the requests of one connection one after the other: more of them keep a slow one from holding up the rest. */
const lines = 8
/** So many requests of one turn of the event loop go over the same connection, in one piece. */
const together = 3

export type Requester = ReturnType<typeof openRequester>

/** Sends requests over a few connections of this process's own, so that every backend can, whoever hears events. */
export function openRequester(options: AriOptions) {
  const name = `${options.app}-requests-${createId()}`
  const pool = Array.from({ length: lines }, (_, index) => openRequestLine(options, `${name}-${index}`))
  const choose = createChoice(pool)

  return {
    /**
     * Resolves, for a GET, with the body of a good answer. Statuses named in `fine` count as good: what is gone already need
     * not be removed. Rejects with a telephony error.
     */
    async request(request: AriRequest, fine: readonly number[] = []): Promise<unknown> {
      const answer = await choose().request(request)
      const isGood = (answer.status >= 200 && answer.status < 300) || fine.includes(answer.status)
      if (!isGood) throw refusal(nameOf(request), answer)
      return request.method === 'GET' ? parseBody(answer.body) : undefined
    },
    close: (): void => pool.forEach((line) => line.close()),
  }
}

type Line = Pick<ReturnType<typeof openRequestLine>, 'isOpen' | 'load'>

/** The connection with the least to do; for what is asked in the same turn of the event loop the same one again. */
export function createChoice<T extends Line>(pool: readonly T[]): () => T {
  let current: { line: T; left: number } | undefined

  return () => {
    if (current && current.left > 0 && current.line.isOpen()) {
      current.left -= 1
      return current.line
    }
    const open = pool.filter((line) => line.isOpen())
    const line = (open.length > 0 ? open : pool).reduce((best, each) => (each.load() < best.load() ? each : best))
    if (!current) setImmediate(() => (current = undefined))
    current = { line, left: together - 1 }
    return line
  }
}

/** Builds `channels/<id>/answer?name=value`; parts are escaped, undefined values left out. */
export function uri(parts: string[], query: Record<string, string | number | boolean | undefined> = {}): string {
  const path = parts.map(encodeURIComponent).join('/')
  const pairs = Object.entries(query).filter(([, value]) => value !== undefined)
  const text = pairs.map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join('&')
  return text === '' ? path : `${path}?${text}`
}
