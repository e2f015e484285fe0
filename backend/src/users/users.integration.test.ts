import { afterAll, beforeAll, expect, test } from 'vitest'
import type { UserView } from '@orderline/domain/contract'
import { createSkill } from '@orderline/db/testing'
import { createAdministrationBed, userInput, type AdministrationBed } from '../administration/testing.ts'
import { problemOf } from '../http/testing.ts'

let t: AdministrationBed

beforeAll(async () => {
  t = await createAdministrationBed()
})
afterAll(() => t.close())

test('a user is made with skills; rules between fields are told with their pointers', async () => {
  const skill = await createSkill(t.db)
  const made = await t.post<UserView>('/api/admin/users', userInput({ skills: [{ skillId: skill.id, level: 4 }] }))
  expect(made.body).toMatchObject({ skills: [{ skillId: skill.id, level: 4 }], active: true })
  expect(made.text).not.toContain('password')
  expect(problemOf(await t.post('/api/admin/users', userInput({ password: undefined }))).errors).toMatchObject([
    { pointer: '/password' },
  ])
  expect(problemOf(await t.post('/api/admin/users', userInput({ role: 'client' }))).errors).toMatchObject([
    { pointer: '/clientId' },
  ])
  expect(problemOf(await t.post('/api/admin/users', userInput({ login: made.body.login }))).errors).toMatchObject([
    { pointer: '/login' },
  ])
})

test('of a new user all that is wrong is told at once', async () => {
  const empty = userInput({ login: '', name: '', role: 'client', password: undefined })
  const { errors } = problemOf(await t.post('/api/admin/users', empty))
  const pointers = errors?.map(({ pointer }) => pointer)
  expect(pointers?.sort()).toEqual(['/clientId', '/login', '/name', '/password'])
  expect(errors).toContainEqual(expect.objectContaining({ pointer: '/clientId', code: 'mismatch' }))
})

test('a user whose rights change is logged out everywhere; one who gets a skill is not', async () => {
  const skill = await createSkill(t.db)
  const { id, createdAt: _createdAt, ...user } = (await t.post<UserView>('/api/admin/users', userInput())).body
  await t.put(`/api/admin/users/${id}`, { ...user, skills: [{ skillId: skill.id, level: 1 }] })
  expect(t.endedSessions).not.toContain(id)
  await t.put(`/api/admin/users/${id}`, { ...user, active: false })
  expect(t.endedSessions).toContain(id)
})

test('an administrator takes neither the own rights nor the own account away', async () => {
  const own = { login: t.admin.login, name: t.admin.name, role: 'agent', locale: 'en', audioMode: 'ring', active: true }
  expect(problemOf(await t.put(`/api/admin/users/${t.admin.id}`, own)).code).toBe('user/is-self')
  expect(problemOf(await t.remove(`/api/admin/users/${t.admin.id}`)).code).toBe('user/is-self')
})
