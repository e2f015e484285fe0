import { describe, expect, it, vi } from 'vitest'
import { ApiError } from './api-error.ts'
import { createHttpClient } from './http-client.ts'

type Answer = () => Response

/** A server that gives these answers in turn, and tells what it was asked. */
function serve(...answers: Answer[]) {
  const requests: { url: string; init: RequestInit }[] = []
  const waits: number[] = []
  const client = createHttpClient({
    fetch: (url, init = {}) => {
      requests.push({ url: url as string, init })
      const answer = answers.shift()
      return answer ? Promise.resolve(answer()) : Promise.reject(new TypeError('failed to fetch'))
    },
    wait: (ms) => {
      waits.push(ms)
      return Promise.resolve()
    },
  })
  return { client, requests, waits }
}

const ok: Answer = () => Response.json({ fine: true })
const problem = (status: number, body: object): Answer => {
  const headers = { 'content-type': 'application/problem+json' }
  return () => new Response(JSON.stringify(body), { status, headers })
}
const starting: Answer = () => new Response('<h1>Bad gateway</h1>', { status: 502 })

describe('http client', () => {
  it('repeats a read while the server is away, waiting longer each time', async () => {
    const { client, requests, waits } = serve(starting, starting, ok)
    await expect(client.get('/api/session')).resolves.toEqual({ fine: true })
    expect(requests).toHaveLength(3)
    expect(waits).toEqual([300, 1000])
  })

  it('never repeats a write', async () => {
    const { client, requests } = serve(starting, ok)
    await expect(client.post('/api/agent/state', {})).rejects.toMatchObject({ code: 'http-502', isTemporary: true })
    expect(requests).toHaveLength(1)
  })

  it('does not repeat a read that was refused', async () => {
    const { client, requests } = serve(problem(403, { status: 403, code: 'session/forbidden' }), ok)
    await expect(client.get('/api/board')).rejects.toMatchObject({ code: 'session/forbidden' })
    expect(requests).toHaveLength(1)
  })

  it('sends every write as JSON, which a foreign page cannot', async () => {
    const { client, requests } = serve(ok)
    await client.delete('/api/session')
    expect(new Headers(requests[0]!.init.headers).get('content-type')).toBe('application/json')
  })

  it('turns problem+json into an error with code and fields', async () => {
    const errors = [{ pointer: '/name', code: 'too-short', detail: 'Give a name' }]
    const { client } = serve(problem(400, { status: 400, code: 'request/invalid', errors }))
    const failure = await client.put('/api/admin/users/1', {}).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(ApiError)
    expect(failure).toMatchObject({ status: 400, code: 'request/invalid', fields: errors })
  })

  it('calls no answer at all a network error', async () => {
    const { client } = serve()
    await expect(client.post('/api/session')).rejects.toMatchObject({ status: 0, code: 'network' })
  })

  it('tells when the session is gone', async () => {
    const { client } = serve(problem(401, { status: 401, code: 'session/missing' }))
    const lost = vi.fn<() => void>()
    client.onSessionLost(lost)
    await expect(client.get('/api/agent/desktop')).rejects.toBeInstanceOf(ApiError)
    expect(lost).toHaveBeenCalledOnce()
  })

  it('leaves empty parts out of the query', async () => {
    const { client, requests } = serve(ok)
    await client.get('/api/orders', { query: { limit: 50, search: '', status: undefined, city: 'Львів' } })
    expect(requests[0]!.url).toBe('/api/orders?limit=50&city=%D0%9B%D1%8C%D0%B2%D1%96%D0%B2')
  })
})
