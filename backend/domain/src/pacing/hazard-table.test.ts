import { describe, expect, it } from 'vitest'
import { durationCurve, endsWithin, meanDuration } from './durations.ts'
import { addEnding, addExposure, createHazardTable, fadeTable, hazardsOf } from './hazard-table.ts'
import { byOther, byPerson, ringingModel } from './ringing.ts'

const ringing = () => createHazardTable({ bins: 60, binSeconds: 1, causes: 2 })

describe('what is learnt of durations', () => {
  it('splits the seconds that were lived over the bins of their ages', () => {
    const table = createHazardTable({ bins: 3, binSeconds: 5, causes: 1 })
    addExposure(table, 3, 12)
    addExposure(table, 14, 30)
    expect(table.exposure).toEqual([2, 5, 18])
  })

  it('keeps a hazard that it has seen often, and leans on the mean where it has seen little', () => {
    const table = createHazardTable({ bins: 2, binSeconds: 1, causes: 1 })
    addExposure(table, 0, 1)
    table.exposure = [1000, 0]
    table.endings = [[100, 0]]
    const [seen, unseen] = hazardsOf(table, 0, { perSecond: 0.5, seconds: 10 })
    expect(seen).toBeCloseTo(0.1, 2)
    expect(unseen).toBeCloseTo(0.104, 2)
  })

  it('forgets by half when it fades by half, and its hazards stay', () => {
    const table = createHazardTable({ bins: 1, binSeconds: 1, causes: 1 })
    addExposure(table, 0, 400)
    addEnding(table, 0, 0)
    fadeTable(table, 0.5)
    expect([table.exposure, table.endings]).toEqual([[200], [[0.5]]])
  })

  it('does not take dials for rarely answered because failures are heard of first', () => {
    // Of 1000 old dials 600 were answered, 400 failed, which takes 3 s. Of 100 dials of 4 s ago only failures are over.
    const table = ringing()
    const ageOf = (dial: number) =>
      (dial % 10 < 4 ? 2 : 8) - Math.log(1 - ((dial * 0.618) % 1)) * (dial % 10 < 4 ? 1 : 4)
    for (let dial = 0; dial < 1100; dial += 1) {
      const age = ageOf(dial)
      const isOver = dial < 1000 || age < 4
      addExposure(table, 0, isOver ? age : 4)
      if (isOver) addEnding(table, dial % 10 < 4 ? byOther : byPerson, age)
    }
    const resolvedOnly = 600 / 1034
    expect(resolvedOnly).toBeLessThan(0.581)
    expect(ringingModel(table).answerShare).toBeGreaterThan(0.588)
  })

  it('does not take talks for short because the short ones end first', () => {
    // All began 20 s ago; every fifth took 10 s. The mean of those that ended is 10 s.
    const table = createHazardTable({ bins: 180, binSeconds: 5, causes: 1 })
    for (let talk = 0; talk < 1000; talk += 1) {
      addExposure(table, 0, talk % 5 === 0 ? 10 : 20)
      if (talk % 5 === 0) addEnding(table, 0, 10)
    }
    const curve = durationCurve(hazardsOf(table, 0, { perSecond: 1 / 200, seconds: 400 }), 5)
    expect(meanDuration(curve)).toBeGreaterThan(60)
  })
})

describe('a learnt duration', () => {
  it('tells the chance of an end from the age that was reached', () => {
    const curve = durationCurve([0, 0.2], 10)
    expect(endsWithin(curve, 0, 10)).toBe(0)
    expect(endsWithin(curve, 10, 5)).toBeCloseTo(1 - Math.exp(-1), 9)
    expect(endsWithin(curve, 100, 5)).toBeCloseTo(1 - Math.exp(-1), 9)
    expect(meanDuration(durationCurve(new Array<number>(2000).fill(0.1), 0.1))).toBeCloseTo(10, 1)
  })
})
