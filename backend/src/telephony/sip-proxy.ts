import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { toError } from '@orderline/runtime/errors'
import type { Logger } from '@orderline/runtime/logger'
import { shakeHands } from './sip-handshake.ts'

export type SipProxyOptions = {
  server: Server
  /** The path that phones connect to: `/sip`. */
  path: string
  /** Asterisk's WebSocket: `ws://127.0.0.1:8088/ws`. */
  targetUrl: string
  /** Whether the one who asks may have a phone. */
  authorizeUpgrade: (request: IncomingMessage) => Promise<boolean>
  log: Logger
  /** From the request to the open connection. */
  handshakeMs?: number
  /** Asterisk asks each phone every 30 s, so a line that is still for so long is dead. */
  idleMs?: number
  maxAgeMs?: number
  maxConnections?: number
}

const hour = 3_600_000

/**
 * Joins phones in browsers with Asterisk over the address of our own HTTP server. Bytes are passed on unread; of the
 * headers only what the WebSocket handshake needs, never cookies. Requests for other paths are left to others.
 */
export function createSipProxy(options: SipProxyOptions) {
  const {
    server,
    path,
    authorizeUpgrade,
    log,
    idleMs = 120_000,
    maxAgeMs = 24 * hour,
    maxConnections = 2_000,
  } = options
  const { targetUrl, handshakeMs = 5_000 } = options
  const open = new Set<Duplex>()

  async function serve(request: IncomingMessage, phone: Duplex, head: Buffer): Promise<void> {
    const deadline = setTimeout(() => refuse(phone, '504 Gateway Timeout'), handshakeMs)
    try {
      if (!isSipHandshake(request)) return refuse(phone, '400 Bad Request')
      if (!(await authorizeUpgrade(request))) return refuse(phone, '401 Unauthorized')
      if (phone.destroyed) return
      const { socket, answer, rest } = await shakeHands(targetUrl, request, handshakeMs)
      if (!phone.writable) return void socket.destroy()
      phone.write(answer)
      if (rest.length > 0) phone.write(rest)
      if (head.length > 0) socket.write(head)
      join(phone, socket, { idleMs, maxAgeMs })
    } catch (error) {
      log.error({ err: toError(error) }, 'phone could not be connected')
      refuse(phone, '502 Bad Gateway')
    } finally {
      clearTimeout(deadline)
    }
  }

  function onUpgrade(request: IncomingMessage, phone: Duplex, head: Buffer): void {
    if (pathOf(request) !== path) return
    phone.on('error', () => phone.destroy()) // A browser that goes away is nothing to tell.
    if (open.size >= maxConnections) return refuse(phone, '503 Service Unavailable')
    open.add(phone)
    phone.on('close', () => open.delete(phone))
    void serve(request, phone, head)
  }

  server.on('upgrade', onUpgrade)
  return {
    connections: (): number => open.size,
    /** Ends every connection and takes no more; idempotent. */
    close(): void {
      server.off('upgrade', onUpgrade)
      for (const phone of open) phone.destroy()
    },
  }
}

/** Passes bytes both ways until one side ends, the line is still for too long, or its time is over. */
function join(phone: Duplex, asterisk: Socket, { idleMs, maxAgeMs }: { idleMs: number; maxAgeMs: number }): void {
  const end = () => {
    clearTimeout(age)
    phone.destroy()
    asterisk.destroy()
  }
  const age = setTimeout(end, maxAgeMs)
  for (const side of [phone, asterisk]) side.on('error', end).on('close', end)
  asterisk.on('timeout', end)
  asterisk.setTimeout(idleMs)
  phone.pipe(asterisk)
  asterisk.pipe(phone)
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '').split('?', 1)[0] ?? ''
}

/** RFC 6455 §4.2.1, and RFC 7118 §4: the subprotocol is `sip`. */
function isSipHandshake({ method, headers }: IncomingMessage): boolean {
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim())
  const isWebSocket = headers.upgrade?.toLowerCase() === 'websocket' && headers['sec-websocket-version'] === '13'
  return method === 'GET' && isWebSocket && headers['sec-websocket-key'] !== undefined && protocols.includes('sip')
}

function refuse(phone: Duplex, status: string): void {
  if (phone.destroyed) return
  phone.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => phone.destroy())
}
