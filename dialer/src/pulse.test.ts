import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createSilentLogger } from '@orderline/runtime/logger'
import { createPulse } from './pulse.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const everyMs = 500
const restMs = 50
function started(work: () => Promise<unknown> = () => Promise.resolve()) {
  const run = vi.fn(work)
  const pulse = createPulse({ run, everyMs, restMs, log: createSilentLogger() })
  pulse.start()
  return { run, pulse }
}

describe('rounds', () => {
  it('come at once with the start, then now and then', async () => {
    const { run } = started()
    expect(run).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(everyMs)
    expect(run).toHaveBeenCalledTimes(2)
  })

  it('come at once when something wakes them after a rest', async () => {
    const { run, pulse } = started()
    await vi.advanceTimersByTimeAsync(restMs)
    pulse.wake()
    expect(run).toHaveBeenCalledTimes(2)
  })

  it('are one for all that wakes them in a rest', async () => {
    const { run, pulse } = started()
    await vi.advanceTimersByTimeAsync(1)
    for (let wakeUp = 0; wakeUp < 30; wakeUp += 1) pulse.wake()
    expect(run).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(restMs)
    expect(run).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(everyMs - 2 * restMs)
    expect(run).toHaveBeenCalledTimes(2)
  })

  it('never run two at a time, and one that was asked for meanwhile follows', async () => {
    let finish = () => undefined as void
    const { run, pulse } = started(() => new Promise<void>((resolve) => (finish = resolve)))
    pulse.wake()
    await vi.advanceTimersByTimeAsync(10 * everyMs)
    expect(run).toHaveBeenCalledTimes(1)
    finish()
    await vi.advanceTimersByTimeAsync(restMs)
    expect(run).toHaveBeenCalledTimes(2)
  })

  it('are not hurried by wake-ups while they fail', async () => {
    const { run, pulse } = started(() => Promise.reject(new Error('away')))
    await vi.advanceTimersByTimeAsync(restMs)
    pulse.wake()
    await vi.advanceTimersByTimeAsync(everyMs - 2 * restMs)
    expect(run).toHaveBeenCalledTimes(1)
    expect(pulse.isFailing()).toBe(true)
    await vi.advanceTimersByTimeAsync(restMs)
    expect(run).toHaveBeenCalledTimes(2)
  })

  it('end with the stop, and may begin again', async () => {
    const { run, pulse } = started()
    await pulse.stop()
    pulse.wake()
    await vi.advanceTimersByTimeAsync(everyMs)
    expect(run).toHaveBeenCalledTimes(1)
    pulse.start()
    expect(run).toHaveBeenCalledTimes(2)
  })
})
