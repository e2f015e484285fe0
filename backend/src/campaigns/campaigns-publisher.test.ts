import { afterEach, expect, it, vi } from 'vitest'
import type { CampaignProgress } from '@orderline/domain/contract'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createCampaignsPublisher, type CampaignsPublisherDeps } from './campaigns-publisher.ts'

const at = (left: number, moment = 0) => ({ campaignId: 'one', at: moment, left }) as CampaignProgress
let publisher: { close(): void }

function start(over: Partial<CampaignsPublisherDeps>) {
  const told: number[] = []
  vi.useFakeTimers()
  const emit = ({ left }: CampaignProgress) => void told.push(left)
  const base = { watched: () => ['one'], progress: () => Promise.resolve(at(1)), emit, log: createSilentLogger() }
  publisher = createCampaignsPublisher({ ...base, ...over })
  return told
}
afterEach(() => {
  publisher.close()
  vi.useRealTimers()
})

it('tells within a second what moved, and once', async () => {
  let left = 3
  let moment = 0
  const told = start({ progress: () => Promise.resolve(at(left, (moment += 1))) })
  await vi.advanceTimersByTimeAsync(3_000)
  expect(told).toEqual([3])
  left = 2
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told).toEqual([3, 2])
})

it('asks nothing of a campaign that nobody watches, and tells who comes back', async () => {
  let ids = ['one']
  const progress = vi.fn(() => Promise.resolve(at(1)))
  const told = start({ watched: () => ids, progress })
  await vi.advanceTimersByTimeAsync(1_000)
  ids = []
  await vi.advanceTimersByTimeAsync(5_000)
  expect(progress).toHaveBeenCalledTimes(1)
  ids = ['one']
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told).toEqual([1, 1])
})

it('waits for a slow answer instead of asking again, and goes on after an error', async () => {
  const answers = [() => new Promise<never>((_, reject) => setTimeout(() => reject(new Error('away')), 2_500))]
  const progress = vi.fn(() => answers.pop()?.() ?? Promise.resolve(at(7)))
  const told = start({ progress })
  await vi.advanceTimersByTimeAsync(3_000)
  expect(progress).toHaveBeenCalledTimes(1)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told).toEqual([7])
})

it('asks for few at a time however many are watched, and passes none over', async () => {
  const ids = Array.from({ length: 50 }, (_, i) => `campaign ${i}`)
  const asked = new Map<string, number>()
  let underWay = 0
  let most = 0
  const progress = async (id: string) => {
    most = Math.max(most, (underWay += 1))
    asked.set(id, (asked.get(id) ?? 0) + 1)
    await new Promise((resolve) => setTimeout(resolve, 100))
    underWay -= 1
    return { ...at(1), campaignId: id }
  }
  start({ watched: () => ids, progress })
  await vi.advanceTimersByTimeAsync(20_000)
  expect(most).toBe(3)
  expect(asked.size).toBe(50)
  // Three each tenth of a second make eleven each; the edge of a second takes some.
  expect(Math.min(...asked.values())).toBeGreaterThanOrEqual(8)
})
