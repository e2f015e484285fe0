import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCampaign, createUser } from '@orderline/db/testing'
import type { UserRow } from '@orderline/db'
import type { ImportView, Page } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { findDone } from '../campaigns/finish-campaigns.ts'
import { createDialingBed, type DialingBed } from '../campaigns/testing.ts'
import { createHttpTestBed, problemOf, type HttpTestBed } from '../http/testing.ts'
import { createAlone } from './alone.ts'
import { createImportsRoutes } from './imports-routes.ts'
import { createImportsService } from './imports-service.ts'
import { createRunImports, type RunImportsDeps } from './run-imports.ts'
import { lostAfter } from './sought-files.ts'
import { createUploadFiles } from './upload-files.ts'

let bed: DialingBed
let http: HttpTestBed
let url: string
let headers: Record<string, string>
let sender: UserRow
const told: Record<string, unknown>[] = []
const dir = mkdtempSync(join(tmpdir(), 'orderline-imports-'))
const files = createUploadFiles(dir)

beforeAll(async () => {
  bed = await createDialingBed()
  const { db } = bed
  http = createHttpTestBed({ db })
  const imports = createImportsService({ db, files, audit: http.audit, now: () => bed.clock.at })
  url = (await http.start([createImportsRoutes({ guards: http.guards, imports })])).url
  sender = await createUser(db, { role: 'supervisor' })
  headers = await http.as(sender)
})
afterAll(async () => {
  await http.close()
  await bed.close()
  rmSync(dir, { recursive: true })
})

function runner(over: Partial<RunImportsDeps> = {}) {
  const { db, log, wishes } = bed
  const wakeDialer = () => Promise.resolve()
  const base = { db, files, alone: createAlone({ redis: http.redis }), wakeDialer, now: () => bed.clock.at, log }
  const notify: RunImportsDeps['notify'] = (room, { level, code, params }) => told.push({ room, level, code, params })
  return createRunImports({ ...base, notify, doNotCall: wishes.doNotCall, ...over })
}

async function upload(path: string, body: string, fileName = 'list.csv') {
  const type = { 'content-type': 'application/octet-stream' }
  const response = await fetch(`${url}${path}?fileName=${fileName}`, {
    method: 'POST',
    body,
    headers: { ...headers, ...type },
  })
  return { status: response.status, body: (await response.json()) as ImportView }
}

async function newCampaign(): Promise<string> {
  return (await createCampaign(bed.db, { client_id: bed.client.id, queue_id: bed.queue.id })).id
}

const get = async (id: string) => (await http.ask<ImportView>(`/api/imports/${id}`, { headers })).body
const countRecords = async (campaignId: string) => {
  const row = await bed
    .db('dial_records')
    .where({ campaign_id: campaignId })
    .count<{ total: number }>('* as total')
    .first()
  return Number(row?.total)
}
const numberOf = (index: number) => `+38067${String(1_000_000 + index)}`

describe('the upload of a list', () => {
  it(
    'takes 100,000 rows with every kind of broken line, tells each of those, and adds nothing the second time',
    { timeout: 240_000 },
    async () => {
      const campaignId = await newCampaign()
      const brokenKinds = [
        ';No number',
        'abc;No phone',
        `+380671234567;${'x'.repeat(300)}`,
        '0671234567;"un"closed',
        '+38067;Short',
      ]
      const lines = Array.from({ length: 100_000 }, (_, index) => {
        if (index % 1_000 < brokenKinds.length) return brokenKinds[index % 1_000]
        // Each hundredth is the one before it.
        return `${numberOf(index % 100 === 99 ? index - 1 : index)};Customer ${index};Lviv`
      })
      const text = ['phone;name;city', ...lines].join('\r\n')
      const { status, body } = await upload(`/api/campaigns/${campaignId}/imports`, text)
      expect([status, body.state]).toEqual([202, 'waiting'])
      expect(await runner().runAll()).toBe(1)
      const first = await get(body.id)
      const counts = { rowsTotal: 100_000, rowsRead: 100_000, added: 98_500, repeated: 1_000, refused: 500 }
      expect(first).toMatchObject({ state: 'done', ...counts })
      expect(first.errors).toHaveLength(500)
      expect(first.errors[1]).toMatchObject({ line: 3, column: 'phone', code: 'not-a-phone' })
      const all = await http.ask(`/api/imports/${body.id}/errors.csv`, { headers })
      expect(all.text.trim().split('\r\n')).toHaveLength(501)
      const again = await upload(`/api/campaigns/${campaignId}/imports`, text)
      await runner().runAll()
      expect(await get(again.body.id)).toMatchObject({ added: 0, repeated: 99_500, refused: 500 })
      expect(await countRecords(campaignId)).toBe(98_500)
    },
  )

  it('tells its sender when it has been read: what was taken, and what not', async () => {
    const campaignId = await newCampaign()
    const send = async (text: string) => {
      const { body } = await upload(`/api/campaigns/${campaignId}/imports`, text)
      told.length = 0
      await runner().runAll()
      return body.id
    }
    const counts = { added: 1, repeated: 1, refused: 1 }
    const importId = await send(['phone;name', `${numberOf(1)};A`, `${numberOf(1)};A`, '12;B'].join('\n'))
    const to = { room: `user:${sender.id}`, params: { file: 'list.csv', importId, ...counts } }
    expect(told).toEqual([{ ...to, level: 'warning', code: 'import-done' }])
    await send('')
    expect(told).toMatchObject([{ level: 'error', code: 'import-failed' }])
    await send(`phone;name\n${numberOf(2)};A`)
    expect(told).toMatchObject([{ level: 'info', code: 'import-done', params: { added: 1, refused: 0 } }])
  })

  it('tells the first errors when the file is too old to be kept', async () => {
    const text = ['phone;name', `${numberOf(1)};A`, '12;B'].join('\n')
    const { body } = await upload(`/api/campaigns/${await newCampaign()}/imports`, text)
    await runner().runAll()
    const errors = async () => (await http.ask(`/api/imports/${body.id}/errors.csv`, { headers })).text
    const fromFile = await errors()
    await files.remove(body.id)
    expect(await errors()).toBe(fromFile)
    expect(fromFile).toContain('not-a-phone')
  })

  it('goes on where a killed process stopped: nothing twice, nothing lost', async () => {
    const campaignId = await newCampaign()
    const lines = Array.from({ length: 4_300 }, (_, index) => `${numberOf(index)};${index}`)
    const { body } = await upload(`/api/campaigns/${campaignId}/imports`, ['phone;id', ...lines].join('\n'))
    let batches = 0
    // The lease is lost after two batches, as for a process that was away.
    const dying = runner({ alone: (_name, work) => work(() => (batches += 1) <= 2) })
    await dying.runAll()
    expect(await get(body.id)).toMatchObject({ state: 'running', rowsRead: 4_000, added: 4_000 })
    await Promise.all([runner().runAll(), runner().runAll()])
    expect(await get(body.id)).toMatchObject({ state: 'done', rowsRead: 4_300, added: 4_300, repeated: 0 })
    expect(await countRecords(campaignId)).toBe(4_300)
  })

  it('whose file is lost fails with that reason, holds up no other, and can be sent again', async () => {
    const campaignId = await newCampaign()
    await bed.db('campaigns').where({ id: campaignId }).update({ status: 'draining' })
    const send = (index: number) => upload(`/api/campaigns/${campaignId}/imports`, `phone\n${numberOf(index)}\n`)
    const [lost, whole] = [await send(1), await send(2)]
    await files.remove(lost.body.id)
    const run = runner()
    told.length = 0
    expect(await run.runAll()).toBe(1)
    // Another backend may have it, and be busy.
    expect(await get(lost.body.id)).toMatchObject({ state: 'waiting' })
    expect(await get(whole.body.id)).toMatchObject({ state: 'done', added: 1 })
    expect(await findDone(bed.db)).not.toContain(campaignId)
    bed.clock.at += lostAfter
    await run.runAll()
    expect(await get(lost.body.id)).toMatchObject({
      state: 'failed',
      finishedAt: bed.clock.at,
      errors: [{ line: 0, code: 'lost-file' }],
    })
    expect(told.at(-1)).toMatchObject({ room: `user:${sender.id}`, level: 'error', code: 'import-failed' })
    expect(await findDone(bed.db)).toContain(campaignId)
    const again = await send(1)
    await run.runAll()
    expect(await get(again.body.id)).toMatchObject({ state: 'done', added: 1 })
  })

  it('whose file is lost in the middle keeps what was taken of it', async () => {
    const lines = Array.from({ length: 2_500 }, (_, index) => numberOf(index))
    const { body } = await upload(`/api/campaigns/${await newCampaign()}/imports`, ['phone', ...lines].join('\n'))
    let batches = 0
    await runner({ alone: (_name, work) => work(() => (batches += 1) <= 1) }).runAll()
    await files.remove(body.id)
    const run = runner()
    await run.runAll()
    bed.clock.at += lostAfter
    await run.runAll()
    const counts = { rowsTotal: 2_000, rowsRead: 2_000, added: 2_000 }
    expect(await get(body.id)).toMatchObject({ state: 'failed', ...counts, errors: [{ code: 'lost-file' }] })
  })

  it('takes rows that are as long as they may be', async () => {
    const campaignId = await newCampaign()
    const titles = Array.from({ length: 15 }, (_, index) => `field ${index}`)
    const cells = titles.map(() => 'є'.repeat(300)).join(';')
    const lines = Array.from({ length: 2_000 }, (_, index) => `${numberOf(index)};${cells}`)
    const { body } = await upload(
      `/api/campaigns/${campaignId}/imports`,
      [`phone;${titles.join(';')}`, ...lines].join('\n'),
    )
    await runner().runAll()
    expect(await get(body.id)).toMatchObject({ state: 'done', rowsRead: 2_000, added: 2_000 })
  })

  it('keeps numbers that nobody may call as blocked, and says why', async () => {
    const campaignId = await newCampaign()
    const entry = { id: createId(), number: numberOf(1), scope: '*', source: 'api' as const, note: '', author_id: null }
    await bed.db('do_not_call').insert({ ...entry, created_at: new Date() })
    await upload(`/api/campaigns/${campaignId}/imports`, `phone\n${numberOf(0)}\n${numberOf(1)}\n`)
    await runner().runAll()
    const rows = await bed.db('dial_records').where({ campaign_id: campaignId }).orderBy('number')
    expect(rows.map(({ status, settled_because: because }) => [status, because])).toEqual([
      ['new', null],
      ['blocked', 'the number is on the do-not-call list'],
    ])
  })

  it('without a column of numbers fails as a whole and says so', async () => {
    const campaignId = await newCampaign()
    const { body } = await upload(`/api/campaigns/${campaignId}/imports`, 'name;city\nAnna;Lviv\n')
    await runner().runAll()
    expect(await get(body.id)).toMatchObject({ state: 'failed', errors: [{ code: 'no-number-column' }] })
    const list = await http.ask<Page<ImportView>>(`/api/campaigns/${campaignId}/imports`, { headers })
    expect(list.body.items.map(({ id }) => id)).toEqual([body.id])
  })

  it('of what is no text and no sheet, of nothing known, or of too much is refused and leaves no file', async () => {
    const kept = readdirSync(dir).length
    const campaignId = await newCampaign()
    expect((await upload(`/api/campaigns/${campaignId}/imports`, 'a\0b')).status).toBe(415)
    expect((await upload(`/api/campaigns/${createId()}/imports`, 'phone\n')).status).toBe(404)
    expect((await upload(`/api/campaigns/${campaignId}/imports`, 'x'.repeat(51 * 1024 * 1024))).status).toBe(413)
    const json = await http.ask(`/api/campaigns/${campaignId}/imports`, { method: 'POST', body: {}, headers })
    expect(problemOf(json).errors?.[0]?.pointer).toBe('?fileName')
    expect(readdirSync(dir)).toHaveLength(kept)
  })
})

describe('the upload of numbers that nobody calls', () => {
  it('is a file: a request that brings none is no empty list', async () => {
    const kept = readdirSync(dir).length
    const answer = await http.ask('/api/do-not-call/imports?fileName=none.csv', { method: 'POST', headers })
    expect(problemOf(answer)).toMatchObject({ status: 415, code: 'import/wrong-type' })
    expect(await bed.db('imports').where({ file_name: 'none.csv' })).toEqual([])
    expect(readdirSync(dir)).toHaveLength(kept)
  })

  it('is kept by the name of a file, in which no control character stands', async () => {
    const answer = await upload('/api/do-not-call/imports', 'phone\n', 'a%1b%5B31mb.csv')
    expect(answer.status).toBe(400)
  })

  it('adds each once, for one client, and blocks what waits for them', async () => {
    const record = await bed.addRecord({ number: numberOf(77) })
    const lines = `${numberOf(77)}\n${numberOf(78)}\n${numberOf(77)}\nnothing\n`
    const { body } = await upload('/api/do-not-call/imports', lines, `letter.csv&clientId=${bed.client.id}`)
    await runner().runAll()
    expect(await get(body.id)).toMatchObject({ state: 'done', added: 2, repeated: 1, refused: 1 })
    expect(await bed.record(record.id)).toMatchObject({ status: 'blocked' })
    const rows = await bed.db('do_not_call').where({ scope: bed.client.id, source: 'file' }).orderBy('number')
    expect(rows.map(({ number, note }) => [number, note])).toEqual([
      [numberOf(77), 'letter.csv'],
      [numberOf(78), 'letter.csv'],
    ])
  })
})
