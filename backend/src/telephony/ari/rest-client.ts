import type { Client } from 'ari-client'
import type { AriOptions } from './ari-options.ts'
import { authorizationHeader } from './ari-options.ts'
import { unavailable } from './telephony-error.ts'

export type RestClient = ReturnType<typeof createRestClient>

/**
 * Asks by ari-client what is asked seldom: accounts. ari-client never settles, or ends the process, when
 * Asterisk is not well while it connects: so we look whether it is first, and wait for nothing without an end.
 * Its answers to failures hold no status, so what must tell "gone" from "refused" goes another way (requester.ts).
 */
export function createRestClient(options: AriOptions) {
  const { url, username, password, requestTimeoutMs = 5_000 } = options
  let connecting: Promise<Client> | undefined

  async function open(): Promise<Client> {
    await preflight('ari/asterisk/ping')
    await preflight('ari/api-docs/resources.json')
    // To load it is a fifth of this process's start, and calls are taken over without it.
    const { connect } = await import('ari-client')
    return inTime(connect(url, username, password), 'connect')
  }

  async function preflight(path: string): Promise<void> {
    const address = new URL(path, url.endsWith('/') ? url : `${url}/`)
    const signal = AbortSignal.timeout(requestTimeoutMs)
    const answer = await fetch(address, { headers: authorizationHeader(options), signal }).catch((error: unknown) => {
      throw unavailable(path, error)
    })
    await answer.arrayBuffer()
    if (!answer.ok) throw unavailable(path, { status: answer.status })
  }

  function inTime<T>(work: Promise<T>, request: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(unavailable(request)), requestTimeoutMs)
      const end = () => clearTimeout(timer)
      work.then(
        (value) => (end(), resolve(value)),
        (error: unknown) => (end(), reject(unavailable(request, error))),
      )
    })
  }

  /** One client for all: the list of operations that it loads is large, and stays true while Asterisk restarts. */
  function client(): Promise<Client> {
    connecting ??= open().catch((error: unknown) => {
      connecting = undefined
      throw error
    })
    return connecting
  }

  return {
    /** Carries out one operation; rejects with `telephony/unavailable` whatever went wrong. */
    async ask(request: string, operation: (client: Client) => Promise<unknown>): Promise<unknown> {
      return inTime(operation(await client()), request)
    },
  }
}
