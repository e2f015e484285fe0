import type { IncomingMessage, ServerResponse } from 'node:http'

const cookieName = 'orderline_session'

/** The token in the request's cookie; also for WebSocket upgrades, which no Koa middleware sees. */
export function readSessionToken(request: IncomingMessage): string | undefined {
  const cookies = request.headers.cookie?.split(';') ?? []
  const cookie = cookies.map((text) => text.trim()).find((text) => text.startsWith(`${cookieName}=`))
  const token = cookie?.slice(cookieName.length + 1)
  return token && /^[\w-]{43}$/.test(token) ? token : undefined
}

export type CookieOptions = { token: string; maxAgeSeconds: number; isSecure: boolean }

/** A token that is empty, with no time left, takes the cookie away. */
export function setSessionCookie(response: ServerResponse, { token, maxAgeSeconds, isSecure }: CookieOptions): void {
  const parts = [`${cookieName}=${token}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${maxAgeSeconds}`]
  if (isSecure) parts.push('Secure')
  response.setHeader('Set-Cookie', parts.join('; '))
}
