import type { Logger } from '@orderline/runtime/logger'

export type AriOptions = {
  /** `http://127.0.0.1:8088`; ARI's own path is added. */
  url: string
  username: string
  password: string
  /** The Stasis application that the dialplan names. */
  app: string
  /** The PJSIP endpoint that leads to the telephone network. */
  trunkEndpoint: string
  /** What agents talk with: browsers, or plain SIP phones. */
  agentPhones?: 'webrtc' | 'sip'
  /** After so long without audio from an agent's browser its line ends; left out or 0: never. */
  agentAudioTimeoutSeconds?: number
  log: Logger
  /** After so long a request has failed. */
  requestTimeoutMs?: number
}

/** The address of the WebSocket on which these applications are heard. */
export function socketUrl({ url }: AriOptions, apps: string[]): string {
  const address = new URL('ari/events', url.endsWith('/') ? url : `${url}/`)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  address.searchParams.set('app', apps.join(','))
  return address.href
}

/** The password goes into a header, never into an address, which ends in logs. */
export function authorizationHeader({ username, password }: AriOptions): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
}
