import type { Socket } from 'node:net'
import WebSocket from 'ws'
import { gatherWrites } from '@orderline/runtime/gather-writes'
import type { Logger } from '@orderline/runtime/logger'

export type SteadySocketOptions = {
  url: string
  headers: Record<string, string>
  log: Logger
  /** What the socket is for, in the log. */
  purpose: string
  onOpen: () => void
  onMessage: (text: string) => void
  /** Told once for each `onOpen`. */
  onLost: () => void
}

export type SteadySocket = ReturnType<typeof openSteadySocket>

const pingEveryMs = 1_000
const deadAfterMs = 3_000
const retryAfterMs = 250
/** How long Asterisk may take to let go of a connection that we close. */
const closingMs = 1_000
const maxMessageBytes = 4 * 1024 * 1024

/**
 * A WebSocket that is opened again for ever until it is closed. A line that is cut without a word is noticed within
 * three seconds, since the other end must answer pings.
 */
export function openSteadySocket({ url, headers, log, purpose, onOpen, onMessage, onLost }: SteadySocketOptions) {
  let socket: WebSocket | undefined
  let wire: Socket | undefined
  let retry: NodeJS.Timeout | undefined
  let isClosed = false
  let wasLost = false

  function connect(): void {
    // A stranger's caller name may hold broken UTF-8: it must not end the connection, so bytes are mended instead.
    const current = new WebSocket(url, {
      headers,
      handshakeTimeout: deadAfterMs,
      maxPayload: maxMessageBytes,
      perMessageDeflate: false,
      skipUTF8Validation: true,
    })
    socket = current
    let isOpen = false
    let stopPinging = (): void => undefined
    current.on('upgrade', (response) => (wire = response.socket))
    current.on('open', () => {
      isOpen = true
      stopPinging = keepAlive(current)
      if (wasLost) log.info({ purpose }, 'connection to Asterisk is back')
      wasLost = false
      onOpen()
    })
    current.on('message', (bytes: Buffer) => isClosed || onMessage(bytes.toString('utf8')))
    // The close that follows each error does what is needed.
    current.on('error', (error) => reportLoss(error))
    current.on('close', () => {
      stopPinging()
      if (isOpen) onLost()
      if (isClosed) return
      reportLoss()
      retry = setTimeout(connect, retryAfterMs)
    })
  }

  function reportLoss(error?: Error): void {
    if (!wasLost && !isClosed) log.error({ purpose, err: error }, 'no connection to Asterisk')
    wasLost = true
  }

  connect()
  return {
    isOpen: (): boolean => socket?.readyState === WebSocket.OPEN,
    /** Messages of one turn of the event loop are sent together. */
    send(text: string): void {
      if (wire) gatherWrites(wire)
      socket?.send(text)
    },
    /** Ends the connection; it is opened again. */
    reconnect: (): void => void (socket && end(socket)),
    /** Closes for good; idempotent. Resolves when Asterisk has let go of the connection. */
    close(): Promise<void> {
      isClosed = true
      clearTimeout(retry)
      return socket ? end(socket) : Promise.resolve()
    },
  }
}

/**
 * Asterisk closes the line when it has forgotten whose it was. A new one that is opened before that may be forgotten with
 * it (see `createHearing`), so nobody hurries; but a line that is dead is not waited for.
 */
function end(socket: WebSocket): Promise<void> {
  if (socket.readyState === WebSocket.CLOSED) return Promise.resolve()
  return new Promise((resolve) => {
    const late = setTimeout(() => socket.terminate(), closingMs).unref()
    socket.once('close', () => (clearTimeout(late), resolve()))
    socket.close()
  })
}

/** One connection at a time: the next is opened when Asterisk has let go of the one before. */
export function createSuccession(open: () => SteadySocket) {
  let current: SteadySocket | undefined
  let closing: Promise<void> | undefined
  let isWanted = false

  function begin(): void {
    closing = undefined
    if (isWanted) current ??= open()
  }

  return {
    current: (): SteadySocket | undefined => current,
    /** Idempotent. */
    start(): void {
      if (isWanted) return
      isWanted = true
      if (closing) void closing.then(begin)
      else begin()
    },
    /** Idempotent. Resolves when Asterisk has let go of the connection. */
    stop(): Promise<void> {
      isWanted = false
      closing ??= current?.close()
      current = undefined
      return closing ?? Promise.resolve()
    },
  }
}

/** Pings, and cuts the line when no answer came for too long. Returns the way to stop. */
function keepAlive(socket: WebSocket): () => void {
  let heardAt = performance.now()
  const hear = () => (heardAt = performance.now())
  socket.on('pong', hear)
  socket.on('message', hear)
  const timer = setInterval(() => {
    if (performance.now() - heardAt > deadAfterMs) return socket.terminate()
    socket.ping()
  }, pingEveryMs)
  return () => clearInterval(timer)
}
