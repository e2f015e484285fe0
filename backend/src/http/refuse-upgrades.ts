import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'

/**
 * Answers 404 to those who ask for a WebSocket where there is none: Node leaves such a connection open for ever, once
 * anybody listens to upgrades. `paths` are left to those who serve them; one that ends in `/` is all below it.
 */
export function refuseOtherUpgrades(server: Server, paths: readonly string[]): void {
  server.on('upgrade', (request: IncomingMessage, socket: Duplex) => {
    const [asked = ''] = (request.url ?? '').split('?', 1)
    if (paths.some((path) => asked === path || (path.endsWith('/') && asked.startsWith(path)))) return
    socket.on('error', () => socket.destroy()) // Whoever goes away before the answer needs none.
    socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () => socket.destroy())
  })
}
