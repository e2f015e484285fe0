import { createServer, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { centreEnvironment } from './centre-environment.mjs'
import { describeDemo } from './demo-file.mjs'
import { placeDemoCall } from './demo-call.mjs'
import { welcome } from './welcome.mjs'

const credentials = {
  users: { agent: { login: 'anna', password: 'secret' } },
  clients: { books: { apiKey: 'ok_1', webhookSecret: 'whsec_1', dids: ['+380445550101'] } },
}
const demo = { url: 'http://127.0.0.1:8080', ...credentials, trunk: undefined, carrier: undefined }

/** A carrier that remembers what it was asked. */
async function listeningCarrier() {
  const requests: IncomingMessage[] = []
  const server = createServer((request, response) => {
    requests.push(request)
    response.end('{}')
  })
  onTestFinished(() => void server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { requests, carrier: { url: `http://127.0.0.1:${port}`, username: 'carrier', password: 'pw' } }
}

test('demo.json tells scripts the address, the people, the shops and how to reach the trunk', () => {
  const engines = { asterisk: { sipPort: 18_060 }, carrier: { url: 'http://c', ari: { username: 'u', password: 'p' } } }
  const centre = { url: demo.url, credentials, engines } as unknown as Parameters<typeof describeDemo>[0]
  expect(describeDemo(centre)).toEqual({
    url: demo.url,
    ...credentials,
    trunk: { host: '127.0.0.1', port: 18_060, howTo: expect.stringContaining('INVITE') as string },
    carrier: { url: 'http://c', username: 'u', password: 'p' },
  })
})

test('the welcome names the address, each login and each shop’s number', () => {
  const text = welcome(demo, 12_000)
  for (const part of [demo.url, 'anna', 'secret', '+380445550101', '/demo', 'npm run demo:call', '12 s']) {
    expect(text).toContain(part)
  }
})

test('a demo call goes from the carrier to the shop’s number with the caller that was wished', async () => {
  const { requests, carrier } = await listeningCarrier()
  const placed = await placeDemoCall({ ...demo, carrier }, { client: 'books', from: '+380501112233' })
  expect(placed).toEqual({ client: 'books', did: '+380445550101', from: '+380501112233' })
  const asked = new URL(requests[0]?.url ?? '', carrier.url).searchParams
  expect(Object.fromEntries(asked)).toMatchObject({
    endpoint: 'PJSIP/+380445550101@centre',
    context: 'customer-talks',
    callerId: '+380501112233',
  })
})

test('a demo call to no shop, from no number, or without a carrier says so', async () => {
  const { carrier } = await listeningCarrier()
  const from = '+380501112233'
  await expect(placeDemoCall({ ...demo, carrier }, { client: 'toys', from })).rejects.toThrow('There are: books')
  await expect(placeDemoCall({ ...demo, carrier }, { from: 'me&app=x' })).rejects.toThrow('not a telephone number')
  await expect(placeDemoCall(demo, { from })).rejects.toThrow('Asterisk of yours')
})

test('what the caller’s environment says replaces the private engines', () => {
  const engines = { dir: '/run', redis: { url: 'redis://own' } } as unknown as Parameters<
    typeof centreEnvironment
  >[0]['engines']
  const options = { engines, host: '127.0.0.1', port: 8080, url: demo.url, demo: true }
  const environment = { DATABASE_URL: 'mysql://theirs', LOG_LEVEL: 'debug', PORT: '1' }
  expect(centreEnvironment({ ...options, environment })).toMatchObject({
    REDIS_URL: 'redis://own',
    DATABASE_URL: 'mysql://theirs',
    LOG_LEVEL: 'debug',
    PORT: '8080',
    DEMO: '1',
  })
})

test('backend and dialer reach the private Redis by its socket, where it has one', () => {
  const redis = { url: 'redis://127.0.0.1:6379/0', socketUrl: 'unix:///run/redis.sock' }
  const engines = { dir: '/run', redis } as unknown as Parameters<typeof centreEnvironment>[0]['engines']
  const options = { engines, host: '127.0.0.1', port: 8080, url: demo.url, demo: false }
  expect(centreEnvironment({ ...options, environment: {} })['REDIS_URL']).toBe(redis.socketUrl)
  const environment = { REDIS_URL: 'rediss://theirs' }
  expect(centreEnvironment({ ...options, environment })['REDIS_URL']).toBe('rediss://theirs')
})
