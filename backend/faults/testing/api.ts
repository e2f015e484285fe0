export type Reply<T = unknown> = { status: number; headers: Headers; body: T }
type Extras = { body?: unknown; headers?: Record<string, string> }

/** Requests to a centre, by a shop's key or by the session of a person who logs in. */
export function openApi(url: string, apiKey?: string) {
  let cookie = ''

  /** Any answer is an answer; only a connection that fails throws. */
  async function ask<T>(method: string, path: string, { body, headers }: Extras = {}): Promise<Reply<T>> {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        cookie,
        ...(apiKey !== undefined && { authorization: `Bearer ${apiKey}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const fresh = response.headers.getSetCookie().map((line) => line.split(';')[0])
    if (fresh.length > 0) cookie = fresh.join('; ')
    return {
      status: response.status,
      headers: response.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as T,
    }
  }

  /** The body of an answer that must be a good one. */
  async function good<T>(method: string, path: string, body?: unknown): Promise<T> {
    const reply = await ask<T>(method, path, { body })
    if (reply.status >= 300) throw new Error(`${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)}`)
    return reply.body
  }

  const api = {
    ask,
    get: <T>(path: string) => good<T>('GET', path),
    post: <T>(path: string, body: unknown = {}) => good<T>('POST', path, body),
    cookie: () => cookie,
    async logIn(user: { login: string; password: string }) {
      await good('POST', '/api/session', { login: user.login, password: user.password })
      return api
    },
  }
  return api
}
