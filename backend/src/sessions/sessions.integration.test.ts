import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SessionView } from '@orderline/domain/contract'
import type { UserRow } from '@orderline/db'
import { createTestDatabase, createUser, type TestDatabase } from '@orderline/db/testing'
import { expectGuardedRoutes } from '../http/guarded-routes.ts'
import type { HttpRouter } from '../http/http-types.ts'
import { createHttpTestBed, problemOf, type HttpTestBed } from '../http/testing.ts'
import { hashPassword } from '../users/passwords.ts'
import { createUsersRepository } from '../users/users-repository.ts'
import { createSessionsRoutes } from './sessions-routes.ts'
import { createSessionsService, type SessionsService } from './sessions-service.ts'

const password = 'correct horse battery'
let database: TestDatabase
let bed: HttpTestBed
let sessions: SessionsService
let routers: HttpRouter[]

beforeAll(async () => {
  database = await createTestDatabase()
  bed = createHttpTestBed({ db: database.db, limits: { wrongPassword: { points: 3, seconds: 60 } } })
  const { audit, rateLimits, sessionStore: store, guards, log } = bed
  const users = createUsersRepository({ db: database.db, now: () => Date.now() })
  sessions = createSessionsService({ store, users, rateLimits, audit, log })
  routers = [createSessionsRoutes({ guards, sessions, isSecure: false })]
  await bed.start(routers)
})
afterAll(async () => {
  await bed.close()
  await database.close()
})

async function createPerson(over: Partial<UserRow> = {}): Promise<UserRow> {
  return createUser(database.db, { password_hash: await hashPassword(password), ...over })
}

const logIn = (login: string, secret = password) =>
  bed.ask<SessionView>('/api/session', { method: 'POST', body: { login, password: secret } })

function cookieOf(answer: { headers: Headers }): { cookie: string } {
  return { cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? '' }
}

test('one who logs in is known by a cookie that scripts cannot read, until logging out', async () => {
  const user = await createPerson({ name: 'Olena', locale: 'uk', audio_mode: 'persistent' })
  const answer = await logIn(user.login.toUpperCase())
  expect(answer.status).toBe(200)
  expect(answer.headers.get('set-cookie')).toMatch(
    /^orderline_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/,
  )
  const view = {
    userId: user.id,
    login: user.login,
    name: 'Olena',
    role: 'agent',
    clientId: null,
    locale: 'uk',
    audioMode: 'persistent',
  }
  expect(answer.body).toEqual(view)
  const headers = cookieOf(answer)
  expect((await bed.ask('/api/session', { headers })).body).toEqual(view)
  expect((await bed.ask('/api/session', { method: 'DELETE', headers })).status).toBe(204)
  expect(problemOf(await bed.ask('/api/session', { headers })).code).toBe('session/missing')
})

test('a wrong password, an unknown login and one who was dismissed get the same answer', async () => {
  const [user, dismissed] = [await createPerson(), await createPerson({ active: false })]
  const answers = [await logIn(user.login, 'wrong'), await logIn('nobody-at-all'), await logIn(dismissed.login)]
  for (const answer of answers) {
    expect(problemOf(answer)).toMatchObject({ status: 401, code: 'session/wrong-credentials' })
    expect(answer.headers.get('set-cookie')).toBeNull()
  }
  expect(answers[0]?.text).toBe(answers[1]?.text)
})

test('an unknown login takes as long as a wrong password', async () => {
  const user = await createPerson()
  const timeOf = async (work: () => Promise<unknown>) => {
    const startedAt = performance.now()
    await work()
    return performance.now() - startedAt
  }
  const wrong = await timeOf(() => logIn(user.login, 'wrong'))
  const unknown = await timeOf(() => logIn('somebody-unknown'))
  expect(unknown).toBeGreaterThan(wrong / 4)
})

test('after too many wrong passwords even the right one waits, and others may still log in', async () => {
  const [user, other] = [await createPerson(), await createPerson()]
  for (let n = 0; n < 3; n++) expect((await logIn(user.login, 'wrong')).status).toBe(401)
  const locked = await logIn(user.login)
  expect(locked.status).toBe(429)
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await logIn(other.login)).status).toBe(200)
})

test('logins, failed logins and logouts are in the audit, without passwords', async () => {
  const user = await createPerson()
  await logIn(user.login, 'wrong-secret')
  const headers = cookieOf(await logIn(user.login))
  await bed.ask('/api/session', { method: 'DELETE', headers })
  const { items } = await bed.audit.list({ userId: user.id, limit: 10, offset: 0 })
  expect(items.map((entry) => entry.action)).toEqual(['logout', 'login', 'login-failed'])
  expect(JSON.stringify(items)).not.toContain('wrong-secret')
})

test('the language stays with the user', async () => {
  const user = await createPerson()
  const headers = cookieOf(await logIn(user.login))
  const changed = await bed.ask<SessionView>('/api/session', { method: 'PATCH', body: { locale: 'ru' }, headers })
  expect(changed.body.locale).toBe('ru')
  expect((await bed.ask<SessionView>('/api/session', { headers })).body.locale).toBe('ru')
  expect((await logIn(user.login)).body.locale).toBe('ru')
})

test('a login that a listener cannot take is no login, and what others began is undone', async () => {
  const undone: string[] = []
  const user = await createPerson({ name: 'cannot' })
  sessions.onLogin((session) => {
    if (session.name === 'cannot') throw new Error('no telephone')
  })
  sessions.onLogout((session) => void undone.push(session.userId))
  expect((await logIn(user.login)).status).toBe(500)
  expect(undone).toEqual([user.id])
  expect(await bed.redis.smembers(`orderline:user-sessions:${user.id}`)).toEqual([])
})

test('all sessions of a user end at once', async () => {
  const user = await createPerson()
  const browsers = [cookieOf(await logIn(user.login)), cookieOf(await logIn(user.login))]
  await sessions.endAllOf(user.id)
  for (const headers of browsers) expect((await bed.ask('/api/session', { headers })).status).toBe(401)
})

test('Redis holds no cookie that would let anybody in', async () => {
  const user = await createPerson()
  const token = cookieOf(await logIn(user.login)).cookie.split('=')[1] ?? ''
  const [sessionId] = await bed.redis.smembers(`orderline:user-sessions:${user.id}`)
  const stored = await bed.redis.get(`orderline:session:${sessionId}`)
  expect(stored).not.toContain(token)
  expect(sessionId).not.toBe(token)
  expect((await bed.ask('/api/session', { headers: { cookie: `orderline_session=${sessionId}` } })).status).toBe(401)
})

test('every route of sessions says who may', () => expectGuardedRoutes(bed, routers))
