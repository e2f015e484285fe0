import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createUser } from '@orderline/db/testing'
import type { HandCallView, TaskPage } from '@orderline/domain/contract'
import { createHandCallsBed, type HandCallsBed } from '../hand-calls/testing.ts'

type Headers = Record<string, string>
let bed: HandCallsBed
let marko: Awaited<ReturnType<HandCallsBed['hire']>>
let supervisor: { name: string; headers: Headers }

beforeAll(async () => {
  bed = await createHandCallsBed()
  marko = await bed.hire()
  const user = await createUser(bed.db, { role: 'supervisor', name: 'Sofia Bondar' })
  supervisor = { name: user.name, headers: await bed.http.as(user) }
})
afterAll(() => bed.close())

const tasks = async (done: 0 | 1, { headers }: { headers: Headers }) =>
  (await bed.http.ask<TaskPage>(`/api/tasks?done=${done}`, { headers })).body.items

/** Dials somebody by hand who may pick up. */
async function dial(number: string, answers: boolean): Promise<string> {
  const body = { clientId: bed.client.id, number, card: { name: 'Iryna Bondar' } }
  const call = await bed.http.ask<HandCallView>('/api/hand-calls', { method: 'POST', headers: marko.headers, body })
  const { callId, end } = await bed.dial(call.body.id, marko.user.id, { answers })
  await end()
  return callId
}

it('RS-44: a supervisor sees the tasks of all agents, each with the agent’s name, and may close one', async () => {
  const talk = await dial('+380671239001', true)
  const nobody = await dial('+380671239002', false)
  const forName = marko.user.name
  expect(await tasks(1, supervisor)).toMatchObject([{ subject: { id: talk }, forName, doneByName: forName }])
  const [open] = await tasks(0, supervisor)
  expect(open).toMatchObject({ subject: { id: nobody }, forName, doneByName: null })
  const done = await bed.http.ask(`/api/tasks/${open!.id}/done`, { method: 'POST', headers: supervisor.headers })
  expect(done.status).toBe(204)
  expect(await tasks(0, marko)).toEqual([])
  const closed = (await tasks(1, marko)).find(({ subject }) => subject.id === nobody)
  expect(closed?.doneByName).toBe(supervisor.name)
})

it('another agent sees none of them, and cannot close one', async () => {
  const olena = await bed.hire()
  await dial('+380671239003', false)
  const [open] = await tasks(0, marko)
  expect([await tasks(0, olena), await tasks(1, olena)]).toEqual([[], []])
  const done = await bed.http.ask(`/api/tasks/${open!.id}/done`, { method: 'POST', headers: olena.headers })
  expect(done.status).toBe(404)
})

it('each stands once on the pages of the list, also of those that are due in one millisecond', async () => {
  const olena = await bed.hire()
  const ids = Array.from({ length: 25 }, () => randomUUID())
  const at = new Date(bed.clock.at)
  for (const id of ids) {
    const about = { kind: 'hand-call' as const, subject: 'call' as const, subject_id: id, label: id, for_role: null }
    const whose = { client_id: bed.client.id, for_user_id: olena.user.id, done_by: null, done_at: null }
    await bed.db('tasks').insert({ id, ...about, ...whose, due_at: at, created_at: at })
  }
  const pages = async (done: 0 | 1) => {
    const page = async (offset: number) => {
      const path = `/api/tasks?done=${done}&limit=7&offset=${offset}`
      return (await bed.http.ask<TaskPage>(path, { headers: olena.headers })).body.items.map(({ id }) => id)
    }
    return (await Promise.all([0, 7, 14, 21].map(page))).flat()
  }
  ids.sort()
  expect(await pages(0)).toEqual(ids)
  await bed.db('tasks').whereIn('id', ids).update({ done_at: at, done_by: olena.user.id })
  expect(await pages(1)).toEqual([...ids].reverse())
})
