import { describe, expect, it } from 'vitest'
import { addEnding, addExposure, copyHazardTable, createHazardTable } from './hazard-table.ts'
import { burstOf, followLately } from './lately.ts'
import { byPerson } from './ringing.ts'

/** A thousand lines that rang for ten seconds; one in ten was answered. */
function learnt() {
  const table = createHazardTable({ bins: 20, binSeconds: 1, causes: 2 })
  for (let line = 0; line < 1000; line += 1) {
    addExposure(table, 0, 10)
    if (line % 10 === 0) addEnding(table, byPerson, (line / 100) % 10)
  }
  return table
}

describe('a burst of answers', () => {
  it('is expected by how long lines rang, at the ages at which they did', () => {
    const before = learnt()
    const after = copyHazardTable(before)
    for (let line = 0; line < 50; line += 1) addExposure(after, 0, 10)
    addEnding(after, byPerson, 4)
    const lately = followLately({ expected: 0, answered: 0 }, { before, after, seconds: 2 })
    expect(lately.answered).toBe(1)
    expect(lately.expected).toBeGreaterThan(4.5)
    expect(lately.expected).toBeLessThan(5.5)
  })

  it('is forgotten by half in a minute', () => {
    const table = learnt()
    const lately = followLately({ expected: 40, answered: 90 }, { before: table, after: table, seconds: 60 })
    expect(lately).toEqual({ expected: 20, answered: 45 })
  })

  it('changes nothing as long as it may be chance, and nothing when fewer answer', () => {
    expect(burstOf({ expected: 0, answered: 0 })).toBe(1)
    expect(burstOf({ expected: 2, answered: 5 })).toBe(1)
    expect(burstOf({ expected: 100, answered: 118 })).toBe(1)
    expect(burstOf({ expected: 100, answered: 20 })).toBe(1)
  })

  it('is seen nearly whole where there are many answers, and in part where there are few', () => {
    expect(burstOf({ expected: 150, answered: 340 })).toBeGreaterThan(2)
    expect(burstOf({ expected: 150, answered: 340 })).toBeLessThan(340 / 150)
    expect(burstOf({ expected: 6, answered: 15 })).toBeGreaterThan(1.2)
    expect(burstOf({ expected: 6, answered: 15 })).toBeLessThan(1.9)
  })
})
