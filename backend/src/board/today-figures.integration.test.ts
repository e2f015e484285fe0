import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { JournalEntry } from '@orderline/domain/contract'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createDialingBed, type DialingBed } from '../campaigns/testing.ts'
import { createJournalWriter } from '../records/journal-writer.ts'
import { answered, arrived, ended, facts, wrappedUp } from '../records/testing.ts'
import { createTodayFigures, type TodayFigures } from './today-figures.ts'
import { createTodayRepository } from './today-repository.ts'

let bed: DialingBed
let figures: TodayFigures
const onAgentChanged = vi.fn<(agentId: string) => void>()

beforeAll(async () => {
  bed = await createDialingBed()
  figures = createTodayFigures({
    repository: createTodayRepository(bed),
    onAgentChanged,
    now: () => ended().at + 1000,
    log: createSilentLogger(),
  })
})
afterAll(() => bed.close())

async function write(entries: JournalEntry[]): Promise<void> {
  const writer = createJournalWriter({
    db: bed.db,
    settle: bed.settle,
    wishes: bed.wishes,
    releaseSubject: bed.inFlight.release,
    wakeDialer: () => Promise.resolve(),
    onWritten: figures.recordsWritten,
  })
  await writer.write(entries.map((entry, index) => ({ id: `${entry.at}-${index}`, entry })))
}

describe('an agent’s day', () => {
  it('counts a talk as soon as its record is written, though the screen asked a moment before', async () => {
    const { agentId } = bed
    const known = facts({ clientId: bed.client.id, queueId: bed.queue.id })
    expect(figures.agent(agentId)).toMatchObject({ calls: 0, talkSeconds: 0 })
    await write([arrived({ facts: known }), answered({ agentId }), ended({ facts: known, agentId })])
    await vi.waitFor(() => expect(onAgentChanged).toHaveBeenCalledWith(agentId))
    expect(figures.agent(agentId)).toMatchObject({ calls: 1, confirmed: 0, talkSeconds: 60 })
  })

  it('is read for many agents at once', async () => {
    const asked: string[][] = []
    const { agentId } = bed
    const repository = createTodayRepository(bed)
    const many = createTodayFigures({
      repository: { ...repository, agents: (ids, since) => (asked.push([...ids]), repository.agents(ids, since)) },
      onAgentChanged,
      now: () => ended().at + 1000,
      log: createSilentLogger(),
    })
    many.agent('nobody')
    many.agent(agentId)
    many.recordsWritten([agentId])
    await vi.waitFor(() => expect(many.agent(agentId)).toMatchObject({ calls: 1 }))
    expect(many.agent('nobody')).toMatchObject({ calls: 0 })
    expect(asked).toEqual([['nobody', agentId]])
  })

  it('is shown anew only when a figure has changed', async () => {
    const { agentId } = bed
    onAgentChanged.mockClear()
    await write([wrappedUp({ agentId, disposition: 'info-given' })])
    await write([wrappedUp({ agentId, disposition: 'confirmed', at: wrappedUp().at + 1 })])
    await vi.waitFor(() => expect(figures.agent(agentId)).toMatchObject({ confirmed: 1 }))
    expect(onAgentChanged).toHaveBeenCalledTimes(1)
  })
})
