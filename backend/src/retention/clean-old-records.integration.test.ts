import { existsSync } from 'node:fs'
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { CallRow, ImportRow, OutboxRow } from '@orderline/db'
import { createClient, createTestDatabase, type TestDatabase } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createUploadFiles } from '../imports/upload-files.ts'
import { createAudioFiles } from '../recordings/audio-files.ts'
import { createCleanOldRecords, type Keeping } from './clean-old-records.ts'

let database: TestDatabase
let directory: string
let clientId: string
const now = Date.parse('2026-11-22T12:00:00Z')
const [old, older, young] = ['2025-10-22T11:00:00Z', '2024-01-01T00:00:00Z', '2025-10-22T13:00:00Z'].map(
  (text) => new Date(text),
) as [Date, Date, Date]

beforeAll(async () => {
  database = await createTestDatabase()
  directory = await mkdtemp(join(tmpdir(), 'orderline-retention-'))
  clientId = (await createClient(database.db)).id
})
beforeEach(async () => {
  for (const table of ['call_events', 'outbox', 'calls', 'audit_entries', 'imports'] as const)
    await database.db(table).delete()
})
afterAll(async () => {
  await database.close()
  await rm(directory, { recursive: true })
})

function clean(keep: Partial<Keeping>): Promise<void> {
  const files = { recording: createAudioFiles(directory), voicemail: createAudioFiles(directory) }
  const nothing = { callEventsMonths: 0, webhooksDays: 0, soundsMonths: 0, uploadsDays: 0 }
  const uploads = createUploadFiles(directory)
  const log = createSilentLogger()
  return createCleanOldRecords({
    db: database.db,
    files,
    uploads,
    keep: { ...nothing, ...keep },
    now: () => now,
    log,
  })()
}

const insertEvents = (times: Date[]) =>
  database.db('call_events').insert(times.map((at, index) => ({ id: `${index}-0`, type: 'x', payload: '{}', at })))
const insertWebhook = (over: Partial<OutboxRow>) =>
  database.db('outbox').insert({
    ...{ id: createId(), client_id: clientId, target: 'shop', type: 'call.ended', payload: '{}' as never },
    ...over,
  })
async function insertCall(over: Partial<CallRow>): Promise<string> {
  const id = createId()
  const row = { id, direction: 'inbound', client_id: clientId, status: 'answered', ...over } as const
  await database.db('calls').insert(row)
  return id
}
const left = async (table: 'call_events' | 'outbox' | 'calls' | 'audit_entries') => (await database.db(table)).length

test('the journal of calls is kept for 13 months, and more than a bite of it goes at once', async () => {
  await insertEvents([...Array<Date>(2_500).fill(older), old, young])
  await clean({ callEventsMonths: 13 })
  expect(await database.db('call_events').select('at')).toEqual([{ at: young }])
})

test('a webhook that was told or given up goes; one that still waits stays, however old', async () => {
  await insertWebhook({ created_at: old, delivered_at: old })
  await insertWebhook({ created_at: old, given_up_at: old })
  const waiting = createId()
  const fresh = createId()
  await insertWebhook({ id: waiting, created_at: older, next_attempt_at: young })
  await insertWebhook({ id: fresh, created_at: new Date(now - 3_600_000), delivered_at: new Date(now) })
  await clean({ webhooksDays: 90 })
  expect((await database.db('outbox').select('id')).map(({ id }) => id).sort()).toEqual([waiting, fresh].sort())
})

test('recordings and messages go with all their files, and the record of the call stays and says so', async () => {
  const names = ['a.wav', 'a-2.wav', 'message.wav', 'young.wav']
  for (const name of names) await writeFile(join(directory, name), 'RIFF')
  const first = await insertCall({ started_at: older, recording: 'a.wav', recording_count: 2 })
  const second = await insertCall({ started_at: old, status: 'missed', voicemail: 'message.wav' })
  const gone = await insertCall({ started_at: old, recording: 'never-written.wav', recording_count: 1 })
  const kept = await insertCall({ started_at: young, recording: 'young.wav', recording_count: 1 })
  await clean({ soundsMonths: 13 })
  expect(names.filter((name) => existsSync(join(directory, name)))).toEqual(['young.wav'])
  for (const id of [first, second, gone]) {
    const row = await database.db('calls').where({ id }).first()
    expect(row).toMatchObject({ recording: null, recording_count: 0, voicemail: null })
  }
  expect(await database.db('calls').where({ id: kept }).first()).toMatchObject({ recording: 'young.wav' })
})

test('an uploaded list goes after its days; one that is still to be read stays, and so does a young one', async () => {
  const upload = async (at: Date, state?: ImportRow['state']) => {
    const id = createId()
    await writeFile(join(directory, `${id}.upload`), 'phone')
    await utimes(join(directory, `${id}.upload`), at, at)
    const row = { id, kind: 'records', file_name: 'a.csv', errors: '[]' as never, created_at: at } as const
    if (state) await database.db('imports').insert({ ...row, state })
    return id
  }
  const ids = [
    await upload(old, 'done'),
    await upload(old, 'failed'),
    await upload(old),
    await upload(old, 'running'),
    await upload(old, 'waiting'),
    await upload(new Date(now - 3_600_000), 'done'),
  ]
  await clean({})
  expect(ids.filter((id) => existsSync(join(directory, `${id}.upload`)))).toEqual(ids)
  await clean({ uploadsDays: 30 })
  expect(ids.filter((id) => existsSync(join(directory, `${id}.upload`)))).toEqual(ids.slice(3))
})

test('nothing goes where 0 says for ever, and the audit never does', async () => {
  await insertEvents([older])
  await insertWebhook({ created_at: older, delivered_at: older })
  await insertCall({ started_at: older, recording: 'a.wav', recording_count: 1 })
  const entry = { id: createId(), action: 'a', subject: 's', details: '{}' as never, at: older }
  await database.db('audit_entries').insert(entry)
  await clean({})
  expect([await left('call_events'), await left('outbox')]).toEqual([1, 1])
  await clean({ callEventsMonths: 1, webhooksDays: 1, soundsMonths: 1 })
  expect(await left('audit_entries')).toBe(1)
  expect(await left('calls')).toBe(1)
})
