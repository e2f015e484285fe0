import { once } from 'node:events'
import WebSocket from 'ws'
import { basicAuth } from '../readiness.mjs'

type Asterisk = { url: string; ari: { username: string; password: string } }
export type AriEvent = {
  type: string
  /** By Asterisk's clock, ISO 8601. */
  timestamp: string
  args?: string[]
  cause?: number
  channel?: { id: string; caller: { name: string; number: string } }
}

/** The least of an ARI program: it sends requests, and waits for events that came or will come. */
export async function openAriProbe({ url, ari }: Asterisk, app = 'orderline') {
  const headers = { authorization: basicAuth(ari) }
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ari/events?app=${app}`, { headers })
  const seen: AriEvent[] = []
  const waiting = new Set<() => void>()
  socket.on('message', (text: Buffer) => {
    seen.push(JSON.parse(text.toString()) as AriEvent)
    for (const look of waiting) look()
  })
  await once(socket, 'open')
  return {
    async request(method: string, path: string, body?: Record<string, unknown>): Promise<unknown> {
      const json = body && { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } }
      const response = await fetch(`${url}/ari${path}`, { method, headers, ...json })
      const text = await response.text()
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`)
      return text === '' ? undefined : JSON.parse(text)
    },
    /** The first event that fits, which is then taken out: the next call finds the next one. */
    next(fits: (event: AriEvent) => boolean): Promise<AriEvent> {
      return new Promise((resolve) => {
        const look = () => {
          const index = seen.findIndex(fits)
          const [event] = index < 0 ? [] : seen.splice(index, 1)
          if (!event) return
          waiting.delete(look)
          resolve(event)
        }
        waiting.add(look)
        look()
      })
    },
    async close(): Promise<void> {
      socket.close()
      await once(socket, 'close')
    },
  }
}

export type AriProbe = Awaited<ReturnType<typeof openAriProbe>>
