import type { IncomingMessage } from 'node:http'
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

export type OpenedLine = {
  socket: Socket
  /** What the phone is to be answered. */
  answer: string
  /** What Asterisk said beyond its answer. */
  rest: Buffer
}

const maxHeadBytes = 8_192
const passedBack = ['upgrade', 'connection', 'sec-websocket-accept', 'sec-websocket-protocol']

/**
 * Opens a connection to Asterisk with the phone's own key, so that its answer fits the phone (RFC 6455 §4). Rejects
 * when Asterisk cannot be reached, is too slow, or answers anything but 101.
 */
export function shakeHands(targetUrl: string, request: IncomingMessage, timeoutMs: number): Promise<OpenedLine> {
  const target = new URL(targetUrl)
  return new Promise((resolve, reject) => {
    const socket = connectTo(target, () => socket.write(composeHandshake(target, request)))
    let received: Buffer = Buffer.alloc(0)
    const fail = (error: Error) => {
      socket.destroy()
      reject(error)
    }
    const onClose = () => fail(new Error('Asterisk closed the connection'))
    const onTimeout = () => fail(new Error('Asterisk did not answer in time'))
    const onData = (bytes: Buffer) => {
      received = Buffer.concat([received, bytes])
      const end = received.indexOf('\r\n\r\n')
      if (end < 0 && received.length < maxHeadBytes) return
      const answer = end < 0 ? undefined : readAnswer(received.toString('latin1', 0, end))
      if (answer === undefined) return fail(new Error('Asterisk refused the connection'))
      socket.off('error', fail).off('close', onClose).off('timeout', onTimeout).off('data', onData).pause()
      resolve({ socket, answer, rest: received.subarray(end + 4) })
    }
    socket.setNoDelay(true)
    socket.setTimeout(timeoutMs)
    socket.on('error', fail).on('close', onClose).on('timeout', onTimeout).on('data', onData)
  })
}

function connectTo({ protocol, hostname, port }: URL, onConnected: () => void): Socket {
  const isTls = protocol === 'wss:'
  const where = { host: hostname, port: Number(port || (isTls ? 443 : 80)) }
  return isTls ? connectTls({ ...where, servername: hostname }, onConnected) : connectPlain(where, onConnected)
}

/** Nothing of the browser's headers goes on but key and subprotocol: no cookie, origin, authorization, extension. */
function composeHandshake(target: URL, { headers }: IncomingMessage): string {
  return [
    `GET ${target.pathname}${target.search} HTTP/1.1`,
    `Host: ${target.host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${headers['sec-websocket-key']}`,
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Protocol: sip',
    '\r\n',
  ].join('\r\n')
}

function readAnswer(head: string): string | undefined {
  const [status = '', ...lines] = head.split('\r\n')
  if (!/^HTTP\/1\.1 101 /.test(status)) return undefined
  const kept = lines.filter((line) => passedBack.includes((line.split(':', 1)[0] ?? '').toLowerCase()))
  return [status, ...kept, '\r\n'].join('\r\n')
}
