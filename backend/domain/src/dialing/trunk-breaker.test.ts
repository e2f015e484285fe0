import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closedTrunk, linesOfTrunk, noteDial, noteProbe, type TrunkEvent, type TrunkState } from './trunk-breaker.ts'

const refused = (count: number, everyMs: number): TrunkEvent[] =>
  Array.from({ length: count }, (_, index) => ({ type: 'refused', at: index * everyMs }))
const after = (events: TrunkEvent[]): TrunkState => events.reduce(noteDial, closedTrunk)

describe('the trunk', () => {
  it('counts as dead after six refused dials in a row, within seconds', () => {
    expect(linesOfTrunk(after(refused(5, 100)), 500)).toBe(Infinity)
    expect(linesOfTrunk(after(refused(6, 100)), 501)).toBe(0)
  })

  it('counts as alive when refusals are single ones among dials that go through', () => {
    const mixed = refused(60, 100).map((event, index) =>
      index % 5 === 4 ? { ...event, type: 'reached' as const } : event,
    )
    expect(after(mixed).state).toBe('closed')
    expect(after(refused(60, 10_000)).state).toBe('closed')
  })

  it('is probed with one line each few seconds while it is dead', () => {
    const dead = after(refused(6, 0))
    expect(linesOfTrunk(dead, 3_999)).toBe(0)
    expect(linesOfTrunk(dead, 4_000)).toBe(1)
    expect(linesOfTrunk(noteProbe(dead, 4_000), 4_001)).toBe(0)
  })

  it('is used again as soon as one dial went through', () => {
    const alive = noteDial(after(refused(20, 0)), { type: 'reached', at: 5_000 })
    expect(linesOfTrunk(alive, 5_000)).toBe(Infinity)
  })

  it('never carries more than one line each four seconds while nothing goes through, whatever the order', () => {
    const steps = fc.array(fc.record({ waitMs: fc.integer({ min: 0, max: 3_000 }), isRefusal: fc.boolean() }))
    fc.assert(
      fc.property(steps, (all) => {
        let [trunk, now, lastPlaced] = [after(refused(6, 0)), 0, 0]
        for (const { waitMs, isRefusal } of all) {
          now += waitMs
          if (isRefusal) trunk = noteDial(trunk, { type: 'refused', at: now })
          if (linesOfTrunk(trunk, now) === 0) continue
          expect(linesOfTrunk(trunk, now)).toBe(1)
          expect(now - lastPlaced).toBeGreaterThanOrEqual(4_000)
          lastPlaced = now
          trunk = noteProbe(trunk, now)
        }
      }),
    )
  })
})
