import { expect, it } from 'vitest'
import { samplesMachine } from './machine-sample.ts'

it('draws one in so many, by the chance that is given', () => {
  const drawn = Array.from({ length: 1_000 }, (_, step) => samplesMachine(20, step / 1_000)).filter(Boolean)
  expect(drawn).toHaveLength(50)
})

it('draws every dial where one in one is asked for', () => {
  expect([0, 0.5, 0.999_999].every((chance) => samplesMachine(1, chance))).toBe(true)
})
