import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createServer as createTcpServer, type AddressInfo } from 'node:net'
import { createSilentLogger } from '@orderline/runtime/logger'
import { afterEach, expect, test } from 'vitest'
import WebSocket, { WebSocketServer } from 'ws'
import { createSipProxy, type SipProxyOptions } from './sip-proxy.ts'

const closers: (() => void)[] = []
afterEach(() => closers.splice(0).forEach((close) => close()))

const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port

async function listen(server: Server): Promise<number> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closers.push(() => server.close())
  return portOf(server)
}

/** Stands for Asterisk: repeats what it hears, and keeps the request by which each phone came. */
async function openTarget() {
  const requests: IncomingMessage[] = []
  const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  sockets.on('connection', (socket, request) => {
    requests.push(request)
    socket.send('hello')
    socket.on('message', (bytes: Buffer) => socket.send(bytes.toString()))
  })
  await once(sockets, 'listening')
  closers.push(() => {
    sockets.clients.forEach((client) => client.terminate())
    sockets.close()
  })
  return { requests, sockets, url: `ws://127.0.0.1:${portOf(sockets)}/ws` }
}

async function openProxy(targetUrl: string, more: Partial<SipProxyOptions> = {}) {
  const server = createServer()
  const port = await listen(server)
  const settings = { authorizeUpgrade: () => Promise.resolve(true), log: createSilentLogger(), path: '/sip' }
  const proxy = createSipProxy({ server, targetUrl, ...settings, ...more })
  closers.push(() => proxy.close())
  return { proxy, server, port, url: `ws://127.0.0.1:${port}/sip` }
}

function openPhone(url: string, headers: Record<string, string> = {}, protocols: string[] = ['sip']) {
  const socket = new WebSocket(url, protocols, { headers })
  closers.push(() => socket.terminate())
  const messages: string[] = []
  socket.on('message', (bytes: Buffer) => messages.push(bytes.toString()))
  socket.on('error', () => undefined)
  return { socket, messages }
}

/** Resolves with the status of the refusal. */
async function refusalOf(url: string, protocols?: string[]): Promise<number | undefined> {
  const { socket } = openPhone(url, {}, protocols)
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage]
  return response.statusCode
}

test('a phone and Asterisk talk through the proxy, each under the subprotocol sip', async () => {
  const { socket, messages } = openPhone((await openProxy((await openTarget()).url)).url)
  await once(socket, 'message')
  expect(socket.protocol).toBe('sip')
  socket.send('REGISTER'.repeat(20_000))
  await once(socket, 'message')
  expect(messages).toEqual(['hello', 'REGISTER'.repeat(20_000)])
})

test('Asterisk sees no cookie, origin, authorization or extension of the browser', async () => {
  const target = await openTarget()
  const headers = { cookie: 'orderline_session=1', origin: 'http://evil.example', authorization: 'Bearer x' }
  const { socket } = openPhone((await openProxy(target.url)).url, headers)
  await once(socket, 'open')
  expect(Object.keys(target.requests[0]?.headers ?? {}).sort()).toEqual([
    'connection',
    'host',
    'sec-websocket-key',
    'sec-websocket-protocol',
    'sec-websocket-version',
    'upgrade',
  ])
})

test('one who may not have a phone gets 401, and Asterisk hears nothing', async () => {
  const target = await openTarget()
  const { url } = await openProxy(target.url, { authorizeUpgrade: () => Promise.resolve(false) })
  expect(await refusalOf(url)).toBe(401)
  expect(target.requests).toEqual([])
})

test('a request for another subprotocol is a bad one', async () => {
  const { url } = await openProxy((await openTarget()).url)
  expect(await refusalOf(url, ['chat'])).toBe(400)
})

test('when Asterisk is away the phone is told so', async () => {
  const free = createTcpServer().listen(0, '127.0.0.1')
  await once(free, 'listening')
  const port = portOf(free)
  await once(free.close(), 'close')
  expect(await refusalOf((await openProxy(`ws://127.0.0.1:${port}/ws`)).url)).toBe(502)
})

test('when Asterisk takes the connection and says nothing the phone does not wait for ever', async () => {
  const mute = createTcpServer().listen(0, '127.0.0.1')
  await once(mute, 'listening')
  closers.push(() => mute.close())
  const { url } = await openProxy(`ws://127.0.0.1:${portOf(mute)}/ws`, { handshakeMs: 50 })
  expect([502, 504]).toContain(await refusalOf(url))
})

test('a check that fails lets nobody in', async () => {
  const { url } = await openProxy((await openTarget()).url, {
    authorizeUpgrade: () => Promise.reject(new Error('Redis')),
  })
  expect(await refusalOf(url)).toBe(502)
})

test('requests for other paths are left to others', async () => {
  const { server, port } = await openProxy((await openTarget()).url)
  const others = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    if (request.url === '/socket.io') others.handleUpgrade(request, socket, head, (each) => each.send('other'))
  })
  const { socket, messages } = openPhone(`ws://127.0.0.1:${port}/socket.io`, {}, [])
  await once(socket, 'message')
  expect(messages).toEqual(['other'])
})

test('a line that is still for too long is cut', async () => {
  const { url } = await openProxy((await openTarget()).url, { idleMs: 50 })
  await once(openPhone(url).socket, 'close')
})

test('one connection more than allowed is refused', async () => {
  const { url } = await openProxy((await openTarget()).url, { maxConnections: 1 })
  await once(openPhone(url).socket, 'open')
  expect(await refusalOf(url)).toBe(503)
})

test('when one side ends, so does the other, and nothing is kept', async () => {
  const target = await openTarget()
  const { url, proxy } = await openProxy(target.url)
  const phone = openPhone(url).socket
  await once(phone, 'open')
  target.sockets.clients.forEach((client) => client.terminate())
  await once(phone, 'close')
  await new Promise((resolve) => setImmediate(resolve))
  expect(proxy.connections()).toBe(0)
})

test('closing the proxy ends every connection', async () => {
  const { url, proxy } = await openProxy((await openTarget()).url)
  const phone = openPhone(url).socket
  await once(phone, 'open')
  proxy.close()
  await once(phone, 'close')
})

test('a phone that goes away during the handshake leaves nothing behind', async () => {
  const target = await openTarget()
  const asked = createMoment()
  let decide = (_mayEnter: boolean): void => undefined
  const authorizeUpgrade = () => {
    asked.now()
    return new Promise<boolean>((resolve) => (decide = resolve))
  }
  const { url, proxy } = await openProxy(target.url, { authorizeUpgrade })
  const { socket } = openPhone(url)
  await asked.came
  socket.terminate()
  decide(true)
  await expect.poll(() => proxy.connections()).toBe(0)
  await expect.poll(() => target.sockets.clients.size).toBe(0)
})

function createMoment() {
  let now = (): void => undefined
  const came = new Promise<void>((resolve) => (now = resolve))
  return { came, now: () => now() }
}
