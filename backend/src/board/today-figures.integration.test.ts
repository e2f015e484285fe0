import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { ClientView, JournalEntry } from '@orderline/domain/contract'
import { createId } from '@orderline/runtime/ids'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createDialingBed, noon, type DialingBed } from '../campaigns/testing.ts'
import { createOrderClockRepository } from '../order-clock/order-clock-repository.ts'
import { createOrderClockService } from '../order-clock/order-clock-service.ts'
import { createJournalWriter } from '../records/journal-writer.ts'
import { answered, arrived, ended, facts, wrappedUp } from '../records/testing.ts'
import { createTodayFigures, type TodayFigures } from './today-figures.ts'
import { createTodayRepository } from './today-repository.ts'

let bed: DialingBed
let figures: TodayFigures
const nothingPromised = () => Promise.resolve({ share: null, p50Ms: null })
const onAgentChanged = vi.fn<(agentId: string) => void>()

beforeAll(async () => {
  bed = await createDialingBed()
  figures = createTodayFigures({
    repository: createTodayRepository(bed),
    readPromise: nothingPromised,
    onAgentChanged,
    timeZone: 'Europe/Kyiv',
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
      readPromise: nothingPromised,
      onAgentChanged,
      timeZone: 'Europe/Kyiv',
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

describe('the day of the centre', () => {
  it.each([
    { timeZone: 'Europe/Kyiv', now: '2026-01-14T22:30:00Z', midnight: '2026-01-14T22:00:00Z' },
    { timeZone: 'America/New_York', now: '2026-01-15T04:30:00Z', midnight: '2026-01-14T05:00:00Z' },
    // Clocks were put forward at one in the night of Greenwich.
    { timeZone: 'Europe/Kyiv', now: '2026-03-29T12:00:00Z', midnight: '2026-03-28T22:00:00Z' },
  ])('begins at the midnight of $timeZone, also at $now', ({ timeZone, now, midnight }) => {
    const repository = createTodayRepository(bed)
    const asked: Date[] = []
    const centre = createTodayFigures({
      ...{ onAgentChanged, timeZone, now: () => Date.parse(now), log: createSilentLogger() },
      repository: { ...repository, centre: (since) => (asked.push(since), repository.centre(since)) },
      readPromise: (since) => (asked.push(since), nothingPromised()),
    })
    centre.centre()
    expect(asked).toEqual([new Date(midnight), new Date(midnight)])
  })

  it('counts a call as answered also while it waits once more, since its agent was lost', async () => {
    const counted = () => createTodayRepository(bed).centre(new Date(answered().at - 3_600_000))
    const before = await counted()
    const callId = createId()
    const { agentId } = bed
    const [came, at] = [arrived().at + 1, answered().at + 1]
    const known = facts({ clientId: bed.client.id, queueId: bed.queue.id })
    const lost: JournalEntry = { type: 'agentLost', callId, agentId, at: at + 1_000 }
    await write([arrived({ callId, at: came, facts: known }), answered({ callId, at, agentId }), lost])
    const { inbound, answered: answeredCalls } = await counted()
    expect([inbound, answeredCalls]).toEqual([before.inbound + 1, before.answered + 1])
  })

  it('CC-48: keeps the promise as the board of the 15 minutes says: who asked for later is not counted, a miss is', async () => {
    const ago = (minutes: number) => new Date(noon - minutes * 60_000)
    const received = { received_at: ago(30) }
    await bed.placeOrder({ ...received, status: 'confirmed', handed_over_at: ago(25) })
    await bed.placeOrder(received)
    const postponed = await bed.placeOrder(received)
    const asked = { kind: 'callback', text: 'later', at: ago(28) } as const
    await bed.db('order_events').insert({ id: createId(), order_id: postponed.id, ...asked })
    const centre = createTodayFigures({
      repository: createTodayRepository(bed),
      readPromise: (since) => orderClock().figures({ from: since.getTime(), until: noon }),
      ...{ onAgentChanged, timeZone: 'Europe/Kyiv', now: () => noon, log: createSilentLogger() },
    })
    await vi.waitFor(() => expect(centre.centre()).toMatchObject({ within15Minutes: 0.5 }))
    expect(centre.centre().orderToLogisticsP50Seconds).toBe(5 * 60)
  })
})

function orderClock() {
  const shop = { id: bed.client.id, timeZone: 'Europe/Kyiv' } as ClientView
  const config = { client: () => shop, clients: () => [shop] }
  const hours = { fromMinute: 8 * 60, untilMinute: 21 * 60 }
  return createOrderClockService({ orders: createOrderClockRepository(bed), config, hours, now: () => noon })
}
