import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createHttpClient } from '../api/http-client.ts'
import type { CrudApi } from '../api/crud-api.ts'
import { useRecordEditor } from './use-record-editor.ts'

type Skill = { name: string }
type SkillView = Skill & { id: string }

/** A server with one record, that refuses to write over what the writer has not seen (RFC 9110 §13.1.1). */
function serve() {
  const stored = { id: 's1', name: 'Garden', version: 1 }
  const http = createHttpClient({ fetch: answer, wait: () => Promise.resolve() })

  function answer(_url: unknown, { method = 'GET', body, headers }: RequestInit = {}): Promise<Response> {
    const seen = new Headers(headers).get('if-match')
    if (method === 'PUT' && seen !== null && seen !== `"${stored.version}"`) return refuse()
    if (method === 'PUT') Object.assign(stored, JSON.parse(body as string), { version: stored.version + 1 })
    const { version, ...view } = stored
    return Promise.resolve(Response.json(view, { headers: { etag: `"${version}"` } }))
  }
  function refuse(): Promise<Response> {
    const headers = { 'content-type': 'application/problem+json' }
    return Promise.resolve(Response.json({ status: 412, code: 'resource/changed' }, { status: 412, headers }))
  }

  const api = {
    get: (id: string) => http.get<SkillView>(`/skills/${id}`),
    create: (input: Skill) => http.post<SkillView>('/skills', input),
    replace: (id: string, input: Skill, seen?: SkillView) => http.put<SkillView>(`/skills/${id}`, input, { seen }),
    remove: (id: string) => http.delete(`/skills/${id}`),
    list: () => Promise.resolve({ items: [], total: 0 }),
  } as CrudApi<SkillView, Skill>
  return { api, stored }
}

const openEditor = (api: CrudApi<SkillView, Skill>) =>
  useRecordEditor<SkillView, Skill>({
    api,
    schema: z.strictObject({ name: z.string() }),
    blank: () => ({ name: '' }),
    toInput: ({ name }) => ({ name }),
  })

describe('two administrators at one record', () => {
  it('tell the second one of the conflict, who may look at the present state and write then', async () => {
    const { api, stored } = serve()
    const [first, second] = [openEditor(api), openEditor(api)]
    await Promise.all([first.openAnew('s1'), second.openAnew('s1')])
    first.draft.value!.name = 'Garden tools'
    second.draft.value!.name = 'Gardens'
    expect(await first.save()).toMatchObject({ name: 'Garden tools' })
    expect(await second.save()).toBeUndefined()
    expect(second.error.value?.code).toBe('resource/changed')
    expect(second.draft.value).toEqual({ name: 'Gardens' })
    expect(stored.name).toBe('Garden tools')
    await second.openAnew('s1')
    expect(second.error.value).toBeNull()
    expect(second.draft.value).toEqual({ name: 'Garden tools' })
    second.draft.value!.name = 'Gardens'
    await second.save()
    expect(stored.name).toBe('Gardens')
  })

  it('one who saves twice meets no conflict with the own first save', async () => {
    const { api, stored } = serve()
    const editor = openEditor(api)
    await editor.openAnew('s1')
    editor.draft.value!.name = 'One'
    const saved = await editor.save()
    editor.open(saved!)
    editor.draft.value!.name = 'Two'
    await editor.save()
    expect(stored.name).toBe('Two')
  })
})

it('begins each new record afresh, whatever was written into the one before', () => {
  const schema = z.strictObject({ name: z.string(), holidays: z.array(z.string()).default([]) })
  type Calendar = z.infer<typeof schema>
  const api = {} as CrudApi<Calendar & { id: string }, Calendar>
  const blank = () => schema.parse({ name: '' })
  const editor = useRecordEditor({ api, schema, blank, toInput: ({ id: _id, ...input }) => input })
  editor.openNew()
  editor.draft.value!.holidays.push('2026-12-25')
  editor.openNew()
  expect(editor.draft.value).toEqual({ name: '', holidays: [] })
  expect(editor.isDirty.value).toBe(false)
})
