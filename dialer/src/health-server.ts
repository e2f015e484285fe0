import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { HealthRegistry } from '@orderline/runtime/health'
import type { Registry } from '@orderline/runtime/metrics'

export type HealthServerOptions = { host: string; port: number; health: HealthRegistry; metrics: Registry }

/** `GET /health` (200 when every part works, else 503, with the parts) and `GET /metrics` for Prometheus. */
export async function startHealthServer({ host, port, health, metrics }: HealthServerOptions) {
  const server = createServer((request, response) => void answer(request, response))

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET' && request.url === '/health') {
      const state = await health.check()
      return send(response, { status: state.ok ? 200 : 503, type: 'application/json', body: JSON.stringify(state) })
    }
    if (request.method === 'GET' && request.url === '/metrics') {
      return send(response, { status: 200, type: metrics.contentType, body: await metrics.metrics() })
    }
    send(response, { status: 404, type: 'text/plain', body: 'not found\n' })
  }

  server.listen(port, host)
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    async close(): Promise<void> {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

function send(response: ServerResponse, answer: { status: number; type: string; body: string }): void {
  response.writeHead(answer.status, { 'content-type': answer.type, 'cache-control': 'no-store' })
  response.end(answer.body)
}
