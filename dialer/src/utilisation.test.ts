import { describe, expect, it } from 'vitest'
import { createUtilisation, resumeWindow } from './utilisation.ts'

describe('utilisation', () => {
  it('is the share of the time on shift in which agents talked or wrote up', () => {
    const utilisation = createUtilisation()
    expect(utilisation.share()).toBeNull()
    for (let second = 0; second <= 60; second += 1) utilisation.add({ busy: 3, onShift: 4, now: second * 1_000 })
    expect(utilisation.share()).toBeCloseTo(0.75)
  })

  it('forgets after a quarter of an hour', () => {
    const utilisation = createUtilisation()
    for (let second = 0; second <= 60; second += 1) utilisation.add({ busy: 4, onShift: 4, now: second * 1_000 })
    for (let second = 961; second <= 1_020; second += 1) utilisation.add({ busy: 0, onShift: 4, now: second * 1_000 })
    expect(utilisation.share()).toBe(0)
  })

  it('does not count a time in which nobody looked', () => {
    const utilisation = createUtilisation()
    utilisation.add({ busy: 0, onShift: 1, now: 0 })
    for (let second = 1; second <= 5; second += 1) utilisation.add({ busy: 0, onShift: 1, now: second * 1_000 })
    utilisation.add({ busy: 1, onShift: 1, now: 600_000 })
    expect(utilisation.share()).toBeCloseTo(0.5)
  })

  it('goes on after a restart, the absence left out', () => {
    const before = createUtilisation()
    for (let second = 0; second <= 60; second += 1) before.add({ busy: 4, onShift: 4, now: second * 1_000 })
    const after = createUtilisation(resumeWindow(JSON.parse(JSON.stringify(before.window()))))
    for (let second = 120; second <= 180; second += 1) after.add({ busy: 0, onShift: 4, now: second * 1_000 })
    expect(after.share()).toBeCloseTo(0.5)
    expect(resumeWindow('what nobody wrote')).toEqual([])
  })
})
