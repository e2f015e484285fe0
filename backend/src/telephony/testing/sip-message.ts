import { createHash, randomBytes } from 'node:crypto'

export type SipMessage = { start: string; headers: Map<string, string>; body: string }

/** Reads a SIP message that came in one WebSocket frame (RFC 7118 §5). Header names in lower case. */
export function parseSip(text: string): SipMessage {
  const [head = '', body = ''] = text.split('\r\n\r\n', 2)
  const [start = '', ...lines] = head.split('\r\n')
  const headers = new Map<string, string>()
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    headers.set(name, headers.has(name) ? `${headers.get(name)}, ${value}` : value)
  }
  return { start, headers, body }
}

export function composeSip(start: string, headers: Record<string, string>, body = ''): string {
  const length = Buffer.byteLength(body)
  const type = body === '' ? {} : { 'Content-Type': 'application/sdp' }
  const lines = Object.entries({ ...headers, ...type, 'Content-Length': String(length) }).map(([n, v]) => `${n}: ${v}`)
  return [start, ...lines, '', body].join('\r\n')
}

export const randomToken = (): string => randomBytes(8).toString('hex')

export type Credentials = { username: string; password: string }

/** Answers a digest challenge (RFC 2617 §3.2.2, MD5, with or without qop=auth). */
export function answerChallenge(challenge: string, { method, uri }: { method: string; uri: string }, who: Credentials) {
  const value = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1] ?? ''
  const md5 = (text: string) => createHash('md5').update(text).digest('hex')
  const [realm, nonce, qop] = [value('realm'), value('nonce'), value('qop')]
  const [user, resource] = [md5(`${who.username}:${realm}:${who.password}`), md5(`${method}:${uri}`)]
  const cnonce = randomToken()
  const response = qop
    ? md5(`${user}:${nonce}:00000001:${cnonce}:auth:${resource}`)
    : md5(`${user}:${nonce}:${resource}`)
  const extra = qop ? `, qop=auth, nc=00000001, cnonce="${cnonce}"` : ''
  const opaque = value('opaque') ? `, opaque="${value('opaque')}"` : ''
  return `Digest username="${who.username}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5${extra}${opaque}`
}

/** A description that a WebRTC endpoint of Asterisk accepts. No media ever flows: nobody holds the certificate. */
export function describeMedia(offer?: string): string {
  const mid = /^a=mid:(.+)$/m.exec(offer ?? '')?.[1] ?? '0'
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    `a=group:BUNDLE ${mid}`,
    'm=audio 9 UDP/TLS/RTP/SAVPF 8',
    'c=IN IP4 127.0.0.1',
    'a=rtpmap:8 PCMA/8000',
    `a=mid:${mid}`,
    'a=sendrecv',
    'a=rtcp-mux',
    'a=ice-ufrag:test',
    'a=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa',
    `a=fingerprint:sha-256 ${Array.from({ length: 32 }, () => 'AB').join(':')}`,
    `a=setup:${offer === undefined ? 'actpass' : 'active'}`,
    '',
  ].join('\r\n')
}
