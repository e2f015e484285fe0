import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createHealth } from '@orderline/runtime/health'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createMetrics } from '@orderline/runtime/metrics'
import { createHealthRoutes } from './health-routes.ts'
import { createHttpApp } from './create-http-app.ts'
import { createMetricsRoutes } from './metrics-routes.ts'
import { serveUi } from './static-ui.ts'

let dir: string
let server: Server
let port: number
const health = createHealth()
let databaseProblem: Error | undefined

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'orderline-ui-'))
  mkdirSync(join(dir, 'ui/assets'), { recursive: true })
  writeFileSync(join(dir, 'ui/index.html'), '<!doctype html><title>Orderline</title>')
  writeFileSync(join(dir, 'ui/assets/app-4f2a.js'), 'console.log(1)')
  writeFileSync(join(dir, 'ui/assets/app-4f2a.js.br'), 'compressed by br')
  writeFileSync(join(dir, 'ui/assets/app-4f2a.js.gz'), 'compressed by gzip')
  writeFileSync(join(dir, 'secret.txt'), 'outside')
  health.register('database', () => (databaseProblem ? Promise.reject(databaseProblem) : undefined))
  const routers = [createHealthRoutes({ health }), createMetricsRoutes({ metrics: createMetrics({ program: 'test' }) })]
  const app = createHttpApp({ log: createSilentLogger(), routers, ui: serveUi({ dir: join(dir, 'ui') }) })
  server = app.listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve))
  rmSync(dir, { recursive: true })
})

type Answer = { status: number; headers: Record<string, string | string[] | undefined>; text: string }

/** node:http, which sends a path as it is and decompresses nothing. */
function get(path: string, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      )
    })
    asked.on('error', reject)
    asked.end()
  })
}

test('an address of the API that is none is a problem, and no page', async () => {
  for (const path of ['/api', '/api/', '/api/nothing', '//api/health']) {
    const answer = await get(path)
    expect(answer.status).toBe(404)
    expect(answer.headers['content-type']).toContain('application/problem+json')
  }
})

test('a page of the application is its index, asked for anew each time', async () => {
  for (const path of ['/', '/desktop', '/admin/users/42']) {
    const answer = await get(path)
    expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' } })
    expect(answer.headers['content-type']).toContain('text/html')
    expect(answer.text).toContain('Orderline')
  }
})

test('a file that is named after its content is kept for ever', async () => {
  const answer = await get('/assets/app-4f2a.js')
  expect(answer).toMatchObject({ status: 200, text: 'console.log(1)' })
  expect(answer.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'content-length': '14',
  })
  expect(answer.headers['content-type']).toContain('javascript')
})

test('what was compressed beforehand goes to browsers that take it, the smallest first', async () => {
  const brotli = await get('/assets/app-4f2a.js', { 'accept-encoding': 'gzip, br' })
  expect(brotli).toMatchObject({
    text: 'compressed by br',
    headers: { 'content-encoding': 'br', vary: 'Accept-Encoding' },
  })
  const gzip = await get('/assets/app-4f2a.js', { 'accept-encoding': 'gzip' })
  expect(gzip).toMatchObject({ text: 'compressed by gzip', headers: { 'content-encoding': 'gzip' } })
})

test('a browser that has the file gets it told, not sent', async () => {
  const { headers } = await get('/index.html')
  const again = await get('/index.html', { 'if-none-match': String(headers['etag']) })
  expect(again).toMatchObject({ status: 304, text: '' })
})

test('a build that is made while we run is served whole, with the files that it brought', async () => {
  const before = await get('/')
  writeFileSync(join(dir, 'ui/index.html'), '<!doctype html><title>Orderline</title><p>and a paragraph more</p>')
  writeFileSync(join(dir, 'ui/assets/app-99aa.js'), 'console.log(2)')
  const after = await get('/', { 'if-none-match': String(before.headers['etag']) })
  expect(after).toMatchObject({ status: 200, text: expect.stringMatching(/paragraph more<\/p>$/) as string })
  expect(await get('/assets/app-99aa.js')).toMatchObject({ status: 200, text: 'console.log(2)' })
})

test('a file that a new build has taken away is not there', async () => {
  rmSync(join(dir, 'ui/assets/app-4f2a.js'))
  expect((await get('/assets/app-4f2a.js')).status).toBe(404)
})

test.each([
  '/../secret.txt',
  '/assets/../../secret.txt',
  '/%2e%2e/secret.txt',
  '/assets/app-4f2a.css',
  '/index.html%00.js',
])('no path leads out of the folder or to a file that is not there: %s', async (path) => {
  const answer = await get(path)
  expect(answer.status).toBe(404)
  expect(answer.text).not.toContain('outside')
})

test('an unknown address of the API is a problem and not a page', async () => {
  const answer = await get('/api/nothing')
  expect(answer.status).toBe(404)
  expect(answer.headers['content-type']).toContain('application/problem+json')
})

test('health names the part that fails, not why', async () => {
  expect(await get('/api/health')).toMatchObject({ status: 200, text: '{"status":"ready","parts":{"database":"ok"}}' })
  databaseProblem = new Error('password of root is wrong')
  const answer = await get('/api/health')
  expect(answer).toMatchObject({ status: 503, text: '{"status":"not-ready","parts":{"database":"failed"}}' })
})

test('metrics are for this machine only, and a request that a proxy passed on came from elsewhere', async () => {
  const own = await get('/metrics')
  expect(own.status).toBe(200)
  expect(own.text).toContain('process_cpu_seconds_total')
  expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.9' })).status).toBe(404)
})
