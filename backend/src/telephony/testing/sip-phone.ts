import WebSocket from 'ws'
import { answerChallenge, composeSip, describeMedia, parseSip, randomToken, type SipMessage } from './sip-message.ts'

export type SipPhoneOptions = {
  /** Asterisk's WebSocket, or a proxy before it. */
  url: string
  username: string
  password: string
  /** Of the WebSocket's handshake: the cookie that a proxy asks for. */
  headers?: Record<string, string>
  /** What it does with a call; `ring` lets it ring until {@link SipPhone.answerRinging}. */
  onCall?: 'answer' | 'ring' | 'busy'
}

export type SipPhone = Awaited<ReturnType<typeof openSipPhone>>

const domain = 'orderline'

/** A phone over WebSocket (RFC 7118), without sound: registers, answers, calls and hangs up. For tests. */
export async function openSipPhone({ url, username, password, headers, onCall = 'answer' }: SipPhoneOptions) {
  const socket = new WebSocket(url, 'sip', { ...(headers && { headers }) })
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
  const host = `${randomToken()}.invalid`
  const me = `sip:${username}@${domain}`
  const replies = new Map<string, (reply: SipMessage) => void>()
  const ringing = new Set<SipMessage>()
  const invites: SipMessage[] = []
  const dialogs = new Map<string, SipMessage>()
  let sequence = 0

  socket.on('message', (bytes: Buffer) => {
    const message = parseSip(bytes.toString())
    if (!message.start.startsWith('SIP/2.0')) return serve(message)
    const key = `${message.headers.get('call-id')} ${message.headers.get('cseq')}`
    if (!message.start.startsWith('SIP/2.0 1')) replies.get(key)?.(message)
  })

  function serve(request: SipMessage): void {
    const method = request.start.split(' ')[0]
    if (method === 'INVITE') return ring(request)
    if (method === 'CANCEL') cancel(request)
    if (method !== 'ACK') reply(request, '200 OK')
  }

  function ring(invite: SipMessage): void {
    invites.push(invite)
    if (onCall === 'busy') return reply(invite, '486 Busy Here')
    reply(invite, '180 Ringing')
    ringing.add(invite)
    if (onCall === 'answer') answerRinging()
  }

  function answerRinging(): boolean {
    const rings = ringing.size > 0
    for (const invite of ringing) reply(invite, '200 OK', describeMedia(invite.body))
    for (const invite of ringing) dialogs.set(invite.headers.get('call-id') ?? '', invite)
    ringing.clear()
    return rings
  }

  function cancel(request: SipMessage): void {
    for (const invite of ringing) {
      if (invite.headers.get('call-id') !== request.headers.get('call-id')) continue
      ringing.delete(invite)
      reply(invite, '487 Request Terminated')
    }
  }

  function reply(request: SipMessage, status: string, body = ''): void {
    const copy = (name: string) => request.headers.get(name) ?? ''
    const copied = { Via: copy('via'), From: copy('from'), 'Call-ID': copy('call-id'), CSeq: copy('cseq') }
    const to = copy('to')
    const tagged = to.includes('tag=') ? to : `${to};tag=${username}`
    socket.send(composeSip(`SIP/2.0 ${status}`, { ...copied, To: tagged, ...contact() }, body))
  }

  const contact = () => ({ Contact: `<sip:${username}@${host};transport=ws>` })

  type Asked = {
    method: string
    uri: string
    to: string
    callId?: string
    body?: string
    more?: Record<string, string>
  }

  /** Sends a request and, when challenged, once more with the answer; resolves with the final reply. */
  async function ask({ method, uri, to, callId = randomToken(), body = '', more = {} }: Asked) {
    const first = await exchange(more)
    if (!/^SIP\/2.0 40[17]/.test(first.start)) return first
    const challenge = first.headers.get('www-authenticate') ?? first.headers.get('proxy-authenticate') ?? ''
    const answer = answerChallenge(challenge, { method, uri }, { username, password })
    return exchange({ ...more, Authorization: answer })

    function exchange(headers: Record<string, string>): Promise<SipMessage> {
      const number = (sequence += 1)
      socket.send(
        composeSip(
          `${method} ${uri} SIP/2.0`,
          {
            Via: `SIP/2.0/WS ${host};branch=z9hG4bK${randomToken()}`,
            From: `<${me}>;tag=${username}`,
            To: to,
            'Call-ID': callId,
            CSeq: `${number} ${method}`,
            'Max-Forwards': '70',
            ...contact(),
            ...headers,
          },
          body,
        ),
      )
      return new Promise((resolve) => replies.set(`${callId} ${number} ${method}`, resolve))
    }
  }

  const statusOf = (message: SipMessage): number => Number(message.start.split(' ')[1])

  return {
    /** Resolves with the final status: 200, or 401 when the account is unknown or the password wrong. */
    register: async (expires = 300): Promise<number> =>
      statusOf(
        await ask({ method: 'REGISTER', uri: `sip:${domain}`, to: `<${me}>`, more: { Expires: String(expires) } }),
      ),
    /** Dials an extension; resolves with the final status. */
    async call(extension: string): Promise<number> {
      const uri = `sip:${extension}@${domain}`
      const final = await ask({ method: 'INVITE', uri, to: `<${uri}>`, body: describeMedia() })
      const cseq = `${final.headers.get('cseq')?.split(' ')[0]} ACK`
      const common = { Via: `SIP/2.0/WS ${host};branch=z9hG4bK${randomToken()}`, From: `<${me}>;tag=${username}` }
      const rest = { To: final.headers.get('to') ?? '', 'Call-ID': final.headers.get('call-id') ?? '', CSeq: cseq }
      socket.send(composeSip(`ACK ${uri} SIP/2.0`, { ...common, ...rest, 'Max-Forwards': '70' }))
      return statusOf(final)
    },
    /** Answers what rings; tells whether anything did. */
    answerRinging,
    /** A header of each call that came, in their order. */
    invitedWith: (header: string): (string | undefined)[] =>
      invites.map(({ headers: sent }) => sent.get(header.toLowerCase())),
    /** Cuts the line: nothing is said to Asterisk. */
    close: (): void => socket.terminate(),
  }
}
