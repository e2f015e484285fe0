import { openSteadySocket } from './steady-socket.ts'
import { authorizationHeader, socketUrl, type AriOptions } from './ari-options.ts'
import { nameOf, unavailable, type AriAnswer } from './telephony-error.ts'

export type AriRequest = { method: 'GET' | 'POST' | 'PUT' | 'DELETE'; uri: string; body?: unknown }

type Pending = { text: string; request: string; settle: (answer: AriAnswer) => void; fail: (cause?: unknown) => void }

/** Requests that wait for one connection; past it more are refused at once, since none would be in time. */
const maxPending = 5_000

/**
 * One connection for requests (`RESTRequest` over the WebSocket, Asterisk ≥ 22.4). Requests made while it is down
 * wait for it until their time is over. Those that were under way when it broke fail: they may have been carried out.
 * Asterisk carries out the requests of one connection one after the other.
 */
export function openRequestLine(options: AriOptions, name: string) {
  const { log, requestTimeoutMs = 5_000 } = options
  const sent = new Map<string, Pending>()
  const waiting = new Map<string, Pending>()
  let lastId = 0

  const socket = openSteadySocket({
    url: socketUrl(options, [name]),
    headers: authorizationHeader(options),
    log,
    purpose: 'requests',
    onOpen: sendWaiting,
    onMessage: receive,
    onLost: failSent,
  })

  function sendWaiting(): void {
    for (const [id, pending] of waiting) {
      waiting.delete(id)
      sent.set(id, pending)
      socket.send(pending.text)
    }
  }

  function failSent(): void {
    for (const pending of [...sent.values()]) pending.fail()
  }

  function receive(text: string): void {
    const answer = parseAnswer(text)
    if (answer) sent.get(answer.id)?.settle(answer)
  }

  return {
    load: (): number => sent.size + waiting.size,
    isOpen: socket.isOpen,
    /** Resolves with whatever ARI answered; rejects with `telephony/unavailable` when it did not. */
    request({ method, uri, body }: AriRequest): Promise<AriAnswer> {
      const id = String((lastId += 1))
      const request = nameOf({ method, uri })
      if (sent.size + waiting.size >= maxPending) return Promise.reject(unavailable(request))
      return new Promise((resolve, reject) => {
        const forget = () => {
          clearTimeout(timer)
          sent.delete(id)
          waiting.delete(id)
        }
        const settle = (answer: AriAnswer) => (forget(), resolve(answer))
        const fail = (cause?: unknown) => (forget(), reject(unavailable(request, cause)))
        const timer = setTimeout(fail, requestTimeoutMs)
        waiting.set(id, { text: composeRequest(id, { method, uri, body }), request, settle, fail })
        if (socket.isOpen()) sendWaiting()
      })
    },
    close(): void {
      void socket.close()
      for (const pending of [...waiting.values(), ...sent.values()]) pending.fail()
    },
  }
}

function composeRequest(id: string, { method, uri, body }: AriRequest): string {
  const content = body === undefined ? {} : { content_type: 'application/json', message_body: JSON.stringify(body) }
  return JSON.stringify({ type: 'RESTRequest', transaction_id: id, request_id: id, method, uri, ...content })
}

/** Other messages on this connection, and broken ones, are nobody's answer. */
function parseAnswer(text: string): (AriAnswer & { id: string }) | undefined {
  try {
    const message = JSON.parse(text) as Record<string, unknown>
    if (message['type'] !== 'RESTResponse') return undefined
    const body = message['message_body']
    return {
      id: String(message['request_id']),
      status: Number(message['status_code']),
      body: typeof body === 'string' ? body : '',
    }
  } catch {
    // The request whose answer this was fails when its time is over.
    return undefined
  }
}
