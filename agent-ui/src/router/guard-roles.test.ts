import type { Role, SessionView } from '@orderline/domain/contract'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { RouteLocationNormalized } from 'vue-router'
import { useSessionStore } from '../stores/session.ts'
import { guardRoles } from './guard-roles.ts'

const board = {
  path: '/board',
  fullPath: '/board?day=1',
  meta: { roles: ['supervisor'] },
} as unknown as RouteLocationNormalized
const login = { path: '/login', fullPath: '/login', meta: { isPublic: true } } as unknown as RouteLocationNormalized
const home = { path: '/', fullPath: '/', meta: {} } as unknown as RouteLocationNormalized

function logInAs(role: Role | null): void {
  const session: SessionView = {
    userId: 'u',
    login: 'olena',
    name: 'Olena',
    role: role ?? 'agent',
    clientId: null,
    locale: 'en',
    audioMode: 'ring',
  }
  useSessionStore().$patch({ session: role === null ? null : session, isKnown: true })
}

describe('the guard of the pages', () => {
  beforeEach(() => setActivePinia(createPinia()))

  it('lets a role into its page', async () => {
    logInAs('supervisor')
    await expect(guardRoles(board)).resolves.toBe(true)
  })

  it('sends another role to its own first page', async () => {
    logInAs('agent')
    await expect(guardRoles(board)).resolves.toBe('/desk')
  })

  it('sends a stranger to the login and remembers where to', async () => {
    logInAs(null)
    await expect(guardRoles(board)).resolves.toEqual({ name: 'login', query: { next: '/board?day=1' } })
  })

  it('shows the login to strangers', async () => {
    logInAs(null)
    await expect(guardRoles(login)).resolves.toBe(true)
  })

  it('opens the first page of the role at the root', async () => {
    logInAs('logistics')
    await expect(guardRoles(home)).resolves.toBe('/deliveries')
  })
})
