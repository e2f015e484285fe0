import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { useClockStore } from '../stores/clock.ts'
import { useWrapUpTimer } from './use-wrap-up-timer.ts'

describe('wrap-up timer', () => {
  beforeEach(() => {
    setActivePinia(createPinia())
    vi.useFakeTimers({ now: 1_000_000 })
  })
  afterEach(() => void vi.useRealTimers())

  function start(until: number | null) {
    const end = ref(until)
    const onLastMoment = vi.fn<() => void>()
    const scope = effectScope()
    const timer = scope.run(() => useWrapUpTimer(end, onLastMoment))!
    return { end, onLastMoment, timer, scope }
  }

  async function pass(ms: number): Promise<void> {
    vi.advanceTimersByTime(ms)
    await nextTick()
  }

  it('counts down by the clock of the server', async () => {
    useClockStore().learn(1_005_000)
    const { timer, scope } = start(1_035_000)
    await pass(10_000)
    expect(timer.leftMs.value).toBe(20_000)
    scope.stop()
  })

  it('announces the last moment once', async () => {
    const { onLastMoment, scope } = start(1_010_000)
    await pass(7000)
    expect(onLastMoment).not.toHaveBeenCalled()
    await pass(1000)
    await pass(2000)
    expect(onLastMoment).toHaveBeenCalledTimes(1)
    scope.stop()
  })

  it('announces again after an extension', async () => {
    const { end, onLastMoment, scope } = start(1_003_000)
    await pass(1000)
    end.value = 1_033_000
    await pass(30_000)
    expect(onLastMoment).toHaveBeenCalledTimes(2)
    scope.stop()
  })

  it('has nothing to count outside of a wrap-up', () => {
    const { timer, scope } = start(null)
    expect(timer.leftMs.value).toBeNull()
    scope.stop()
  })
})
