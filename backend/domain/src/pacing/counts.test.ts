import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addChance, createCount, noneLeft, noneLeftNearly, type Count } from './counts.ts'

const countOf = (chances: readonly number[]): Count => {
  const count = createCount()
  for (const chance of chances) addChance(count, chance, true)
  return count
}

/** By looking at every outcome. */
function byHand(spare: number, gains: readonly number[], losses: readonly number[]): number {
  const all = [...gains.map((chance) => ({ chance, worth: 1 })), ...losses.map((chance) => ({ chance, worth: -1 }))]
  let total = 0
  for (let outcome = 0; outcome < 2 ** all.length; outcome += 1) {
    let [weight, left] = [1, spare]
    all.forEach(({ chance, worth }, index) => {
      const happens = (outcome >> index) % 2 === 1
      weight *= happens ? chance : 1 - chance
      if (happens) left += worth
    })
    if (left <= 0) total += weight
  }
  return total
}

const chances = fc.array(fc.double({ min: 0.01, max: 0.99, noNaN: true }), { maxLength: 4 })

describe('how many of several things happen', () => {
  it('is exact for few: the same as by looking at every outcome', () => {
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 4 }), chances, chances, (spare, gains, losses) => {
        const computed = noneLeft(spare, countOf(gains), countOf(losses))
        expect(computed).toBeCloseTo(byHand(spare, gains, losses), 9)
      }),
    )
  })

  it('is near enough by the normal curve for many', () => {
    const gains = countOf(new Array<number>(40).fill(0.3))
    const losses = countOf(new Array<number>(40).fill(0.2))
    expect(noneLeftNearly(1, gains, losses)).toBeCloseTo(noneLeft(1, gains, losses), 2)
  })
})
