import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createSilentLogger } from '@orderline/runtime/logger'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import type { AriEvent } from './ari-schemas.ts'
import { createEventStream, type EventStreamOptions } from './event-stream.ts'

let asterisk: WebSocketServer
let stream: ReturnType<typeof createEventStream>
let told: string[]
let heard: AriEvent[]
let requested: string[]
/** Applications whose events come. */
let audible: Set<string>

beforeEach(async () => {
  told = []
  heard = []
  requested = []
  audible = new Set(['orderline', 'orderline-presence', 'orderline-trunk', 'orderline-callers'])
  asterisk = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(asterisk, 'listening')
  stream = open()
})
afterEach(() => {
  void stream.stop()
  asterisk.clients.forEach((client) => client.terminate())
  asterisk.close()
})

function open(hearing?: EventStreamOptions['hearing']) {
  const { port } = asterisk.address() as AddressInfo
  return createEventStream({
    url: `http://127.0.0.1:${port}`,
    username: 'orderline',
    password: 'secret',
    app: 'orderline',
    trunkEndpoint: 'trunk',
    log: createSilentLogger(),
    requester: {
      request: ({ uri }) => Promise.resolve(answer(uri)),
      close: () => undefined,
    },
    ...(hearing && { hearing }),
    onEvent: (event) => void heard.push(event),
    onConnection: (event) => void told.push(event.type === 'connected' ? 'connected' : event.reason),
  })
}

/** Notes what was asked for, and sends the events that we send ourselves. */
function answer(uri: string): void {
  const application = /^events\/user\/orderline-is-heard\?application=(.+)$/.exec(uri)?.[1]
  if (application === undefined) return void requested.push(uri)
  if (!audible.has(application)) return
  asterisk.clients.forEach((client) => client.send(JSON.stringify({ type: 'ChannelUserevent', application })))
}

async function connection(): Promise<WebSocket> {
  const [socket] = (await once(asterisk, 'connection')) as [WebSocket]
  return socket
}

const playback = (id: string) => JSON.stringify({ type: 'PlaybackFinished', playback: { id } })

test('events that cannot be read are left out, and those after them are heard', async () => {
  stream.start()
  const socket = await connection()
  for (const bad of ['', '{', 'null', '[]', '{"type":"FromTheFuture"}', '{"type":"StasisStart"}']) socket.send(bad)
  socket.send(Buffer.from([0x7b, 0xff]), { binary: false })
  socket.send(playback('p1'))
  await expect.poll(() => heard).toEqual([{ type: 'PlaybackFinished', playback: { id: 'p1' } }])
  expect(told).toEqual(['connected'])
})

test('only events that are used are asked for, before the connection is told', async () => {
  stream.start()
  await connection()
  await expect.poll(() => told).toEqual(['connected'])
  expect(requested).toEqual([
    'applications/orderline/eventFilter',
    'applications/orderline-presence/eventFilter',
    'applications/orderline-trunk/eventFilter',
    'applications/orderline-callers/eventFilter',
    'applications/orderline-presence/subscription?eventSource=endpoint%3APJSIP',
    'applications/orderline-trunk/subscription?eventSource=endpoint%3APJSIP%2Ftrunk',
  ])
})

test('a lost connection is told once and opened again', async () => {
  stream.start()
  const socket = await connection()
  await expect.poll(() => told).toEqual(['connected'])
  socket.terminate()
  await connection()
  await expect.poll(() => told).toEqual(['connected', 'lost', 'connected'])
})

test.each(['orderline', 'orderline-trunk'])(
  'a connection that is left deaf to %s is lost, and told to be there again when its events come',
  async (application) => {
    stream = open({ deafAfterMs: 500, everyMs: 20 })
    stream.start()
    await connection()
    await expect.poll(() => told).toEqual(['connected'])
    audible.delete(application)
    await connection()
    expect(told).toEqual(['connected', 'lost'])
    audible.add(application)
    await expect.poll(() => told, { timeout: 4_000 }).toEqual(['connected', 'lost', 'connected'])
    expect(heard).toEqual([])
  },
)

test('a connection is opened when Asterisk has let go of the one before', async () => {
  stream.start()
  const first = await connection()
  await expect.poll(() => told).toEqual(['connected'])
  first.pause()
  void stream.stop()
  stream.start()
  const order: string[] = []
  asterisk.on('connection', (_socket, { url = '' }) => void order.push(url.startsWith('/ari') ? 'ours' : 'another'))
  const another = new WebSocket(`ws://127.0.0.1:${(asterisk.address() as AddressInfo).port}/another`)
  await once(another, 'open')
  first.resume()
  await expect.poll(() => order).toEqual(['another', 'ours'])
  another.close()
})

test('whoever stops can wait until Asterisk has let go', async () => {
  stream.start()
  const socket = await connection()
  await expect.poll(() => told).toEqual(['connected'])
  const order: string[] = []
  socket.once('close', () => order.push('Asterisk has let go'))
  await Promise.all([stream.stop(), stream.stop()]).then(() => order.push('stopped'))
  expect(order).toEqual(['Asterisk has let go', 'stopped'])
  await stream.stop()
})

test('when another takes over, the stream stands down and does not come back by itself', async () => {
  stream.start()
  const socket = await connection()
  await expect.poll(() => told).toEqual(['connected'])
  socket.send(JSON.stringify({ type: 'ApplicationReplaced', application: 'orderline' }))
  await once(socket, 'close')
  expect(told).toEqual(['connected', 'replaced'])
  expect(stream.isReady()).toBe(false)
  expect(asterisk.clients.size).toBe(0)
})

test('the password is in a header, not in the address', async () => {
  stream.start()
  const [, request] = (await once(asterisk, 'connection')) as [
    WebSocket,
    { url: string; headers: Record<string, string> },
  ]
  expect(request.url).toBe('/ari/events?app=orderline%2Corderline-presence%2Corderline-trunk%2Corderline-callers')
  expect(request.headers['authorization']).toBe(`Basic ${Buffer.from('orderline:secret').toString('base64')}`)
})
