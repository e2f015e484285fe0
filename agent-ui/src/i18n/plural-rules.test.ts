import { expect, it } from 'vitest'
import { pluralRules } from './plural-rules.ts'

it.each([
  [1, 0],
  [21, 0],
  [3, 1],
  [11, 2],
  [5, 2],
  [0, 2],
])('%i takes form %i of three in Ukrainian and Russian', (count, form) => {
  expect(pluralRules.uk!(count, 3)).toBe(form)
  expect(pluralRules.ru!(count, 3)).toBe(form)
})

it('English has one and other', () => {
  expect([0, 1, 2].map((count) => pluralRules.en!(count, 2))).toEqual([1, 0, 1])
})
