import { expect, it } from 'vitest'
import { createRandom, drawCustomers } from './customers.mjs'

const scenario = {
  dial: { person: 0.4, failed: 0.2, answer: { mean: 20, cv: 0.8 } },
  talk: [{ share: 1, mean: 60, cv: 0.9 }],
  wrapUp: { mean: 10, cv: 0.6 },
}
const draw = (seed = 1) => drawCustomers(scenario, { count: 2_000, ringSeconds: 30, random: createRandom(seed) })

it('draws the same customers for the same seed, no two with one number', () => {
  expect(draw()).toEqual(draw())
  expect(draw()).not.toEqual(draw(2))
  expect(new Set(draw().map(({ number }) => number)).size).toBe(2_000)
})

it('gives each a number that has the network do what becomes of the dial', () => {
  for (const { number, by, afterSeconds, talkSeconds } of draw()) {
    const [kind, seconds, talk] = [number.slice(0, 5), Number(number.slice(5, 7)), Number(number.slice(7, 10))]
    expect(number).toMatch(/^\+999\d{10}$/)
    if (by === 'person') expect([kind, seconds, talk]).toEqual(['+9991', afterSeconds, talkSeconds])
    else if (kind === '+9995') expect(seconds).toBe(afterSeconds)
    else expect([kind, afterSeconds]).toEqual(['+9996', 30])
  }
})

it('lets nobody answer whose phone has stopped ringing by then', () => {
  const persons = draw().filter(({ by }) => by === 'person')
  expect(Math.max(...persons.map(({ afterSeconds }) => afterSeconds))).toBeLessThan(30)
  // Two in ten of a lognormal with mean 20 s and CV 0.8 come later.
  expect(persons.length / 2_000).toBeGreaterThan(0.28)
  expect(persons.length / 2_000).toBeLessThan(0.37)
})
