import { ApiError, readProblem } from './api-error.ts'

export type Query = Record<string, string | number | boolean | null | undefined>
export type RequestOptions = {
  query?: Query
  signal?: AbortSignal
  /** What the writer saw: where it has changed since, the write is refused with `resource/changed`. */
  seen?: object | undefined
}

type Deps = {
  fetch: typeof fetch
  /** Waits before a retry; a test passes one that does not wait. */
  wait: (ms: number) => Promise<void>
  retryDelays?: number[]
}

/**
 * JSON over fetch on the page's own origin. Reads are repeated while the failure is temporary; writes never are,
 * because only their caller knows whether twice is safe. Every write carries `Content-Type: application/json`, which
 * a foreign page cannot send without a preflight: that is the protection against cross-site requests.
 */
export function createHttpClient({ fetch, wait, retryDelays = [300, 1000, 3000] }: Deps) {
  const sessionLost = new Set<() => void>()
  /** The entity tag with which each record came (RFC 9110 §8.8.3). */
  const tags = new WeakMap<object, string>()

  async function attempt<T>(method: string, url: string, init: RequestInit): Promise<T> {
    const response = await fetch(url, { ...init, method, credentials: 'same-origin' }).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'AbortError') throw error
      throw new ApiError({ status: 0, code: 'network' })
    })
    if (response.ok) return readBody<T>(response)
    const problem = await readProblem(response)
    if (problem.status === 401) for (const listener of sessionLost) listener()
    throw problem
  }

  async function readBody<T>(response: Response): Promise<T> {
    const body: unknown = response.status === 204 ? undefined : await response.json()
    const tag = response.headers.get('etag')
    if (tag !== null && typeof body === 'object' && body !== null) tags.set(body, tag)
    return body as T
  }

  function ifMatch(seen: object | undefined): { 'if-match'?: string } {
    const tag = seen && tags.get(seen)
    return tag === undefined ? {} : { 'if-match': tag }
  }

  async function read<T>(path: string, options: RequestOptions = {}): Promise<T> {
    const init: RequestInit = { headers: { accept: 'application/json' }, ...signalOf(options) }
    for (const delay of retryDelays) {
      try {
        return await attempt<T>('GET', withQuery(path, options.query), init)
      } catch (error) {
        if (!(error instanceof ApiError && error.isTemporary) || options.signal?.aborted) throw error
        await wait(delay)
      }
    }
    return attempt<T>('GET', withQuery(path, options.query), init)
  }

  function write(method: string) {
    return <T = void>(path: string, body: unknown = {}, options: RequestOptions = {}): Promise<T> =>
      attempt<T>(method, withQuery(path, options.query), {
        headers: { accept: 'application/json', 'content-type': 'application/json', ...ifMatch(options.seen) },
        body: JSON.stringify(body),
        ...signalOf(options),
      })
  }

  return {
    get: read,
    post: write('POST'),
    put: write('PUT'),
    patch: write('PATCH'),
    delete: write('DELETE'),
    /** Called whenever the server says that nobody is logged in. */
    onSessionLost(listener: () => void): () => void {
      sessionLost.add(listener)
      return () => sessionLost.delete(listener)
    },
  }
}

function signalOf({ signal }: RequestOptions): { signal?: AbortSignal } {
  return signal ? { signal } : {}
}

function withQuery(path: string, query: Query = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '')
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
  return search ? `${path}?${search}` : path
}
