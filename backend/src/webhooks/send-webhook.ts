import { Webhook } from 'standardwebhooks'
import { Agent, request, type Dispatcher } from 'undici'
import { toError } from '@orderline/runtime/errors'
import { publicLookup, refusePrivateHost } from './private-addresses.ts'

export type SendableWebhook = {
  /** The same for each attempt. */
  id: string
  url: string
  /** `whsec_…`; each signs, so that a receiver which knows any of them can verify. */
  secrets: string[]
  /** The JSON body, byte by byte as it is signed. */
  body: string
  /** Of this attempt, epoch ms. */
  at: number
}

/** `said`: the start of the receiver's answer, which may repeat what we have sent. */
export type SendResult =
  { ok: true; status: number } | { ok: false; problem: string; said?: string; askedWait?: number; isGone?: boolean }

export type SendWebhook = (webhook: SendableWebhook) => Promise<SendResult>

const timeoutMs = 10_000
const mostResponseBytes = 16_384
const quotedCharacters = 200

/**
 * Makes the sender: Standard Webhooks 1.0.0, no redirects, ten seconds for everything, and only as much of an answer
 * is read as its error needs. Without `allowPrivate` it connects to public addresses only.
 */
export function createSendWebhook({ allowPrivate }: { allowPrivate: boolean }) {
  const connect = { timeout: 5_000, ...(!allowPrivate && { lookup: publicLookup }) }
  const dispatcher = new Agent({ connect, connections: 16, headersTimeout: timeoutMs, bodyTimeout: timeoutMs })

  const send: SendWebhook = async (webhook) => {
    try {
      const url = new URL(webhook.url)
      if (!allowPrivate) refusePrivateHost(url)
      return await post(url, webhook, dispatcher)
    } catch (error) {
      // Whatever keeps a message from its receiver is a failed attempt: refused, unresolved, too slow, no address.
      return { ok: false, problem: describe(error) }
    }
  }

  return { send, close: () => dispatcher.destroy() }
}

async function post(url: URL, { id, secrets, body, at }: SendableWebhook, dispatcher: Dispatcher): Promise<SendResult> {
  const timestamp = new Date(at)
  const {
    statusCode,
    headers,
    body: answer,
  } = await request(url, {
    dispatcher,
    method: 'POST',
    signal: AbortSignal.timeout(timeoutMs),
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Orderline/1',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at / 1_000)),
      // Several signatures, space delimited: Standard Webhooks 1.0.0, "Secret rotation".
      'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, timestamp, body)).join(' '),
    },
  })
  if (statusCode >= 200 && statusCode < 300) {
    // Not waited for: one who has taken the message may be slow to end the answer, and must not get the message again.
    void answer.dump({ limit: mostResponseBytes })
    return { ok: true, status: statusCode }
  }
  const said = (await readStart(answer)).slice(0, quotedCharacters)
  const askedWait = readRetryAfter(headers['retry-after'], at)
  const isGone = statusCode === 410
  return { ok: false, problem: `HTTP ${statusCode}`, said, isGone, ...(askedWait !== undefined && { askedWait }) }
}

/** The start of an answer; a longer one is cut off with its connection. */
async function readStart(answer: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > mostResponseBytes) break
  }
  return Buffer.concat(chunks).toString('utf8', 0, mostResponseBytes)
}

/** Seconds or a date (RFC 9110 §10.2.3), as milliseconds from now. */
function readRetryAfter(header: string | string[] | undefined, now: number): number | undefined {
  const text = Array.isArray(header) ? header[0] : header
  if (text === undefined) return undefined
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now
  return Number.isFinite(wait) && wait > 0 ? wait : undefined
}

function describe(thrown: unknown): string {
  const error = toError(thrown)
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : ''
  return `${error.name} ${error.message}${cause}`
}
