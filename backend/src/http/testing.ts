import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Problem } from '@orderline/domain/contract'
import type { Database, UserRow } from '@orderline/db'
import { createSilentLogger, type Logger } from '@orderline/runtime/logger'
import { closeRedis, createRedis, type Redis } from '@orderline/runtime/redis'
import { createAuditService, type AuditService } from '../audit/audit-service.ts'
import { createApiKeyCache, type ApiKeyCache } from '../clients/api-key-cache.ts'
import { createSessionStore, type SessionStore } from '../sessions/session-store.ts'
import { createHttpApp } from './create-http-app.ts'
import { createHttpGuards, type HttpGuards } from './http-guards.ts'
import type { HttpMiddleware, HttpRouter } from './http-types.ts'
import { createRateLimits, type RateLimitKind, type RateLimit, type RateLimits } from './rate-limit.ts'

export type Answer<T = Record<string, unknown>> = { status: number; headers: Headers; body: T; text: string }
export type Ask = {
  method?: string
  body?: unknown
  /** Sent as it is, instead of `body`. */
  rawBody?: string | Buffer
  headers?: Record<string, string>
}

export type HttpTestBed = {
  db: Database
  redis: Redis
  log: Logger
  guards: HttpGuards
  rateLimits: RateLimits
  audit: AuditService
  sessionStore: SessionStore
  apiKeyCache: ApiKeyCache
  /** Starts a server around these routes on a free port; it ends with the test bed. */
  start(routers: HttpRouter[], more?: { ui?: HttpMiddleware }): Promise<{ url: string; server: Server }>
  /** Headers of a request of this user, without going through the login. */
  as(user: UserRow): Promise<Record<string, string>>
  ask<T = Record<string, unknown>>(path: string, how?: Ask): Promise<Answer<T>>
  close(): Promise<void>
}

export type HttpTestBedOptions = { db: Database; limits?: Partial<Record<RateLimitKind, RateLimit>> }

/** What routes need around them in a test, on a real database and a real Redis (TEST_REDIS_URL). */
export function createHttpTestBed({ db, limits = {} }: HttpTestBedOptions): HttpTestBed {
  const log = createSilentLogger()
  const redis = createRedis({ url: testRedisUrl(), name: 'test', log, patience: 'http' })
  const rateLimits = createRateLimits({ redis, limits })
  const sessionStore = createSessionStore({ redis })
  const apiKeyCache = createApiKeyCache({ db, log })
  const guards = createHttpGuards({ sessions: sessionStore, apiKeys: apiKeyCache, rateLimits })
  const servers: Server[] = []
  let url = ''

  return {
    ...{ db, redis, log, guards, rateLimits, sessionStore, apiKeyCache },
    audit: createAuditService({ db }),
    async start(routers, more = {}) {
      const server = createHttpApp({ log, routers, ...more }).listen(0, '127.0.0.1')
      await new Promise((resolve) => server.once('listening', resolve))
      servers.push(server)
      url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
      return { url, server }
    },
    async as(user) {
      const { token } = await sessionStore.create(toSessionView(user))
      return { cookie: `orderline_session=${token}` }
    },
    ask: (path, how) => send(`${url}${path}`, how),
    async close() {
      for (const server of servers) {
        server.closeAllConnections()
        await new Promise((resolve) => server.close(resolve))
      }
      await closeRedis(redis)
    },
  }
}

/** The Redis of the tests. Tests share it, so keys carry ids that no other test has. */
export function testRedisUrl(): string {
  const url = process.env['TEST_REDIS_URL']
  if (!url) throw new Error('TEST_REDIS_URL is not set: run these tests by `npm test`.')
  return url
}

/** The answer's body as the problem that it is. */
export function problemOf(answer: Answer<unknown>): Problem {
  return answer.body as Problem
}

async function send<T>(url: string, { method = 'GET', body, rawBody, headers = {} }: Ask = {}): Promise<Answer<T>> {
  const sent = rawBody ?? (body === undefined ? undefined : JSON.stringify(body))
  const type = method === 'GET' ? {} : { 'content-type': 'application/json' }
  const response = await fetch(url, {
    method,
    headers: { ...type, ...headers },
    ...(sent !== undefined && { body: sent }),
  })
  const text = await response.text()
  const isJson = response.headers.get('content-type')?.includes('json') ?? false
  // A test says what it expects to get; what it asserts then shows whether that was so.
  return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : {}) as T }
}

function toSessionView(user: UserRow) {
  return {
    userId: user.id,
    login: user.login,
    name: user.name,
    role: user.role,
    clientId: user.client_id,
    locale: user.locale,
    audioMode: user.audio_mode,
  }
}
