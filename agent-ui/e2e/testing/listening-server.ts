import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'

export type Received = { at: number; path: string; type: string; data: Record<string, unknown>; isSigned: boolean }
export type ListeningServer = Awaited<ReturnType<typeof openListeningServer>>

/** A real receiver of webhooks, as a shop's or logistics' programmers have it: the signature is looked at first. */
export async function openListeningServer(secrets: Record<string, string>) {
  const received: Received[] = []
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const at = Date.now()
      const path = request.url ?? ''
      const signature = ['webhook-id', 'webhook-timestamp', 'webhook-signature'] as const
      const headers = Object.fromEntries(signature.map((name) => [name, String(request.headers[name])]))
      const { type, data } = JSON.parse(body) as Pick<Received, 'type' | 'data'>
      received.push({ at, path, type, data, isSigned: isSigned(secrets[path], body, headers) })
      response.writeHead(204).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo

  return {
    url: (path: string) => `http://127.0.0.1:${port}${path}`,
    find: (path: string, type: string) => received.find((one) => one.path === path && one.type === type),
    received,
    close: () => server.close(),
  }
}

function isSigned(secret: string | undefined, body: string, headers: Record<string, string>): boolean {
  if (secret === undefined) return false
  try {
    new Webhook(secret).verify(body, headers)
    return true
  } catch {
    return false // The library says "no" by throwing; a test then says which webhook it was.
  }
}
