import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { byId, click, mountComponent, onPage } from '../../testing/mount-component.ts'
import UsersPage from './UsersPage.vue'

/** A server with nothing in its lists, that is asked for nothing else. */
function answer(_url: string, { method = 'GET' }: RequestInit): Promise<Response> {
  if (method !== 'GET') throw new Error('the form was sent')
  return Promise.resolve(Response.json({ items: [], total: 0 }))
}

beforeEach(() => vi.stubGlobal('fetch', answer))
afterEach(() => vi.unstubAllGlobals())

it('of a new user everything that is missing is told at once, the password, too', async () => {
  await mountComponent(UsersPage)
  await click(byId('record-new'))
  await vi.waitFor(() => byId('record-form'))
  await click(byId('record-save'))
  await vi.waitFor(() => onPage('[aria-invalid="true"]'))
  const fields = ['name', 'login', 'password'].map((name) => byId(`field-${name}`).getAttribute('aria-invalid'))
  expect(fields).toEqual(['true', 'true', 'true'])
})
