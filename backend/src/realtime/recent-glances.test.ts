import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { QueueGlance } from '@orderline/domain/contract'
import { createRecentGlances } from './recent-glances.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function open() {
  const queue: QueueGlance = { id: 'a', name: 'A', waiting: 0, longestWaitSince: null, readyAgents: 1 }
  let looks = 0
  const glances = createRecentGlances(() => [{ ...queue, waiting: (looks += 1) }])
  return () => glances().get('a')?.waiting
}

test('many screens of one moment cost one look at the queues', () => {
  const waiting = open()
  expect([waiting(), waiting()]).toEqual([1, 1])
})

test('a look is not older than a tenth of a second', () => {
  const waiting = open()
  waiting()
  vi.advanceTimersByTime(100)
  expect(waiting()).toBe(2)
})
