import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CallDetailView, CallRecordView, MissedCallView, Page } from '@orderline/domain/contract'
import type { CallRow, UserRow } from '@orderline/db'
import { createCustomer, createDid, createTestDatabase, createUser, type TestDatabase } from '@orderline/db/testing'
import { createClient, createQueue } from '@orderline/db/testing'
import { createId } from '@orderline/runtime/ids'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createHttpTestBed, type HttpTestBed } from '../http/testing.ts'
import { createRecordsRepository } from '../records/records-repository.ts'
import { createRecordsRoutes } from '../records/records-routes.ts'
import { createRecordsService } from '../records/records-service.ts'
import { createFreshSight } from '../sight/testing.ts'
import { createOutbox } from '../webhooks/outbox.ts'
import { createAudioFiles } from './audio-files.ts'
import { collectedDir, collectVoicemails } from './collect-voicemails.ts'
import { createRecordingsRoutes } from './recordings-routes.ts'
import { createRecordingsService } from './recordings-service.ts'

let database: TestDatabase
let http: HttpTestBed
let directory: string
let shop: { clientId: string; queueId: string }
let people: Record<'agent' | 'other' | 'supervisor' | 'ours' | 'theirs' | 'logistics', UserRow>

beforeAll(async () => {
  database = await createTestDatabase()
  const { db } = database
  directory = await mkdtemp(join(tmpdir(), 'orderline-sounds-'))
  http = createHttpTestBed({ db })
  const records = createRecordsService({
    missedCallDue: ({ since }) => since,
    records: createRecordsRepository(db),
    sight: createFreshSight(db),
    now: Date.now,
  })
  const recordings = createRecordingsService({
    records,
    files: { recording: createAudioFiles(directory), voicemail: createAudioFiles(collectedDir(directory)) },
    audit: http.audit,
    now: Date.now,
  })
  const { guards } = http
  await http.start([createRecordsRoutes({ guards, records }), createRecordingsRoutes({ guards, recordings })])
  const queue = await createQueue(db)
  const client = await createClient(db, { order_queue_id: queue.id })
  shop = { clientId: client.id, queueId: queue.id }
  people = {
    agent: await createUser(db),
    other: await createUser(db),
    supervisor: await createUser(db, { role: 'supervisor' }),
    ours: await createUser(db, { role: 'client', client_id: client.id }),
    theirs: await createUser(db, { role: 'client', client_id: (await createClient(db)).id }),
    logistics: await createUser(db, { role: 'logistics' }),
  }
})
afterAll(async () => {
  await http.close()
  await database.close()
  await rm(directory, { recursive: true })
})

async function insertCall(over: Partial<CallRow> = {}): Promise<string> {
  const id = createId()
  const answeredAt = new Date(Date.now() - 60_000)
  await database.db('calls').insert({
    id,
    direction: 'inbound',
    client_id: shop.clientId,
    queue_id: shop.queueId,
    agent_id: people.agent.id,
    customer_number: '+380671234567',
    status: 'answered',
    outcome: 'completed',
    started_at: new Date(answeredAt.getTime() - 5_000),
    answered_at: answeredAt,
    ended_at: new Date(answeredAt.getTime() + 30_000),
    talk_seconds: 30,
    ...over,
  })
  return id
}

const as = async (who: keyof typeof people, path: string, headers = {}) =>
  http.ask<CallDetailView>(path, { headers: { ...(await http.as(people[who])), ...headers } })

describe('call records', () => {
  it('RS-07: tell number, direction, times, duration, status, agent and whether there is a recording', async () => {
    const id = await insertCall({ recording: 'x.wav' })
    const { status, body } = await as('supervisor', `/api/calls/${id}`)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      direction: 'inbound',
      customerNumber: '+380671234567',
      agentName: people.agent.name,
      waitSeconds: 5,
      talkSeconds: 30,
      status: 'answered',
      hasRecording: true,
      journal: [],
    })
  })

  it('are seen by those whose they are, with numbers masked for agents', async () => {
    const id = await insertCall()
    expect((await as('agent', `/api/calls/${id}`)).body.customerNumber).not.toContain('1234567')
    expect((await as('ours', `/api/calls/${id}`)).body.customerNumber).toBe('+380671234567')
    for (const stranger of ['other', 'theirs'] as const)
      expect((await as(stranger, `/api/calls/${id}`)).status).toBe(404)
    expect((await as('logistics', `/api/calls/${id}`)).status).toBe(403)
    const seen = async (who: keyof typeof people) =>
      (await http.ask<Page<CallRecordView>>('/api/calls', { headers: await http.as(people[who]) })).body
    expect((await seen('theirs')).total).toBe(0)
    expect((await seen('other')).total).toBe(0)
    expect((await seen('ours')).total).toBe((await seen('supervisor')).total)
  })

  it('tell events in the order of their times, those of one moment in the journal’s', async () => {
    const id = await insertCall()
    const begin = Date.parse('2026-11-23T10:00:13Z')
    // The journal got the second one first: the agent's screen and Asterisk tell of the same second.
    const events = { '9-0': 169, '10-0': 161, '10-1': 169, '11-0': 169 }
    const rows = Object.entries(events).map(([eventId, ms]) => ({
      ...{ id: `${begin}${eventId}`, call_id: id, type: 'holdChanged', payload: '{}' },
      at: new Date(begin + ms),
    }))
    await database.db('call_events').insert(rows)
    const { journal } = (await as('supervisor', `/api/calls/${id}`)).body
    const inOrder = ['10-0', '9-0', '10-1', '11-0']
    expect(journal.map((event) => event.id.replace(String(begin), ''))).toEqual(inOrder)
  })

  it('tell how the call was routed, with the names of those who were considered', async () => {
    const id = await insertCall()
    const routing = {
      at: 1,
      chosenAgentId: people.agent.id,
      reasons: ['longest idle'],
      considered: [{ agentId: people.other.id, verdict: 'busy' }],
      counts: { busy: 1 },
    }
    const entry = { type: 'callOffered', callId: id, agentId: people.agent.id, at: 1, routing }
    const row = { call_id: id, agent_id: people.agent.id, type: 'callOffered', payload: JSON.stringify(entry) }
    await database.db('call_events').insert({ id: `${Date.now()}-0`, at: new Date(), ...row })
    expect((await as('supervisor', `/api/calls/${id}`)).body.routing).toEqual([
      {
        at: 1,
        chosenAgentName: people.agent.name,
        reasons: ['longest idle'],
        considered: [{ agentId: people.other.id, agentName: people.other.name, verdict: 'busy' }],
        counts: { busy: 1 },
      },
    ])
  })

  it('that were missed stand on a list until somebody has looked after them', async () => {
    const id = await insertCall({ status: 'missed', outcome: 'abandoned', answered_at: null, agent_id: null })
    const missed = async () =>
      (await http.ask<Page<MissedCallView>>('/api/calls/missed', { headers: await http.as(people.agent) })).body.items
    expect(await missed()).toContainEqual(expect.objectContaining({ callId: id, reason: 'abandoned', waitSeconds: 35 }))
    const headers = await http.as(people.agent)
    const handled = await http.ask(`/api/calls/${id}/handled`, { method: 'POST', body: {}, headers })
    expect(handled.body).toMatchObject({ handledBy: people.agent.name })
    expect((await missed()).map((call) => call.callId)).not.toContain(id)
  })
})

describe('a recording', () => {
  it('RS-10: is played whole or in parts, and each listening is in the audit, once', async () => {
    await writeFile(join(directory, 'talk.wav'), 'RIFF0123456789')
    const id = await insertCall({ recording: 'talk.wav', recording_count: 1 })
    const whole = await as('supervisor', `/api/calls/${id}/recordings/1`)
    expect(whole).toMatchObject({ status: 200, text: 'RIFF0123456789' })
    expect(whole.headers.get('content-type')).toBe('audio/wav')
    const part = await as('supervisor', `/api/calls/${id}/recordings/1`, { range: 'bytes=4-6' })
    expect(part).toMatchObject({ status: 206, text: '012' })
    expect(part.headers.get('content-range')).toBe('bytes 4-6/14')
    expect((await as('supervisor', `/api/calls/${id}/recordings/1`, { range: 'bytes=99-' })).status).toBe(416)
    const entries = await database.db('audit_entries').where({ action: 'recording.listened', subject_id: id })
    expect(entries).toMatchObject([{ user_id: people.supervisor.id }])
  })

  it('is one of several where the call was transferred, each with its own number', async () => {
    await writeFile(join(directory, 'moved.wav'), 'RIFFfirst')
    await writeFile(join(directory, 'moved-2.wav'), 'RIFFsecond')
    const id = await insertCall({ recording: 'moved.wav', recording_count: 2 })
    expect((await as('supervisor', `/api/calls/${id}`)).body.recordingCount).toBe(2)
    const texts = [1, 2].map(async (number) => (await as('supervisor', `/api/calls/${id}/recordings/${number}`)).text)
    expect(await Promise.all(texts)).toEqual(['RIFFfirst', 'RIFFsecond'])
    expect((await as('supervisor', `/api/calls/${id}/recordings/3`)).body).toMatchObject({
      code: 'recording/not-found',
    })
    expect((await as('supervisor', `/api/calls/${id}/recordings/0`)).status).toBe(400)
  })

  it('RS-35: is played by a supervisor, and by nobody who does not see the call', async () => {
    const id = await insertCall({ recording: 'talk.wav', recording_count: 1 })
    const statusFor = async (who: keyof typeof people) => (await as(who, `/api/calls/${id}/recordings/1`)).status
    expect(await statusFor('supervisor')).toBe(200)
    // For those who see no call of this shop there is none.
    expect(await Promise.all([statusFor('other'), statusFor('theirs'), statusFor('logistics')])).toEqual([
      404, 404, 403,
    ])
  })

  it('is not given by a name that leads out of the directory', async () => {
    const outside = await insertCall({ recording: '../../../etc/passwd', recording_count: 1 })
    expect((await as('supervisor', `/api/calls/${outside}/recordings/1`)).status).toBe(404)
    const lost = await insertCall({ recording: 'lost.wav', recording_count: 1 })
    expect((await as('supervisor', `/api/calls/${lost}/recordings/1`)).body).toMatchObject({
      code: 'recording/not-found',
    })
  })
})

describe('messages that callers left', () => {
  const collect = (voicemails: string, did: Awaited<ReturnType<typeof createDid>>) =>
    collectVoicemails({
      directory: voicemails,
      db: database.db,
      config: {
        findDid: (number) =>
          number === did.number
            ? { id: did.id, number, clientId: did.client_id, queueId: did.queue_id, label: '' }
            : undefined,
        client: () => undefined,
      },
      outbox: createOutbox({ now: Date.now, enqueue: () => undefined }),
      now: Date.now,
      log: createSilentLogger(),
    })

  async function leaveMessage(folder: string, name: string, agedMs: number): Promise<void> {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, name), 'RIFFhello')
    const at = new Date(Date.now() - agedMs)
    await utimes(join(folder, name), at, at)
  }

  it('RS-49, RS-50: become missed calls of the right shop and customer, once, and can be heard', async () => {
    const did = await createDid(database.db, { client_id: shop.clientId, queue_id: shop.queueId })
    const customer = await createCustomer(database.db, { client_id: shop.clientId })
    await leaveMessage(directory, `1768471200_${did.number}_${customer.phone}.wav`, 60_000)
    const counts = await Promise.all([collect(directory, did), collect(directory, did)])
    expect(counts[0] + counts[1]).toBe(1)
    expect(await collect(directory, did)).toBe(0)
    const calls = await database.db('calls').where({ customer_id: customer.id })
    expect(calls).toMatchObject([{ status: 'missed', outcome: 'voicemail', customer_number: customer.phone }])
    const path = `/api/calls/${calls[0]!.id}/voicemail`
    expect(await as('agent', path)).toMatchObject({ status: 200, text: 'RIFFhello' })
    expect((await as('theirs', path)).status).toBe(404)
  })

  it('wait while somebody still speaks, and are set aside when no shop has the number', async () => {
    const did = await createDid(database.db, { client_id: shop.clientId, queue_id: shop.queueId })
    const folder = join(directory, 'others')
    await leaveMessage(folder, `1768471200_${did.number}_.wav`, 0)
    await leaveMessage(folder, '1768471200_+4999_.wav', 60_000)
    expect(await collect(folder, did)).toBe(0)
    expect(await readdir(join(folder, 'rejected'))).toEqual(['1768471200_+4999_.wav'])
    expect(await readdir(folder)).toContain(`1768471200_${did.number}_.wav`)
  })
})
