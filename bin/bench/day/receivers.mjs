import { createServer } from 'node:http'
import { once } from 'node:events'

/**
 * The shop and logistics, who are told by webhooks. Logistics is out of order now and then: the first try of one
 * message in a hundred is answered by 503.
 */
export async function startReceivers() {
  /** @type {{ order: string, delivery: string, at: number }[]} deliveries that logistics took */
  const taken = []
  const told = { shop: 0, logistics: 0, refused: 0 }
  const heard = new Set()
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (part) => (text += part))
    request.on('end', () => {
      const who = request.url === '/shop' ? 'shop' : 'logistics'
      const id = String(request.headers['webhook-id'])
      const isFirst = !heard.has(id)
      heard.add(id)
      told[who] += 1
      if (who === 'logistics' && isFirst && told.logistics % 100 === 0) {
        told.refused += 1
        return response.writeHead(503).end()
      }
      const { type, data } = JSON.parse(text)
      if (type === 'delivery.requested')
        taken.push({ order: data.externalId, delivery: data.deliveryId, at: Date.now() })
      response.writeHead(204).end()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  return {
    shopUrl: `http://127.0.0.1:${port}/shop`,
    logisticsUrl: `http://127.0.0.1:${port}/logistics`,
    taken,
    told,
    close: () => server.close(),
  }
}
