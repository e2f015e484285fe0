import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { journalField, type JournalEntry } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createSilentLogger } from '@orderline/runtime/logger'
import { closeRedis, createRedis, type Redis } from '@orderline/runtime/redis'
import { createDialingBed, type DialingBed } from '../campaigns/testing.ts'
import { createJournalStream } from '../records/journal-stream.ts'
import { createJournalWriter, type JournalWriter } from '../records/journal-writer.ts'
import { arrived, ended, facts } from '../records/testing.ts'
import { createWriteJournalJob } from './write-journal.ts'

const log = createSilentLogger()
const timing = { takeOverAfterMs: 50, upkeepEveryMs: 20, readWaitMs: 50, gatherMs: 10, retryAfterMs: 10 }
const waiting = { timeout: 30_000, interval: 20 }

let bed: DialingBed
let redis: Redis
let stream: string
let deadStream: string
let jobs: { close(): Promise<void> }[] = []

beforeAll(async () => {
  bed = await createDialingBed()
  redis = createRedis({ url: process.env['TEST_REDIS_URL']!, name: 'test', log })
})
afterAll(async () => {
  await closeRedis(redis)
  await bed.close()
})
beforeEach(() => {
  stream = `test:journal:${randomUUID()}`
  deadStream = `${stream}:dead`
})
afterEach(async () => {
  await Promise.all(jobs.map((job) => job.close()))
  jobs = []
  await redis.del(stream, deadStream)
})

const realWriter = (): JournalWriter =>
  createJournalWriter({
    db: bed.db,
    settle: bed.settle,
    wishes: bed.wishes,
    releaseSubject: () => Promise.resolve(),
    wakeDialer: () => Promise.resolve(),
    onWritten: () => undefined,
  })
const openStream = () => createJournalStream({ redis, consumer: randomUUID(), stream, deadStream })

function startJob(writer: JournalWriter = realWriter(), gatherMs = timing.gatherMs) {
  const job = createWriteJournalJob({ stream: openStream(), writer, log, timing: { ...timing, gatherMs } })
  jobs.push(job)
  job.start()
  return job
}

const add = (text: string) => redis.xadd(stream, '*', journalField, text)
const knownFacts = () => facts({ clientId: bed.client.id, queueId: bed.queue.id })
async function addCall(): Promise<string> {
  const callId = createId()
  const known = knownFacts()
  const entries: JournalEntry[] = [arrived({ callId, facts: known }), ended({ callId, facts: known })]
  for (const entry of entries) await add(JSON.stringify(entry))
  return callId
}
const status = async (callId: string) => (await bed.db('calls').where({ id: callId }).first())?.status

describe('the job that writes the journal', () => {
  it('writes what is in the stream, also what came before it began, and drops it there', async () => {
    const before = await addCall()
    startJob()
    const after = await addCall()
    await vi.waitFor(
      async () => expect([await status(before), await status(after)]).toEqual(['answered', 'answered']),
      waiting,
    )
    await vi.waitFor(async () => expect(await redis.xlen(stream)).toBeLessThanOrEqual(1), waiting)
    expect(await openStreamAndAsk((opened) => opened.isWritten())).toBe(true)
  })

  it('writes the first entry at once, and together what comes soon after it', async () => {
    const real = realWriter()
    const batches: number[] = []
    const writer: JournalWriter = {
      write: (entries) => (batches.push(entries.length), real.write(entries)),
    }
    startJob(writer, 1_000)
    await add(JSON.stringify(arrived({ callId: createId(), facts: knownFacts() })))
    await vi.waitFor(() => expect(batches).toEqual([1]), waiting)
    await addCall()
    await addCall()
    await vi.waitFor(() => expect(batches).toEqual([1, 4]), waiting)
  })

  it('waits for MariaDB as long as it takes and loses nothing', async () => {
    const real = realWriter()
    let isAway = true
    let refused = 0
    const writer: JournalWriter = {
      write(entries) {
        if (!isAway) return real.write(entries)
        refused += 1
        return Promise.reject(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))
      },
    }
    startJob(writer)
    const callId = await addCall()
    await vi.waitFor(() => expect(refused).toBeGreaterThan(10), waiting)
    expect(await openStreamAndAsk((opened) => opened.isWritten())).toBe(false)
    await openStreamAndAsk((opened) => opened.trim())
    expect(await redis.xlen(stream)).toBe(2)
    expect(await redis.xlen(deadStream)).toBe(0)
    isAway = false
    await vi.waitFor(async () => expect(await status(callId)).toBe('answered'), waiting)
  })

  it('sets aside what is no entry, and what cannot be written in five tries, and writes the rest', async () => {
    const real = realWriter()
    const poisoned = await addCall()
    await add('no entry')
    const callId = await addCall()
    let tries = 0
    startJob({
      write(entries) {
        const isPoison = entries.some(({ entry }) => 'callId' in entry && entry.callId === poisoned)
        if (!isPoison) return real.write(entries)
        if (entries.length === 1) tries += 1
        return Promise.reject(new Error('cannot be written'))
      },
    })
    await vi.waitFor(async () => expect(await status(callId)).toBe('answered'), waiting)
    await vi.waitFor(async () => expect(await redis.xlen(deadStream)).toBe(3), waiting)
    expect(tries).toBe(10)
    expect(await openStreamAndAsk((opened) => opened.isWritten())).toBe(true)
  })

  it('takes over what a backend had read when it died', async () => {
    const callId = await addCall()
    const dead = openStream()
    expect(await dead.read(10, 100)).toHaveLength(2)
    dead.close()
    startJob()
    await vi.waitFor(async () => expect(await status(callId)).toBe('answered'), waiting)
  })

  it('makes its group again when Redis has lost it', async () => {
    startJob()
    const first = await addCall()
    await vi.waitFor(async () => expect(await status(first)).toBe('answered'), waiting)
    await redis.del(stream)
    const second = await addCall()
    await vi.waitFor(async () => expect(await status(second)).toBe('answered'), waiting)
  })
})

async function openStreamAndAsk<T>(ask: (opened: ReturnType<typeof openStream>) => Promise<T>): Promise<T> {
  const opened = openStream()
  try {
    return await ask(opened)
  } finally {
    opened.close()
  }
}
