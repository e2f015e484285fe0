import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { coalesce } from './index.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function createCounted() {
  const done = { times: 0 }
  return { done, wish: coalesce(() => void (done.times += 1), 100) }
}

test('the first wish is served at once', () => {
  const { done, wish } = createCounted()
  wish()
  expect(done.times).toBe(1)
})

test('wishes within the gap are served once, when it is over', () => {
  const { done, wish } = createCounted()
  for (let i = 0; i < 5; i += 1) wish()
  vi.advanceTimersByTime(99)
  expect(done.times).toBe(1)
  vi.advanceTimersByTime(1)
  expect(done.times).toBe(2)
})

test('a wish after a quiet gap waits for nothing, and nothing is done without a wish', () => {
  const { done, wish } = createCounted()
  wish()
  vi.advanceTimersByTime(1_000)
  expect(done.times).toBe(1)
  wish()
  expect(done.times).toBe(2)
})

test('what was served late begins a gap of its own', () => {
  const { done, wish } = createCounted()
  wish()
  wish()
  vi.advanceTimersByTime(100)
  wish()
  expect(done.times).toBe(2)
  vi.advanceTimersByTime(100)
  expect(done.times).toBe(3)
})
