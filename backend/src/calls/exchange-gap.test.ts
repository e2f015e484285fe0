import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createExchangeGap, type ExchangeGap } from './exchange-gap.ts'

/** Each comparison ends as the test says. */
let comparisons: { resolve: (isCertain?: boolean) => void; reject: (error: Error) => void }[]
let gap: ExchangeGap

beforeEach(() => {
  vi.useFakeTimers()
  comparisons = []
  gap = createExchangeGap({ reconcile: () => compareAnew(), log: createSilentLogger() })
})
afterEach(() => {
  gap.close()
  vi.useRealTimers()
})

function compareAnew(): Promise<boolean> {
  return new Promise((resolve, reject) => {
    comparisons.push({ resolve: (isCertain = true) => resolve(isCertain), reject })
  })
}

async function failsAfter(waitMs: number): Promise<void> {
  comparisons.at(-1)?.reject(new Error('the exchange is busy'))
  await vi.advanceTimersByTimeAsync(waitMs)
}

it('is open until the exchange was compared with, and from when it is not heard', async () => {
  expect(gap.isOpen()).toBe(true)
  const compared = gap.compare()
  comparisons[0]?.resolve()
  await compared
  expect(gap.isOpen()).toBe(false)
  gap.open()
  expect(gap.isOpen()).toBe(true)
})

it('a reconciliation that fails is made again, first soon, then every ten seconds', async () => {
  void gap.compare()
  for (const waitMs of [1_000, 2_000, 4_000, 8_000, 10_000, 10_000]) {
    const made = comparisons.length
    await failsAfter(waitMs - 1)
    expect(comparisons).toHaveLength(made)
    await vi.advanceTimersByTimeAsync(1)
    expect(comparisons).toHaveLength(made + 1)
  }
  expect(gap.isOpen()).toBe(true)
  comparisons.at(-1)?.resolve()
  await vi.advanceTimersByTimeAsync(0)
  expect(gap.isOpen()).toBe(false)
})

it('a reconciliation that leaves something in doubt closes the gap, and is made again until nothing is', async () => {
  const first = gap.compare()
  comparisons[0]?.resolve(false)
  await first
  expect(gap.isOpen()).toBe(false)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(comparisons).toHaveLength(2)
  comparisons[1]?.resolve()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(comparisons).toHaveLength(2)
})

it('a stream that breaks during a reconciliation leaves the gap open', async () => {
  const first = gap.compare()
  gap.open()
  comparisons[0]?.resolve()
  await first
  expect(gap.isOpen()).toBe(true)
  const second = gap.compare()
  comparisons[1]?.resolve()
  await second
  expect(gap.isOpen()).toBe(false)
})

it('is not compared again by itself while the stream is broken, nor after the end', async () => {
  for (const end of [gap.open, gap.close]) {
    void gap.compare()
    const made = comparisons.length
    end()
    await failsAfter(20_000)
    expect(comparisons).toHaveLength(made)
    void gap.compare()
    await failsAfter(0)
    end()
    await vi.advanceTimersByTimeAsync(20_000)
    expect(comparisons).toHaveLength(made + 1)
  }
})
